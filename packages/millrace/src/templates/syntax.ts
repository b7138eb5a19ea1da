import { compile as parse } from "@jmespath-community/jmespath";
import { messageOf } from "../core/errors.ts";
import type { PathStep } from "../core/json/exact.ts";

/** A node of an expression, as far as it has to be understood here. */
export interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly children: readonly Node[];
}

/** A template that cannot be used. `offset` is the character (from 0) the fault stands at. */
export class TemplateSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "TemplateSyntaxError";
    this.offset = offset;
  }
}

/** Longer templates are refused. */
export const MAX_TEMPLATE_LENGTH = 4_096;

/**
 * The functions of the JMESPath specification, and four harmless ones besides. What builds long texts from short ones
 * (`pad_left`, `replace`, …) is left out: a template is a stranger's code.
 */
const FUNCTIONS = new Set(
  (
    "abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null reverse sort sort_by " +
    "starts_with sum to_array to_number to_string type values lower upper trim split"
  ).split(" "),
);

/** What the library knows beyond the specification, and why it is not taken. */
const BEYOND: Readonly<Record<string, string>> = {
  Arithmetic:
    'arithmetic is not part of JMESPath; put names with a hyphen in double quotes, such as metadata."event-id"',
  Unary: "arithmetic is not part of JMESPath",
  LetExpression: "let is not part of JMESPath",
  Variable: "variables are not part of JMESPath",
  Ternary: "the ternary operator is not part of JMESPath",
  Root: "$ is not part of JMESPath; names start at the context",
};

/** How many times over the parts of a context may be repeated in a result, so that no template grows out of hand. */
const MAX_AMPLIFICATION = 64;

/**
 * Parses JMESPath as jmespath.org specifies it.
 * @throws {TemplateSyntaxError}
 */
export function parseTemplate(source: string): {
  readonly ast: ReturnType<typeof parse>;
  readonly root: Node;
} {
  if (source.trim() === "") throw new TemplateSyntaxError("The template is empty.", 0);
  if (source.length > MAX_TEMPLATE_LENGTH) {
    throw new TemplateSyntaxError(
      `The template has ${source.length} characters; ${MAX_TEMPLATE_LENGTH} is the limit.`,
      MAX_TEMPLATE_LENGTH,
    );
  }
  let ast: ReturnType<typeof parse>;
  try {
    ast = parse(source);
  } catch (error) {
    throw new TemplateSyntaxError(messageOf(error), offsetOf(source, messageOf(error)));
  }
  const root = readNode(ast, 0);
  refuse(source, root);
  if (amplification(root) > MAX_AMPLIFICATION) {
    throw new TemplateSyntaxError("The template repeats its input too many times over.", 0);
  }
  return { ast, root };
}

/** Every node, outermost first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* walk(child);
}

/** The steps of an expression that is a plain path such as `result[0].fields.id`; undefined for any other. */
export function stepsOf(node: Node): readonly PathStep[] | undefined {
  if (node.type === "Field") return node.name === undefined ? undefined : [node.name];
  if (node.type === "Index")
    return typeof node.value === "number" && node.value >= 0 ? [node.value] : undefined;
  if (node.type !== "Subexpression" && node.type !== "IndexExpression") return undefined;
  const steps = node.children.map(stepsOf);
  return steps.includes(undefined) ? undefined : steps.flatMap((each) => each ?? []);
}

function refuse(source: string, root: Node): void {
  for (const { type, name } of walk(root)) {
    const reason = BEYOND[type];
    if (reason !== undefined)
      throw new TemplateSyntaxError(reason, Math.max(0, source.search(/[-+*/%$?]|\blet\b/)));
    if (type === "Function" && name !== undefined && !FUNCTIONS.has(name)) {
      throw new TemplateSyntaxError(`There is no function ${name}().`, Math.max(0, source.indexOf(name)));
    }
  }
}

/** The parser says what it met, not where: the place is found again by what it met. */
function offsetOf(source: string, message: string): number {
  const met = /\((.*?)\)(?:: "(.*)")?$/.exec(message);
  const [, token = "", text = ""] = met ?? [];
  if (token === "EOF" || message.includes("EOF")) return source.length;
  const needle = text === "" ? (SYMBOLS[token] ?? token) : text;
  const found = needle === "" ? -1 : source.lastIndexOf(needle);
  return found === -1 ? 0 : found;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  Rbracket: "]",
  Rparen: ")",
  Comma: ",",
  Colon: ":",
  Rbrace: "}",
  Dot: ".",
  Lbrace: "{",
  Lbracket: "[",
  Lparen: "(",
};

const MAX_NESTING = 100;

/** Reads the library's tree into {@link Node}s: whatever has a type is a node, whichever member it stands in. */
function readNode(value: object, depth: number): Node {
  if (depth > MAX_NESTING) throw new TemplateSyntaxError("The template is nested too deep.", 0);
  const entries = new Map<string, unknown>(Object.entries(value));
  const type = String(entries.get("type"));
  const name = entries.get("name");
  const inside = type === "Literal" ? [] : [...entries.values()].flat();
  const children = inside.filter(
    (each): each is object => typeof each === "object" && each !== null && "type" in each,
  );
  return {
    type,
    ...(typeof name === "string" && { name }),
    value: entries.get("value"),
    children: children.map((child) => readNode(child, depth + 1)),
  };
}

/** An upper bound on how often the result can hold the input: what stands side by side adds up, what stands in a row multiplies. */
function amplification(node: Node): number {
  const parts = node.children.map(amplification);
  const sideBySide = ["MultiSelectList", "MultiSelectHash", "Function"].includes(node.type);
  if (sideBySide)
    return Math.max(
      1,
      parts.reduce((sum, part) => sum + part, 0),
    );
  return parts.reduce((product, part) => product * part, 1);
}
