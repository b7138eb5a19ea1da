import { describeKinds, describeToken } from "./describe.ts";
import { ParseFault } from "./fault.ts";
import type { Parser } from "./parser.ts";
import type { StripNode } from "./strip-node.ts";
import type { Token, TokenKind } from "./tokens.ts";

/** Parses elements up to a token that begins none. */
export function parseContent(parser: Parser): StripNode[] {
  const nodes: StripNode[] = [];
  parser.depth++;
  const { depth } = parser;
  for (;;) {
    try {
      const token = parser.peek();
      parser.checkDepth(parser.depth, token.start, "tags");
      const node = parser.grammar.element(parser, token);
      if (node === undefined) break;
      if (node.role === "text" && parser.stripText && parser.depth === 1 && token.kind === "text") continue;
      nodes.push(node);
    } catch (fault) {
      parser.expressionDepth = 0;
      parser.depth = depth;
      parser.recover(fault);
    }
  }
  parser.depth--;
  return nodes;
}

/** The content of a block, and the token after it. */
export interface Block {
  readonly nodes: StripNode[];
  /** The token that ends the block or its part, taken; undefined if the template ended, or a block around it did. */
  readonly end: Token | undefined;
}

/**
 * Parses the content of a block, and takes the token that ends it.
 *
 * @param opener the tag that began the block, for messages
 * @param ends what can end it
 * @param beforeEnd run where the content ends, before it is looked what follows
 */
export function parseBlock(
  parser: Parser,
  opener: Token | undefined,
  ends: readonly TokenKind[],
  beforeEnd?: () => void,
): Block {
  for (const end of ends) parser.awaited.set(end, (parser.awaited.get(end) ?? 0) + 1);
  const nodes = parseContent(parser);
  beforeEnd?.();
  while (!ends.includes(parser.peek().kind) && skipUnexpected(parser, opener, ends)) {
    for (const node of parseContent(parser)) nodes.push(node);
  }
  for (const end of ends) parser.awaited.set(end, (parser.awaited.get(end) ?? 1) - 1);
  return { nodes, end: ends.includes(parser.peek().kind) ? parser.take() : undefined };
}

/** Reports a token that can't stand where it is; whether the content goes on after it. */
function skipUnexpected(parser: Parser, opener: Token | undefined, ends: readonly TokenKind[]): boolean {
  const token = parser.peek();
  if (!parser.isFollowUp(token)) parser.faults.add(unexpectedToken(parser, token, opener, ends));
  if (token.kind === "eof" || (parser.awaited.get(token.kind) ?? 0) > 0) return false;
  parser.skip(token);
  return true;
}

/** The fault of a token that neither begins an element nor ends what is open. */
export function unexpectedToken(
  parser: Parser,
  token: Token,
  opener: Token | undefined,
  ends: readonly TokenKind[],
): ParseFault {
  const openerPlace = opener === undefined ? undefined : parser.source.place(opener.start);
  const opened =
    opener === undefined || openerPlace === undefined ? "" : openedText(opener, openerPlace.line);
  if (token.kind === "eof") {
    return new ParseFault(
      token.start,
      opened === ""
        ? "The template ends too early."
        : `The template ends, but ${opened} isn't closed.` + endHint(ends),
    );
  }
  const found = describeToken(token);
  if (token.kind === "#ftl") {
    return new ParseFault(
      token.start,
      `${found} must be at the very beginning of the template, after white space only.`,
    );
  }
  const expected =
    opened === "" ? " nothing is open that it belongs to." : ` what is open is ${opened}.${endHint(ends)}`;
  return new ParseFault(token.start, `Found ${found}, but${expected}`);
}

function openedText(opener: Token, line: number): string {
  const name = opener.kind === "<@" ? "<@…>" : `<${opener.kind}>`;
  return `${name} of line ${line}`;
}

function endHint(ends: readonly TokenKind[]): string {
  return ends.length === 0 ? "" : ` Expected ${describeKinds(ends)}.`;
}
