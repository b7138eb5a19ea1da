import type { Expression, Interpolation, NumericInterpolation } from "./ast.ts";
import { parseInterpolation } from "./interpolations.ts";
import { Lexer } from "./lexer.ts";
import { contextOf } from "./output-context.ts";
import type { Parser } from "./parser.ts";
import { EscapeStack } from "./escape.ts";
import { decodeStringLiteral, isLongEnoughToInterpolate, mayInterpolate } from "./string-literal.ts";
import type { Token } from "./tokens.ts";

/** Parses a string literal with interpolations in it. */
export function parseInterpolatedString(parser: Parser, token: Token): Expression {
  const { value, offsets } = decodeStringLiteral(token.text.slice(1, -1));
  if (!isLongEnoughToInterpolate(value) || !mayInterpolate(value, parser.options.interpolationSyntax)) {
    return { kind: "string", value, start: token.start, end: token.end };
  }
  parser.expressionDepth++;
  parser.checkDepth(parser.expressionDepth, token.start, "expressions");
  const outer = parser.lexer;
  const contentStart = token.start + 1;
  const toSource = (offset: number): number => contentStart + (offsets?.[offset] ?? offset);
  const settings = { ...parser.options, interpolationSyntax: outer.interpolationSyntax };
  const lexer = new Lexer(value, "literal", settings, outer.conventions, toSource);
  const parts = inLiteral(parser, () => parser.within(lexer, () => parseParts(parser)));
  parser.expressionDepth--;
  parser.height = 2 + parts.height;
  const { start, end } = token;
  const [only] = parts.parts;
  if (parts.parts.length === 0) return { kind: "string", value: "", start, end };
  if (parts.parts.length === 1 && typeof only === "string")
    return { kind: "string", value: only, start, end };
  return { kind: "interpolatedString", parts: parts.parts, start, end };
}

interface LiteralParts {
  readonly parts: (string | Interpolation | NumericInterpolation)[];
  readonly height: number;
}

function parseParts(parser: Parser): LiteralParts {
  const parts: (string | Interpolation | NumericInterpolation)[] = [];
  let height = 0;
  for (;;) {
    const token = parser.peek();
    if (token.kind === "eof") return { parts, height };
    if (token.kind === "text") parts.push(parser.take().text);
    else {
      parts.push(parseInterpolation(parser));
      height = Math.max(height, parser.height);
    }
  }
}

/** Nothing is escaped in string literals, and `<#escape>` has no place there. */
const NO_ESCAPES = new EscapeStack(0);

/** What holds in string literals: the policy of the settings, no `<#escape>`, and no macro around, as in FreeMarker. */
function inLiteral<T>(parser: Parser, parse: () => T): T {
  const { context, policy, inMacro, inFunction, escapes } = parser;
  parser.policy = parser.basePolicy;
  const literalContext = contextOf(parser.options, context.format, parser.basePolicy);
  if (literalContext.autoEscaping !== context.autoEscaping) parser.context = literalContext;
  parser.inMacro = false;
  parser.inFunction = false;
  parser.escapes = NO_ESCAPES;
  try {
    return parse();
  } finally {
    parser.context = context;
    parser.policy = policy;
    parser.inMacro = inMacro;
    parser.inFunction = inFunction;
    parser.escapes = escapes;
  }
}
