import type { Element, Expression, IfBranch } from "../ast.ts";
import { parseBlock } from "../content.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token, TokenKind } from "../tokens.ts";

const ENDS: readonly TokenKind[] = ["#elseif", "#else", "/#if"];
const ENDS_AFTER_ELSE: readonly TokenKind[] = ["/#if"];

/** Parses `<#if>` with its `<#elseif>`s and `<#else>`. */
export function parseIf(parser: Parser): StripNode {
  const branches: IfBranch[] = [];
  const nodes: StripNode[] = [];
  const first = parser.take();
  let tag: Token | undefined = first;
  let end = first.end;
  while (tag !== undefined && tag.kind !== "/#if") {
    const condition: Expression | undefined = parseCondition(parser, tag);
    const tagEnd = parser.lastEnd;
    const block = parseBlock(parser, tag, tag.kind === "#else" ? ENDS_AFTER_ELSE : ENDS);
    end = block.end?.end ?? parser.lastEnd;
    const body: Element[] = [];
    branches.push({ condition, body, start: tag.start, end: block.end?.start ?? end });
    nodes.push(new StripNode("other", tag.start, tagEnd, undefined, block.nodes, body));
    tag = block.end;
  }
  const element: Element = { kind: "if", branches, start: first.start, end };
  return new StripNode("other", first.start, end, element, nodes);
}

function parseCondition(parser: Parser, tag: Token): Expression | undefined {
  if (tag.kind === "#else") return undefined;
  return parser.head(tag, () => {
    const condition = parser.expression();
    parser.expect(
      tag.kind === "#if" ? "tagEnd" : ["tagEnd", "emptyTagEnd"],
      `after the condition of <${tag.kind}>`,
    );
    return condition;
  });
}
