import type { Expression } from "./ast.ts";
import { parseAtom } from "./atoms.ts";
import { makeBinary } from "./binary.ts";
import { startsOperand } from "./operands.ts";
import type { Parser } from "./parser.ts";
import { parseSuffixes } from "./suffixes.ts";
import type { TokenKind } from "./tokens.ts";

/** How tightly an operator binds, from 1; and whether `a op b op c` is allowed. */
interface Operator {
  readonly level: number;
  readonly chains: boolean;
}

const OPERATORS: ReadonlyMap<TokenKind, Operator> = new Map<TokenKind, Operator>([
  ["||", { level: 1, chains: true }],
  ["&&", { level: 2, chains: true }],
  ["=", { level: 3, chains: false }],
  ["==", { level: 3, chains: false }],
  ["!=", { level: 3, chains: false }],
  ["lt", { level: 4, chains: false }],
  ["lte", { level: 4, chains: false }],
  ["gt", { level: 4, chains: false }],
  ["gte", { level: 4, chains: false }],
  ["naturalGt", { level: 4, chains: false }],
  ["naturalGte", { level: 4, chains: false }],
  ["..", { level: 5, chains: false }],
  ["..<", { level: 5, chains: false }],
  ["..*", { level: 5, chains: false }],
  ["+", { level: 6, chains: true }],
  ["-", { level: 6, chains: true }],
  ["*", { level: 7, chains: true }],
  ["/", { level: 7, chains: true }],
  ["%", { level: 7, chains: true }],
]);

/**
 * Parses an expression, and sets the parser's `height` to its levels.
 *
 * @param atom what the expression begins with, if that has been parsed already
 */
export function parseExpression(parser: Parser, atom?: Expression): Expression {
  parser.expressionDepth++;
  parser.checkDepth(parser.expressionDepth, parser.peek().start, "expressions");
  const expression = parseOperators(parser, 1, atom);
  parser.expressionDepth--;
  return expression;
}

function parseOperators(parser: Parser, least: number, atom: Expression | undefined): Expression {
  let left = parseUnary(parser, atom);
  let height = parser.height;
  let most = 8;
  for (;;) {
    const token = parser.peek();
    const operator = OPERATORS.get(token.kind);
    if (operator === undefined || operator.level < least || operator.level > most) break;
    parser.take();
    const open = token.kind === ".." && !startsOperand(parser, 0);
    const right = open ? undefined : parseOperators(parser, operator.level + 1, undefined);
    height = Math.max(height, open ? 0 : parser.height) + 1;
    parser.checkDepth(height, token.start, "expressions");
    left = makeBinary(token, left, right);
    most = operator.chains ? operator.level : operator.level - 1;
  }
  parser.height = height;
  return left;
}

function parseUnary(parser: Parser, atom: Expression | undefined): Expression {
  if (atom !== undefined) return parseSuffixes(parser, atom);
  const token = parser.peek();
  if (token.kind === "+" || token.kind === "-") {
    parser.take();
    const operand = parsePrimary(parser);
    parser.height++;
    return { kind: token.kind === "+" ? "plus" : "negate", operand, start: token.start, end: operand.end };
  }
  if (token.kind !== "!") return parsePrimary(parser);
  const starts: number[] = [];
  for (let not = parser.takeIf("!"); not !== undefined; not = parser.takeIf("!")) starts.push(not.start);
  let expression = parsePrimary(parser);
  parser.height += starts.length;
  parser.checkDepth(parser.height, token.start, "expressions");
  for (const start of starts.toReversed()) {
    expression = { kind: "not", operand: expression, start, end: expression.end };
  }
  return expression;
}

function parsePrimary(parser: Parser): Expression {
  return parseSuffixes(parser, parseAtom(parser));
}
