import type { Element, Expression, List } from "../ast.ts";
import { parseBlock } from "../content.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";

/** What a loop's tag says. */
interface LoopHead {
  readonly source: Expression;
  readonly item: string | undefined;
  readonly value: string | undefined;
}

/** Parses `<#list>`, with its `<#else>`. */
export function parseList(parser: Parser): StripNode {
  const tag = parser.take();
  const head = parser.head(tag, () => parseListHead(parser, tag));
  if (head === undefined) parser.loops.incomplete = true;
  const tagEnd = parser.lastEnd;
  const scope = parser.loops.push("list", head?.item, head?.value);
  const takesBreak = head === undefined || head.item !== undefined;
  if (takesBreak) enterBreakable(parser);
  const block = parseBlock(parser, tag, ["#else", "/#list"], () => {
    if (takesBreak) leaveBreakable(parser);
    if (!takesBreak && scope.kind !== "items") parser.faults.add(noItems(tag));
    parser.loops.pop();
  });
  const body: Element[] = [];
  const loopNode = new StripNode("other", tag.start, tagEnd, undefined, block.nodes, body);
  if (block.end?.kind !== "#else") {
    const end = block.end?.end ?? parser.lastEnd;
    loopNode.end = end;
    const element = listElement(head, body, undefined, tag, end);
    return new StripNode("other", tag.start, end, element, element === undefined ? [] : [loopNode]);
  }
  const elseBlock = parseBlock(parser, block.end, ["/#list"]);
  const end = elseBlock.end?.end ?? parser.lastEnd;
  loopNode.end = end;
  const otherwise: Element[] = [];
  const elseNode = new StripNode(
    "other",
    block.end.start,
    block.end.end,
    undefined,
    elseBlock.nodes,
    otherwise,
  );
  const element = listElement(head, body, otherwise, tag, end);
  return new StripNode("other", tag.start, end, element, element === undefined ? [] : [loopNode, elseNode]);
}

function parseListHead(parser: Parser, tag: Token): LoopHead {
  const source = parser.expression();
  if (parser.takeIf("as") === undefined) {
    parser.expect(["as", "tagEnd"], "after the value of <#list>");
    return { source, item: undefined, value: undefined };
  }
  const item = parser.expect("id", 'after "as", as the name of the loop variable').text;
  const value = parseSecondVariable(parser);
  parser.expect("tagEnd", "after the loop variable of <#list>");
  checkDifferent(item, value, tag);
  return { source, item, value };
}

/** Parses the comma and the name of a second loop variable, if there are any. */
export function parseSecondVariable(parser: Parser): string | undefined {
  if (parser.takeIf(",") === undefined) return undefined;
  return parser.expect("id", "after the comma, as the name of the second loop variable").text;
}

/** @throws {ParseFault} if the two variables of a loop have the same name */
export function checkDifferent(item: string, value: string | undefined, tag: Token): void {
  if (item !== value) return;
  throw new ParseFault(
    tag.start,
    `The loop variables for the key and the value are both named "${item}"; name them differently.`,
  );
}

function noItems(tag: Token): ParseFault {
  return new ParseFault(
    tag.start,
    'This <#list> has no loop variable: write "as" and a name after the value, or put <#items as name> inside.',
  );
}

function listElement(
  head: LoopHead | undefined,
  body: readonly Element[],
  otherwise: readonly Element[] | undefined,
  tag: Token,
  end: number,
): List | undefined {
  if (head === undefined) return undefined;
  return { kind: "list", ...head, body, otherwise, start: tag.start, end };
}

/** Notes that `<#break>` and `<#continue>` are allowed from here on. */
export function enterBreakable(parser: Parser): void {
  parser.breakable++;
  parser.continuable++;
}

/** Ends what `enterBreakable` began. */
export function leaveBreakable(parser: Parser): void {
  parser.breakable--;
  parser.continuable--;
}

/** Parses the old `<#foreach item in source>`. */
export function parseForEach(parser: Parser): StripNode {
  const tag = parser.take();
  const head = parser.head(tag, () => parseForEachHead(parser));
  if (head === undefined) parser.loops.incomplete = true;
  parser.loops.push("foreach", head?.item);
  enterBreakable(parser);
  const block = parseBlock(parser, tag, ["/#foreach"]);
  leaveBreakable(parser);
  parser.loops.pop();
  const body: Element[] = [];
  const end = block.end?.end ?? parser.lastEnd;
  return new StripNode(
    "other",
    tag.start,
    end,
    listElement(head, body, undefined, tag, end),
    block.nodes,
    body,
  );
}

function parseForEachHead(parser: Parser): LoopHead {
  const item = parser.expect("id", "after <#foreach, as the name of the loop variable").text;
  parser.expect("in", "after the loop variable of <#foreach>");
  const source = parser.expression();
  parser.expect("tagEnd", "after the value of <#foreach>");
  return { source, item, value: undefined };
}
