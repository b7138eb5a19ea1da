import type { Element } from "../ast.ts";
import { parseBlock, parseContent } from "../content.ts";
import { ParseFault } from "../fault.ts";
import type { LoopScope } from "../loop-scopes.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";
import { checkDifferent, enterBreakable, leaveBreakable, parseSecondVariable } from "./list.ts";

/** Parses `<#items>`. */
export function parseItems(parser: Parser): StripNode {
  const tag = parser.take();
  const head = parser.head(tag, () => parseItemsHead(parser, tag));
  if (head === undefined) {
    parser.loops.incomplete = true;
    // The list around isn't to be blamed for having no items.
    const around = parser.loops.innermost;
    if (around?.item === undefined && around !== undefined) around.kind = "items";
  }
  enterBreakable(parser);
  const block = parseBlock(parser, tag, ["/#items"]);
  leaveBreakable(parser);
  if (head !== undefined) parser.loops.unname(head.scope);
  const body: Element[] = [];
  const end = block.end?.end ?? parser.lastEnd;
  if (head === undefined) return new StripNode("other", tag.start, end, undefined, block.nodes, body);
  const element: Element = { kind: "items", item: head.item, value: head.value, body, start: tag.start, end };
  return new StripNode("other", tag.start, end, element, block.nodes, body);
}

function parseItemsHead(
  parser: Parser,
  tag: Token,
): { item: string; value: string | undefined; scope: LoopScope } {
  const item = parser.expect("id", "after <#items as, as the name of the loop variable").text;
  const value = parseSecondVariable(parser);
  parser.expect("tagEnd", "after the loop variable of <#items>");
  const scope = parser.loops.innermost;
  if (scope === undefined)
    throw new ParseFault(tag.start, "<#items> must be inside a <#list>, but none is around it.");
  if (scope.item !== undefined) throw new ParseFault(tag.start, wrongPlaceOfItems(scope));
  scope.kind = "items";
  parser.loops.name(scope, item, value);
  checkDifferent(item, value, tag);
  return { item, value, scope };
}

function wrongPlaceOfItems(scope: LoopScope): string {
  switch (scope.kind) {
    case "foreach":
      return "<#foreach> can't have <#items> inside; use <#list>.";
    case "items":
      return "<#items> can't be inside another <#items> of the same <#list>.";
    case "list":
    case "call":
      return `<#items> can't be inside a <#list … as ${scope.item}>, which has its loop variable already; leave out one "as".`;
  }
}

/** Parses `<#sep>`, whose end tag can be left out. */
export function parseSep(parser: Parser): StripNode {
  const tag = parser.take();
  if (parser.loops.innermost === undefined && !parser.loops.incomplete) {
    parser.faults.add(new ParseFault(tag.start, "<#sep> must be inside a <#list>, but none is around it."));
  }
  parser.awaited.set("/#sep", (parser.awaited.get("/#sep") ?? 0) + 1);
  const nodes = parseContent(parser);
  parser.awaited.set("/#sep", (parser.awaited.get("/#sep") ?? 1) - 1);
  const end = parser.takeIf("/#sep")?.end ?? nodes.at(-1)?.end ?? tag.end;
  const body: Element[] = [];
  const element: Element = { kind: "sep", body, start: tag.start, end };
  return new StripNode("other", tag.start, end, element, nodes, body);
}

/** Parses `<#break>`. */
export function parseBreak(parser: Parser): StripNode {
  const { start, end, text } = parser.take();
  if (parser.breakable < 1) {
    parser.faults.add(
      new ParseFault(
        start,
        `${text} must be inside <#list … as …>, <#items> or <#switch>; there is none around it.`,
      ),
    );
  }
  return new StripNode("other", start, end, { kind: "break", start, end });
}

/** Parses `<#continue>`. */
export function parseContinue(parser: Parser): StripNode {
  const { start, end, text } = parser.take();
  if (parser.continuable < 1) {
    parser.faults.add(
      new ParseFault(start, `${text} must be inside <#list … as …> or <#items>; there is none around it.`),
    );
  }
  return new StripNode("other", start, end, { kind: "continue", start, end });
}
