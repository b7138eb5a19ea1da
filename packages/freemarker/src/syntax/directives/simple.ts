import type { Element } from "../ast.ts";
import { parseBlock } from "../content.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode, textNode, trimNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";

/** Parses `<#t>`, `<#lt>`, `<#rt>` and `<#nt>`. */
export function parseTrim(parser: Parser): StripNode {
  const { kind, start, end } = parser.take();
  return trimNode(start, end, kind === "#t" || kind === "#lt", kind === "#t" || kind === "#rt");
}

/** Parses `<#-- … -->` and `<#comment>`. */
export function parseComment(parser: Parser): StripNode {
  const tag = parser.take();
  parseUnparsed(parser, tag);
  return new StripNode("silent", tag.start, parser.lastEnd);
}

/** Parses `<#noparse>`. */
export function parseNoParse(parser: Parser): StripNode {
  const tag = parser.take();
  const text = parseUnparsed(parser, tag);
  return textNode(tag.start, parser.lastEnd, text);
}

function parseUnparsed(parser: Parser, tag: Token): string {
  const token = parser.peek();
  if (token.kind === "unparsed") return parser.take().text;
  const end = tag.kind === "#--" ? `--${parser.lexer.squareTags ? "]" : ">"}` : `</${tag.kind}>`;
  throw new ParseFault(
    token.kind === "unclosed" ? tag.start : token.start,
    `The template ends, but ${tag.text} isn't closed. Expected ${end}.`,
  );
}

/** Parses `<#compress>`. */
export function parseCompress(parser: Parser): StripNode {
  const tag = parser.take();
  const block = parseBlock(parser, tag, ["/#compress"]);
  const body: Element[] = [];
  const end = block.end?.end ?? parser.lastEnd;
  const element: Element = { kind: "compress", body, start: tag.start, end };
  return new StripNode("group", tag.start, end, element, block.nodes, body);
}

/** Parses `<#flush>`. */
export function parseFlush(parser: Parser): StripNode {
  const { start, end } = parser.take();
  return new StripNode("other", start, end, { kind: "flush", start, end });
}

/** Parses `<#stop>`. */
export function parseStop(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    const message = tag.whole ? undefined : parser.expression();
    const { end } = tag.whole
      ? tag
      : parser.expect(["tagEnd", "emptyTagEnd"], "after the message of <#stop>");
    return { kind: "stop", message, start: tag.start, end };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}
