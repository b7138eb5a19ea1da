import type { Expression } from "./ast.ts";
import { rejectLiterals } from "./binary.ts";
import { parseBuiltin } from "./builtins.ts";
import { startsAtom } from "./atoms.ts";
import { describeToken } from "./describe.ts";
import { parseArguments, parseExpression, startsOperand } from "./expressions.ts";
import { ParseFault } from "./fault.ts";
import type { Parser } from "./parser.ts";
import type { TokenKind } from "./tokens.ts";

/** Parses what can follow an atom: `.name`, `[key]`, `(args)`, `?builtin`, `!default` and `??`. */
export function parseSuffixes(parser: Parser, atom: Expression): Expression {
  let expression = atom;
  for (;;) {
    const before = parser.height;
    const { kind, start } = parser.peek();
    const next = parseSuffix(parser, expression, kind);
    if (next === undefined) return expression;
    expression = next;
    if (parser.height <= before) parser.height = before + 1;
    parser.checkDepth(parser.height, start, "expressions");
  }
}

function parseSuffix(parser: Parser, target: Expression, kind: TokenKind): Expression | undefined {
  const { start } = target;
  switch (kind) {
    case ".":
      return parseDot(parser, target);
    case "[":
      return parseIndex(parser, target);
    case "(": {
      parser.take();
      const args = parseArguments(parser);
      const { end } = parser.expect(")", "to close the arguments");
      parser.height++;
      return { kind: "call", target, args, start, end };
    }
    case "?":
      return parseBuiltin(parser, target);
    case "!":
      return parseDefault(parser, target);
    case "exclamAndSpace": {
      const token = parser.take();
      return { kind: "default", target, fallback: undefined, start, end: token.start + 1 };
    }
    case "??": {
      const { end } = parser.take();
      return { kind: "exists", target, start, end };
    }
    default:
      return undefined;
  }
}

function parseDot(parser: Parser, target: Expression): Expression {
  parser.take();
  const token = parser.peek();
  switch (token.kind) {
    case "id":
    case "*":
    case "**":
    case "false":
    case "true":
    case "in":
    case "as":
    case "using":
      break;
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      if (/^[a-z]/.test(token.text)) break;
      throw new ParseFault(token.start, `"${token.text}" isn't a name that can follow a dot.`);
    default:
      throw new ParseFault(token.start, `Expected a name after the dot, but found ${describeToken(token)}.`);
  }
  parser.take();
  rejectLiterals([target], ["sequence"], "a hash");
  rejectLiterals([target], ["string", "interpolatedString"], "a hash");
  rejectLiterals([target], ["boolean"], "a hash");
  return { kind: "dot", target, name: token.text, start: target.start, end: token.end };
}

function parseIndex(parser: Parser, target: Expression): Expression {
  parser.take();
  const key = parseExpression(parser);
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
  const fallback = parseExpression(parser);
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
  const fallback = parseExpression(parser, atom);
  parser.height++;
  return { kind: "default", target, fallback, start, end: fallback.end };
}
