import type { NumberValue } from "../numbers/arithmetic.ts";
import { ArithmeticFault } from "../numbers/fault.ts";
import { parseNumber } from "../numbers/parse.ts";
import type { Expression, SpecialVariable } from "./ast.ts";
import { rejectLiterals } from "./binary.ts";
import { specialVariables } from "./builtin-kinds.ts";
import { describeToken } from "./describe.ts";
import { noExpression, parseArguments } from "./operands.ts";
import { ParseFault } from "./fault.ts";
import { nearest } from "./hints.ts";
import { parseInterpolatedString } from "./interpolated-string.ts";
import { canonicalName, toCamelCase } from "./naming.ts";
import type { Parser } from "./parser.ts";
import { mayInterpolate, plainString } from "./string-literal.ts";
import type { Token, TokenKind } from "./tokens.ts";

/** Parses a literal, a name, a special variable or something in parentheses. */
export function parseAtom(parser: Parser): Expression {
  const token = parser.peek();
  parser.height = 1;
  const parse = ATOMS.get(token.kind);
  if (parse === undefined) throw noExpression(token.start, describeToken(token));
  return parse(parser);
}

const ATOMS: ReadonlyMap<TokenKind, (parser: Parser) => Expression> = new Map<
  TokenKind,
  (parser: Parser) => Expression
>([
  ["id", parseIdentifier],
  ["string", parseString],
  ["rawString", parseString],
  ["integer", parseNumberLiteral],
  ["decimal", parseNumberLiteral],
  ["true", parseBoolean],
  ["false", parseBoolean],
  ["(", parseParenthesis],
  ["[", parseSequence],
  ["{", parseHash],
  [".", parseSpecialVariable],
]);

function parseIdentifier(parser: Parser): Expression {
  const { text, start, end } = parser.take();
  return { kind: "identifier", name: text, start, end };
}

function parseBoolean(parser: Parser): Expression {
  const { kind, start, end } = parser.take();
  return { kind: "boolean", value: kind === "true", start, end };
}

function parseString(parser: Parser): Expression {
  const token = parser.take();
  const { start, end } = token;
  if (token.kind === "string" && mayInterpolate(token.text, parser.options.interpolationSyntax)) {
    return parseInterpolatedString(parser, token);
  }
  return { kind: "string", value: plainString(token), start, end };
}

function parseNumberLiteral(parser: Parser): Expression {
  const { text, start, end } = parser.take();
  const value = numberOf(text);
  if (value === undefined) {
    throw new ParseFault(start, `The number ${text.slice(0, 40)} is too large or has too many digits.`);
  }
  return { kind: "number", value, start, end };
}

/** Undefined for what is too large, or has too many digits. */
function numberOf(text: string): NumberValue | undefined {
  try {
    return parseNumber(text);
  } catch (thrown) {
    if (thrown instanceof ArithmeticFault) return undefined;
    throw thrown;
  }
}

function parseParenthesis(parser: Parser): Expression {
  const { start } = parser.take();
  const inner = parser.expression();
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
      const key = parser.expression();
      height = Math.max(height, parser.height);
      parser.expect([":", ","], "between the key and the value of a hash");
      const value = parser.expression();
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
