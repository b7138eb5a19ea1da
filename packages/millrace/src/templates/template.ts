import { messageOf } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import type { JsonValue, PathStep } from "../core/json/exact.ts";
import { findPath, parseExact, scalarText } from "../core/json/exact.ts";
import type { DeliveryError } from "../core/message.ts";
import { metadataOf, timeOf } from "./context.ts";
import { search } from "./interpreter.ts";
import type { Node } from "./syntax.ts";
import { parseTemplate, stepsOf, walk } from "./syntax.ts";

/** What a template must come to. */
export interface TemplateTarget {
  /** What the result is, for errors: `partition key`. */
  readonly what: string;
  /** Answers what is wrong with a text that is not empty, or undefined. */
  readonly refuses: (text: string) => string | undefined;
}

/** A template's answer for one event: a text, or why there is none. */
export type Evaluated =
  | { readonly text: string }
  | { readonly error: DeliveryError; readonly isNull: boolean };

/**
 * A compiled JMESPath template. Contexts are the three namespaces of seed 001: `data` (the message), `metadata`, `time`.
 *
 * The result must be a text that the target accepts; a number or boolean becomes the text it was written as.
 * Anything else is an error that shows the template, the context and the result: there is no fallback.
 */
export class Template {
  readonly source: string;
  /** Names used under each namespace: `metadata` → `event-id`. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #target: TemplateTarget;
  readonly #ast: ReturnType<typeof parseTemplate>["ast"];
  /** Set where the whole template is a plain path into `data`. */
  readonly #path: readonly PathStep[] | undefined;
  /** Members of `data` that have to be parsed; undefined for all of it. */
  readonly #dataMembers: readonly string[] | undefined;
  readonly #usesTime: boolean;
  readonly #usesMetadata: boolean;

  /** @throws {TemplateSyntaxError} */
  constructor(source: string, target: TemplateTarget) {
    const { ast, root } = parseTemplate(source);
    this.source = source;
    this.#target = target;
    this.#ast = ast;
    this.uses = usedNames(root);
    this.#path = dataPath(root);
    this.#dataMembers = dataMembers(root);
    const all = usesContextAsWhole(root);
    this.#usesTime = all || this.uses.has("time");
    this.#usesMetadata = all || this.uses.has("metadata");
  }

  evaluate(event: Event, destinationId: string): Evaluated {
    if (this.#path !== undefined) {
      const found = findPath(event.data, this.#path);
      const text = found === undefined ? undefined : scalarText(event.data, found);
      return this.#judge(
        text ?? (found === undefined ? null : parseExact(event.data.slice(found.start, found.end))),
        event,
      );
    }
    try {
      return this.#judge(search(this.#ast, this.#context(event, destinationId)), event);
    } catch (error) {
      return this.#fails(event, `failed: ${messageOf(error)}`);
    }
  }

  #context(event: Event, destinationId: string): { [name: string]: JsonValue } {
    return {
      data: this.#data(event),
      metadata: this.#usesMetadata ? { ...metadataOf(event, destinationId) } : {},
      time: this.#usesTime ? timeOf(event) : {},
    };
  }

  #data({ data }: Event): JsonValue {
    if (this.#dataMembers === undefined) return parseExact(data);
    return Object.fromEntries(
      this.#dataMembers.flatMap((name) => {
        const found = findPath(data, [name]);
        return found === undefined ? [] : [[name, parseExact(data.slice(found.start, found.end))]];
      }),
    );
  }

  #judge(result: unknown, event: Event): Evaluated {
    const text = typeof result === "number" || typeof result === "boolean" ? String(result) : result;
    if (typeof text !== "string")
      return this.#fails(
        event,
        `gave ${describe(result)}, not a text`,
        result === null || result === undefined,
      );
    if (text === "") return this.#fails(event, "gave an empty text");
    const refused = this.#target.refuses(text);
    return refused === undefined ? { text } : this.#fails(event, `gave ${describe(text)}: ${refused}`);
  }

  #fails(event: Event, what: string, isNull = false): Evaluated {
    const context = contextShape(event);
    const message = `The ${this.#target.what} template ${describe(this.source)} ${what}. Its context was ${context}.`;
    return { error: { code: "template_failed", message, blame: "settings" }, isNull };
  }
}

/** A value in short, for errors. */
function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 120)}… (${text.length} characters)` : text;
}

/** Names are the customer's too, and may be as long as they like. */
function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

/** Which names the context had; not their values, which are the customer's. */
function contextShape(event: Event): string {
  const data = parseExact(event.data);
  const names =
    typeof data === "object" && data !== null && !Array.isArray(data)
      ? Object.keys(data).slice(0, 30).map(shorten)
      : [];
  return `{data: ${names.length > 0 ? `{${names.join(", ")}}` : "no object"}, metadata: {${Object.keys(metadataOf(event, "")).join(", ")}}, time: {…}}`;
}

/** The steps behind `data` where a whole template is a plain path such as `data.result[0].fields.id`. */
function dataPath(root: Node): readonly PathStep[] | undefined {
  const [first, ...rest] = stepsOf(root) ?? [];
  return first === "data" ? rest : undefined;
}

/** True where the context is used otherwise than through its three names. */
function usesContextAsWhole(root: Node): boolean {
  return [...walk(root)].some(({ type }) => type === "Current" || type === "Identity");
}

function dataMembers(root: Node): readonly string[] | undefined {
  if (usesContextAsWhole(root)) return undefined;
  const members = new Set<string>();
  const visit = (node: Node): boolean => {
    const [left, right] = node.children;
    if (
      node.type === "Subexpression" &&
      left?.type === "Field" &&
      left.name === "data" &&
      right?.type === "Field"
    ) {
      members.add(right.name ?? "");
      return true;
    }
    return !(node.type === "Field" && node.name === "data") && node.children.every(visit);
  };
  return visit(root) ? [...members] : undefined;
}

function usedNames(root: Node): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>();
  const visit = (node: Node, inside: boolean): void => {
    const [left, right] = node.children;
    if (!inside && node.type === "Field" && node.name !== undefined && !uses.has(node.name))
      uses.set(node.name, new Set());
    if (
      node.type === "Subexpression" &&
      left?.type === "Field" &&
      left.name !== undefined &&
      !inside &&
      right?.type === "Field"
    ) {
      uses.set(left.name, (uses.get(left.name) ?? new Set()).add(right.name ?? ""));
    }
    // Behind a dot, a bracket or a pipe, names belong to what stands before it.
    const follows = [
      "Subexpression",
      "IndexExpression",
      "Projection",
      "ValueProjection",
      "FilterProjection",
      "Pipe",
    ].includes(node.type);
    node.children.forEach((child, i) =>
      visit(child, inside || node.type === "ExpressionReference" || (follows && i > 0)),
    );
  };
  visit(root, false);
  return uses;
}
