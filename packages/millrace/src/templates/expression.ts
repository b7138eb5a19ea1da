import type { Issue } from "../core/errors.ts";
import type { PathStep } from "../core/json/exact.ts";
import { isMembers } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { Budget } from "./interpreter.ts";
import { search } from "./interpreter.ts";
import { withoutHeritage, withPlainNumbers } from "./plain-values.ts";
import type { Node } from "./syntax.ts";
import { parseTemplate, stepsOf, TemplateSyntaxError, walk } from "./syntax.ts";

/**
 * A compiled JMESPath expression over an event's fields, within the bounds that templates have: no functions that build
 * long texts, no result that repeats its input without end. Time grows with the input and the expression.
 *
 * A plain path such as `event_properties.items[0].price` gives the value that stands there, numbers as they were written.
 * Any other expression sees a number that a double cannot hold as a text, as templates do.
 */
export class Expression {
  readonly source: string;
  readonly #ast: ReturnType<typeof parseTemplate>["ast"];
  readonly #path: readonly PathStep[] | undefined;
  /** It asks for a member by a name that every JavaScript object inherits something under. */
  readonly #asksForHeritage: boolean;

  /** @throws {TemplateSyntaxError} */
  constructor(source: string) {
    const { ast, root } = parseTemplate(source);
    this.source = source;
    this.#ast = ast;
    this.#path = stepsOf(root);
    this.#asksForHeritage = [...walk(root)].some(isInherited);
  }

  /**
   * What the expression comes to; undefined where that is nothing, null, or where it fails.
   * @param budget what expressions that belong together may take; absent where this one is alone
   */
  evaluate(fields: JsonObject, budget?: Budget): unknown {
    if (this.#path !== undefined) return follow(fields, this.#path);
    const plain = withPlainNumbers(fields);
    try {
      const input = this.#asksForHeritage ? withoutHeritage(plain) : plain;
      return search(this.#ast, input, budget) ?? undefined;
    } catch {
      // A function was given what it does not take. Events differ: of this one there is no value.
      return undefined;
    }
  }
}

/**
 * What is wrong with an expression, with the place in it; undefined where it compiles.
 * @param name where the expression stands, such as `rules[0].expression`
 */
export function expressionIssue(name: string, source: string): Issue | undefined {
  try {
    parseTemplate(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    const said = error.message.replace(/^The template\b/, "The expression").replace(/[.]?$/, ".");
    return { in: "body", name, detail: `At character ${error.offset + 1}: ${said}`, value: source };
  }
}

function isInherited({ type, name }: Node): boolean {
  return type === "Field" && name !== undefined && name in Object.prototype;
}

function follow(fields: JsonObject, path: readonly PathStep[]): unknown {
  let here: unknown = fields;
  for (const step of path) {
    if (typeof step === "number") here = Array.isArray(here) ? here[step] : undefined;
    else here = isMembers(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here ?? undefined;
}
