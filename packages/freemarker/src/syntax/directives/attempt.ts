import type { Element } from "../ast.ts";
import { parseBlock } from "../content.ts";
import type { Parser } from "../parser.ts";
import { StripNode, textNode } from "../strip-node.ts";

/** Parses `<#attempt>` with its `<#recover>`. */
export function parseAttempt(parser: Parser): StripNode {
  const tag = parser.take();
  const attempted = parseBlock(parser, tag, ["#recover"]);
  const recoverTag = attempted.end ?? tag;
  const recovered =
    attempted.end === undefined ? undefined : parseBlock(parser, attempted.end, ["/#attempt", "/#recover"]);
  const body: Element[] = [];
  const recover: Element[] = [];
  const end = recovered?.end?.end ?? parser.lastEnd;
  const first = attempted.nodes.length > 0 ? attempted.nodes : [textNode(tag.end, tag.end, "")];
  const attempt = new StripNode("other", tag.end, recoverTag.start, undefined, first, body);
  attempt.isStandIn = first.length === 1;
  const nodes = [
    attempt,
    new StripNode("other", recoverTag.start, recoverTag.end, undefined, recovered?.nodes ?? [], recover),
  ];
  const element: Element = { kind: "attempt", body, recover, start: tag.start, end };
  return new StripNode("other", tag.start, end, element, nodes);
}
