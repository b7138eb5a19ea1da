import { ParseFault } from "./fault.ts";
import type { NamingConvention } from "./options.ts";

/** The convention a name of the template language is in: `auto_detect` where it is the same in both. */
export function conventionOf(name: string): NamingConvention {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 95) return "legacy";
    if (code >= 65 && code <= 90) return "camel_case";
  }
  return "auto_detect";
}

/** Sees to it that a template keeps to one naming convention. */
export class ConventionKeeper {
  current: NamingConvention;
  private readonly configured: NamingConvention;
  private establishedBy: string | undefined;

  constructor(configured: NamingConvention) {
    this.configured = configured;
    this.current = configured;
  }

  /**
   * Notes a name of the template language, in the convention given or else the one the name shows.
   *
   * @throws {ParseFault} if the template has names of the other convention, or the setting demands the other
   */
  check(name: string, offset: number, convention: NamingConvention = conventionOf(name)): void {
    if (convention === "auto_detect" || convention === this.current) return;
    if (this.current === "auto_detect") {
      this.current = convention;
      this.establishedBy = name;
      return;
    }
    const wanted =
      this.current === "camel_case" ? "camel case (exampleName)" : "snake case (example_name, #examplename)";
    const reason =
      this.configured === "auto_detect" && this.establishedBy !== undefined
        ? `because "${this.establishedBy}" is written so earlier in the template`
        : "because the naming_convention setting says so";
    throw new ParseFault(
      offset,
      `"${name}" mixes naming conventions: names of the template language must be in ${wanted} here, ${reason}.`,
    );
  }
}

/** A snake_case name in camelCase, as FreeMarker writes its built-ins and variables. */
export function toCamelCase(snake: string): string {
  const [first = "", ...rest] = snake.split("_");
  return first + rest.map(capitalized).join("");
}

function capitalized(word: string): string {
  if (word === "nz" || word === "fz") return word.toUpperCase();
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const tables = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, string>>();

/** The snake_case name that a name of either convention stands for, or undefined if `names` (in snake_case) hasn't it. */
export function canonicalName(names: ReadonlySet<string>, written: string): string | undefined {
  if (names.has(written)) return written;
  let byCamelCase = tables.get(names);
  if (byCamelCase === undefined) {
    byCamelCase = new Map(Array.from(names, (name) => [toCamelCase(name), name]));
    tables.set(names, byCamelCase);
  }
  return byCamelCase.get(written);
}
