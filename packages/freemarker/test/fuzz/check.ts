import {
  analyze,
  compile,
  FreeMarkerError,
  LimitError,
  OptionError,
  RenderError,
  type Template,
} from "../../src/index.ts";
import type { FuzzCase } from "./cases.ts";
import { hostileModel, SECRET, type Trap } from "./model.ts";

/** What is allowed on top of the limit of milliseconds: the machine may be busy. */
const TIME_MARGIN = 1_500;
const LIMIT_NAMES = new Set(["steps", "outputLength", "depth", "includeDepth", "milliseconds", "valueSize"]);

/** How a case ended: with output, or with an error of the library's. */
interface Ending {
  readonly text: string;
  readonly timedOut: boolean;
}

/** Tries one case and answers what is wrong with the engine; nothing where all is well. */
export function faultsOf(one: FuzzCase): string[] {
  const trap: Trap = { sprung: [] };
  const faults: string[] = [];
  const before = worldState();
  const began = performance.now();
  const template = attempt(faults, () => compiled(one));
  const compileTime = performance.now() - began;
  if (compileTime > TIME_MARGIN) faults.push(`compiling took ${Math.round(compileTime)} ms`);
  if (template !== undefined) {
    attempt(faults, () => analyze(template));
    rendering(one, template, trap, faults);
  }
  if (trap.sprung.length > 0) faults.push(`sprang ${trap.sprung.join(", ")}`);
  if (worldState() !== before) faults.push("changed Object.prototype or another prototype");
  return faults;
}

function rendering(one: FuzzCase, template: Template, trap: Trap, faults: string[]): void {
  const data = JSON.stringify(one.data);
  const model = { ...hostileModel(trap), ...one.data };
  const print = fingerprint(model);
  const first = ending(one, template, model, faults);
  const second = ending(one, template, model, faults);
  if (first.text !== second.text && !first.timedOut && !second.timedOut && !tellsTime(one)) {
    faults.push(`two renderings differ: ${first.text.slice(0, 300)} / ${second.text.slice(0, 300)}`);
  }
  if (first.text.includes(SECRET) && !one.template.includes(SECRET)) faults.push("printed a secret");
  if (JSON.stringify(one.data) !== data) faults.push("changed the data");
  if (fingerprint(model) !== print) faults.push("changed the model");
}

function tellsTime({ template, templates }: FuzzCase): boolean {
  return /\.\s*now|\?\s*time|time|date/i.test(template + Object.values(templates).join(""));
}

function compiled(one: FuzzCase): Template {
  const { template, limits, settings, syntax } = one;
  return compile(template, { loader: (name) => load(one, name), limits, settings, syntax });
}

function load({ template, templates }: FuzzCase, name: string): string | undefined {
  // What a loader written in JavaScript may do: JSON.parse answers anything.
  const odd: string = JSON.parse("[1]");
  if (name === "self") return template;
  if (name === "broken") return "${";
  if (name === "loop") return '<#import "loop" as l><#include "loop">';
  if (name === "throws") throw new RangeError("the loader failed");
  if (name === "odd") return odd;
  return Object.hasOwn(templates, name) ? templates[name] : undefined;
}

function ending(one: FuzzCase, template: Template, model: object, faults: string[]): Ending {
  const began = performance.now();
  let text = "";
  let timedOut = false;
  try {
    const output = template.render(model);
    text = `output ${output}`;
    if (output.length > (one.limits.outputLength ?? Infinity)) faults.push(`an output of ${output.length}`);
  } catch (thrown) {
    judge(thrown, faults);
    text = thrown instanceof Error ? `error ${thrown.message}` : "";
    timedOut = /\bms\b/.test(text) && text.includes("longer than the limit");
  }
  const took = performance.now() - began;
  if (took > (one.limits.milliseconds ?? 0) + TIME_MARGIN)
    faults.push(`rendering took ${Math.round(took)} ms`);
  return { text, timedOut };
}

function attempt<T>(faults: string[], run: () => T): T | undefined {
  try {
    return run();
  } catch (thrown) {
    judge(thrown, faults);
    return undefined;
  }
}

function judge(thrown: unknown, faults: string[]): void {
  if (thrown instanceof OptionError) return;
  if (!(thrown instanceof FreeMarkerError)) {
    faults.push(`threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    return;
  }
  if (thrown instanceof RenderError && thrown.code === "internal") {
    const { cause } = thrown;
    faults.push(`internal: ${cause instanceof Error ? (cause.stack ?? "") : String(cause)}`);
  }
  if (thrown instanceof LimitError && !LIMIT_NAMES.has(thrown.limit)) faults.push(`limit ${thrown.limit}`);
  if (!(thrown.line >= 1 && thrown.column >= 1)) faults.push(`a place at ${thrown.line}:${thrown.column}`);
}

/** What of the world a template could have spoilt. */
function worldState(): string {
  const prototypes = [
    Object.prototype,
    Array.prototype,
    Function.prototype,
    String.prototype,
    Map.prototype,
    Date.prototype,
  ];
  return prototypes.map((each) => Reflect.ownKeys(each).map(String).join()).join(";");
}

/** The own properties of an object and, for some levels, of what is in it. */
function fingerprint(value: unknown, depth = 4): string {
  if (typeof value !== "object" || value === null || depth === 0)
    return typeof value === "string" || typeof value === "number" ? String(value) : typeof value;
  try {
    return Reflect.ownKeys(value)
      .map((key) => {
        const property = Object.getOwnPropertyDescriptor(value, key);
        return `${String(key)}:${property?.get === undefined ? fingerprint(property?.value, depth - 1) : "getter"}`;
      })
      .join();
  } catch {
    return "revoked";
  }
}
