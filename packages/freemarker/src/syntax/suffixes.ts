import type { Expression } from "./ast.ts";
import { rejectLiterals } from "./binary.ts";
import { parseBuiltin } from "./builtins.ts";
import { describeToken } from "./describe.ts";
import { parseArguments, startsAtom, startsOperand } from "./operands.ts";
import { ParseFault } from "./fault.ts";
import type { Parser } from "./parser.ts";
import type { TokenKind } from "./tokens.ts";

/** Parses what can follow an atom: `.name`, `[key]`, `(args)`, `?builtin`, `!default` and `??`. */
export function parseSuffixes(parser: Parser, atom: Expression): Expression {
  let expression = atom;
  for (;;) {
    const before = parser.height;
    const { kind, start } = parser.peek();
    const parse = SUFFIXES.get(kind);
    if (parse === undefined) return expression;
    expression = parse(parser, expression);
    if (parser.height <= before) parser.height = before + 1;
    parser.checkDepth(parser.height, start, "expressions");
  }
}

const SUFFIXES: ReadonlyMap<TokenKind, (parser: Parser, target: Expression) => Expression> = new Map<
  TokenKind,
  (parser: Parser, target: Expression) => Expression
>([
  [".", parseDot],
  ["[", parseIndex],
  ["(", parseCall],
  ["?", parseBuiltin],
  ["!", parseDefault],
  ["exclamAndSpace", parseEmptyDefault],
  ["??", parseExists],
]);

function parseCall(parser: Parser, target: Expression): Expression {
  parser.take();
  const args = parseArguments(parser);
  const { end } = parser.expect(")", "to close the arguments");
  parser.height++;
  return { kind: "call", target, args, start: target.start, end };
}

function parseEmptyDefault(parser: Parser, target: Expression): Expression {
  const token = parser.take();
  return { kind: "default", target, fallback: undefined, start: target.start, end: token.start + 1 };
}

function parseExists(parser: Parser, target: Expression): Expression {
  const { end } = parser.take();
  return { kind: "exists", target, start: target.start, end };
}

const COMPARISONS: ReadonlySet<TokenKind> = new Set<TokenKind>(["lt", "lte", "gt", "gte"]);
const NAMES_AFTER_DOT: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...COMPARISONS,
  "id",
  "*",
  "**",
  "false",
  "true",
  "in",
  "as",
  "using",
]);

function parseDot(parser: Parser, target: Expression): Expression {
  parser.take();
  const token = parser.peek();
  if (!NAMES_AFTER_DOT.has(token.kind)) {
    throw new ParseFault(token.start, `Expected a name after the dot, but found ${describeToken(token)}.`);
  }
  if (COMPARISONS.has(token.kind) && !/^[a-z]/.test(token.text)) {
    throw new ParseFault(token.start, `"${token.text}" isn't a name that can follow a dot.`);
  }
  parser.take();
  rejectLiterals([target], ["sequence"], "a hash");
  rejectLiterals([target], ["string", "interpolatedString"], "a hash");
  rejectLiterals([target], ["boolean"], "a hash");
  return { kind: "dot", target, name: token.text, start: target.start, end: token.end };
}

function parseIndex(parser: Parser, target: Expression): Expression {
  parser.take();
  const key = parser.expression();
  const { end } = parser.expect("]", "to close the key");
  rejectLiterals([target], ["boolean"], "a sequence or hash");
  rejectLiterals([target], ["number"], "a sequence or hash");
  parser.height++;
  return { kind: "index", target, key, start: target.start, end };
}

/** `target!fallback`: the fallback reaches as far as an expression can. */
function parseDefault(parser: Parser, target: Expression): Expression {
  const { start } = target;
  const { end } = parser.take();
  if (parser.peek().kind === "(") return parseDefaultParenthesis(parser, target, end);
  if (parser.peek().kind === "!" && !startsOperand(parser, 0)) return parseDefaultChain(parser, target, end);
  if (!startsOperand(parser, 0)) return { kind: "default", target, fallback: undefined, start, end };
  const fallback = parser.expression();
  parser.height++;
  return { kind: "default", target, fallback, start, end: fallback.end };
}

/** `a!!!`, where no `!` has an operand. All are taken at once, so that a long row isn't looked through again and again. */
function parseDefaultChain(parser: Parser, target: Expression, firstEnd: number): Expression {
  const { start } = target;
  let expression: Expression = { kind: "default", target, fallback: undefined, start, end: firstEnd };
  while (parser.peek().kind === "!" && (parser.peek(1).kind === "!" || !startsAtom(parser, 1))) {
    const { end } = parser.take();
    expression = { kind: "default", target: expression, fallback: undefined, start, end };
    parser.height++;
    parser.checkDepth(parser.height, start, "expressions");
  }
  return expression;
}

/** `target!(…)`: a fallback in parentheses if there is one expression in them, or else the call of `target!`. */
function parseDefaultParenthesis(parser: Parser, target: Expression, exclamationEnd: number): Expression {
  const { start } = target;
  const open = parser.take();
  const args = parseArguments(parser);
  const close = parser.expect(")", "to close the parenthesis");
  const [inner] = args;
  parser.height++;
  if (inner === undefined || args.length > 1) {
    const callee: Expression = { kind: "default", target, fallback: undefined, start, end: exclamationEnd };
    return { kind: "call", target: callee, args, start, end: close.end };
  }
  const atom: Expression = { kind: "parenthesis", inner, start: open.start, end: close.end };
  const fallback = parser.expression(atom);
  parser.height++;
  return { kind: "default", target, fallback, start, end: fallback.end };
}
