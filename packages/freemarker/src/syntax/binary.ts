import type { ArithmeticOperator, ComparisonOperator, Expression } from "./ast.ts";
import { ParseFault } from "./fault.ts";
import type { Token } from "./tokens.ts";

const COMPARISONS: ReadonlyMap<string, ComparisonOperator> = new Map<string, ComparisonOperator>([
  ["=", "=="],
  ["==", "=="],
  ["!=", "!="],
  ["lt", "<"],
  ["lte", "<="],
  ["gt", ">"],
  ["gte", ">="],
  ["naturalGt", ">"],
  ["naturalGte", ">="],
]);

/**
 * The expression of an operator between two others.
 *
 * @param right undefined for `from..` only
 * @throws {ParseFault} if an operand is a literal that the operator can't take
 */
export function makeBinary(token: Token, left: Expression, right: Expression | undefined): Expression {
  const start = left.start;
  const end = right?.end ?? token.end;
  if (right === undefined) {
    rejectLiterals([left], NOT_NUMBERS, "a number");
    return { kind: "range", mode: "unbounded", from: left, to: undefined, start, end };
  }
  const { kind } = token;
  if (kind === "||" || kind === "&&") {
    rejectLiterals([left, right], NOT_BOOLEANS, "a boolean");
    return { kind: kind === "&&" ? "and" : "or", left, right, start, end };
  }
  if (kind === ".." || kind === "..<" || kind === "..*") {
    rejectLiterals([left, right], NOT_NUMBERS, "a number");
    return { kind: "range", mode: RANGE_MODES[kind], from: left, to: right, start, end };
  }
  if (kind === "+" || kind === "-" || kind === "*" || kind === "/" || kind === "%") {
    return makeArithmetic(kind, left, right);
  }
  return makeComparison(token, left, right);
}

const RANGE_MODES = { "..": "inclusive", "..<": "exclusive", "..*": "counted" } as const;

function makeArithmetic(operator: ArithmeticOperator, left: Expression, right: Expression): Expression {
  if (operator !== "+") rejectLiterals([left, right], NOT_NUMBERS, "a number");
  return { kind: "arithmetic", operator, left, right, start: left.start, end: right.end };
}

function makeComparison(token: Token, left: Expression, right: Expression): Expression {
  const operator = COMPARISONS.get(token.kind) ?? "==";
  if (operator === "==" || operator === "!=") {
    rejectLiterals([left, right], ["hash"], "a value that can be compared");
    rejectLiterals([left, right], ["sequence"], "a value that can be compared");
  } else rejectLiterals([left, right], NOT_NUMBERS, "a number");
  return { kind: "comparison", operator, left, right, start: left.start, end: right.end };
}

type LiteralKind = "string" | "interpolatedString" | "number" | "boolean" | "sequence" | "hash";

const NOT_NUMBERS: readonly LiteralKind[] = ["string", "interpolatedString", "sequence", "hash", "boolean"];
const NOT_BOOLEANS: readonly LiteralKind[] = ["string", "interpolatedString", "sequence", "hash", "number"];

const LITERAL_NAMES: Record<LiteralKind, string> = {
  string: "a string literal",
  interpolatedString: "a string literal",
  number: "a number literal",
  boolean: "a boolean literal",
  sequence: "a sequence literal",
  hash: "a hash literal",
};

/** @throws {ParseFault} if one of some expressions is a literal of a kind that can't stand there */
export function rejectLiterals(
  expressions: readonly Expression[],
  kinds: readonly LiteralKind[],
  expected: string,
): void {
  for (const expression of expressions) {
    const kind = kinds.find((candidate) => candidate === expression.kind);
    if (kind === undefined) continue;
    throw new ParseFault(expression.start, `Expected ${expected} here, but found ${LITERAL_NAMES[kind]}.`);
  }
}
