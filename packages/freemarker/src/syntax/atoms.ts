import { parseNumber } from "../numbers/parse.ts";
import type { Expression, SpecialVariable } from "./ast.ts";
import { rejectLiterals } from "./binary.ts";
import { specialVariables } from "./builtin-kinds.ts";
import { describeToken } from "./describe.ts";
import { noExpression, parseArguments, parseExpression } from "./expressions.ts";
import { ParseFault } from "./fault.ts";
import { nearest } from "./hints.ts";
import { parseInterpolatedString } from "./interpolated-string.ts";
import { canonicalName, toCamelCase } from "./naming.ts";
import type { Parser } from "./parser.ts";
import { mayInterpolate } from "./string-literal.ts";
import { decodeStringLiteral } from "./string-literal.ts";
import type { Token } from "./tokens.ts";

/** Whether a literal, a name, a special variable or something in parentheses can begin with a token ahead. */
export function startsAtom(parser: Parser, ahead: number): boolean {
  switch (parser.peek(ahead).kind) {
    case "integer":
    case "decimal":
    case "{":
    case "string":
    case "rawString":
    case "true":
    case "false":
    case "[":
    case "id":
    case "(":
      return true;
    case ".":
      return parser.peek(ahead + 1).kind === "id";
    default:
      return false;
  }
}

/** Parses a literal, a name, a special variable or something in parentheses. */
export function parseAtom(parser: Parser): Expression {
  const token = parser.peek();
  parser.height = 1;
  switch (token.kind) {
    case "id":
      parser.take();
      return { kind: "identifier", name: token.text, start: token.start, end: token.end };
    case "string":
    case "rawString":
      parser.take();
      return parseString(parser, token);
    case "integer":
    case "decimal":
      return parseNumberLiteral(parser);
    case "true":
    case "false":
      parser.take();
      return { kind: "boolean", value: token.kind === "true", start: token.start, end: token.end };
    case "(":
      return parseParenthesis(parser);
    case "[":
      return parseSequence(parser);
    case "{":
      return parseHash(parser);
    case ".":
      return parseSpecialVariable(parser);
    default:
      throw noExpression(token.start, describeToken(token));
  }
}

/** The value of a string literal in which interpolations aren't looked for. */
export function plainString(token: Token): string {
  if (token.kind === "rawString") return token.text.slice(2, -1);
  return decodeStringLiteral(token.text.slice(1, -1)).value;
}

function parseString(parser: Parser, token: Token): Expression {
  const { start, end } = token;
  if (token.kind === "string" && mayInterpolate(token.text, parser.options.interpolationSyntax)) {
    return parseInterpolatedString(parser, token);
  }
  return { kind: "string", value: plainString(token), start, end };
}

function parseNumberLiteral(parser: Parser): Expression {
  const { text, start, end } = parser.take();
  const value = parseNumber(text);
  if (value === undefined) {
    throw new ParseFault(start, `The number ${text.slice(0, 40)} is too large or has too many digits.`);
  }
  return { kind: "number", value, start, end };
}

function parseParenthesis(parser: Parser): Expression {
  const { start } = parser.take();
  const inner = parseExpression(parser);
  const { end } = parser.expect(")", "to close the parenthesis");
  parser.height++;
  return { kind: "parenthesis", inner, start, end };
}

function parseSequence(parser: Parser): Expression {
  const { start } = parser.take();
  const items = parseArguments(parser);
  const { end } = parser.expect("]", "to close the sequence");
  parser.height++;
  return { kind: "sequence", items, start, end };
}

function parseHash(parser: Parser): Expression {
  const { start } = parser.take();
  const entries: (readonly [Expression, Expression])[] = [];
  let height = 0;
  if (parser.peek().kind !== "}") {
    do {
      const key = parseExpression(parser);
      height = Math.max(height, parser.height);
      parser.expect([":", ","], "between the key and the value of a hash");
      const value = parseExpression(parser);
      height = Math.max(height, parser.height);
      rejectLiterals([key], ["number"], "a string as the key");
      rejectLiterals([key], ["sequence"], "a string as the key");
      rejectLiterals([key], ["hash"], "a string as the key");
      rejectLiterals([key], ["boolean"], "a string as the key");
      entries.push([key, value]);
    } while (parser.takeIf(",") !== undefined);
  }
  const { end } = parser.expect("}", "to close the hash");
  parser.height = height + 1;
  return { kind: "hash", entries, start, end };
}

function parseSpecialVariable(parser: Parser): SpecialVariable {
  const { start } = parser.take();
  const token = parser.expect("id", "after the dot, as the name of a special variable");
  parser.lexer.conventions.check(token.text, token.start);
  if (token.text === "args" && !parser.inMacro && !parser.inFunction) {
    throw new ParseFault(token.start, 'The special variable ".args" exists only inside a macro or function.');
  }
  const name = canonicalName(specialVariables, token.text);
  if (name === undefined) throw unknownSpecialVariable(parser, token);
  return { kind: "special", name, context: parser.context, start, end: token.end };
}

function unknownSpecialVariable(parser: Parser, token: Token): ParseFault {
  const camel = parser.lexer.conventions.current === "camel_case";
  const names = Array.from(specialVariables, (name) => (camel ? toCamelCase(name) : name));
  const meant = nearest(token.text, names);
  const hint = meant === undefined ? "" : ` Did you mean ".${meant}"?`;
  return new ParseFault(
    token.start,
    `There is no special variable ".${token.text}".${hint} There are: ${names.join(", ")}.`,
  );
}
