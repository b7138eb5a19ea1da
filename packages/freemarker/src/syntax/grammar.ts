import { directiveParsers } from "./directives/index.ts";
import { parseMacroCall } from "./directives/macro-call.ts";
import { parseExpression } from "./expressions.ts";
import { parseInterpolation } from "./interpolations.ts";
import type { Grammar, Parser } from "./parser.ts";
import { StripNode, textNode } from "./strip-node.ts";
import type { Token, TokenKind } from "./tokens.ts";

const ELEMENTS: ReadonlyMap<TokenKind, (parser: Parser) => StripNode | undefined> = new Map([
  ...directiveParsers,
  ["<@", parseMacroCall],
  ["${", parseOutput],
  ["#{", parseOutput],
  ["[=", parseOutput],
]);

/** FreeMarker's grammar. */
export const grammar: Grammar = {
  expression: parseExpression,
  element: parseElement,
};

function parseElement(parser: Parser, token: Token): StripNode | undefined {
  if (token.kind !== "text") return ELEMENTS.get(token.kind)?.(parser);
  parser.take();
  return textNode(token.start, token.end, token.text);
}

function parseOutput(parser: Parser): StripNode {
  const element = parseInterpolation(parser);
  return new StripNode("output", element.start, element.end, element);
}
