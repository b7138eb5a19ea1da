import type { Element, Expression, SwitchCase } from "../ast.ts";
import { parseBlock, unexpectedToken } from "../content.ts";
import { parseArguments } from "../operands.ts";
import { ParseFault } from "../fault.ts";
import { isBlank } from "../characters.ts";
import type { Parser } from "../parser.ts";
import { StripNode, textNode } from "../strip-node.ts";
import type { Token, TokenKind } from "../tokens.ts";
import { parseComment } from "./simple.ts";

const ENDS: readonly TokenKind[] = ["#case", "#on", "#default", "/#switch"];

/** What was seen of a switch so far. */
interface Seen {
  hasCase: boolean;
  hasOn: boolean;
  hasDefault: boolean;
}

/** Parses `<#switch>`. */
export function parseSwitch(parser: Parser): StripNode {
  const tag = parser.take();
  const value = parser.head(tag, () => {
    const expression = parser.expression();
    parser.expect("tagEnd", "after the value of <#switch>");
    return expression;
  });
  const nodes = value === undefined ? [] : parseBeforeFirstCase(parser, tag);
  const cases: SwitchCase[] = [];
  const seen: Seen = { hasCase: false, hasOn: false, hasDefault: false };
  parser.breakable++;
  let next =
    value !== undefined && ENDS.includes(parser.peek().kind)
      ? parser.take()
      : parseBlock(parser, tag, ENDS).end;
  while (next !== undefined && next.kind !== "/#switch") {
    // With `on` there is no falling through, and so `break` is for the loop around.
    if (next.kind === "#on" && !seen.hasOn) parser.breakable--;
    next = parseCase(parser, next, seen, cases, nodes);
  }
  if (!seen.hasOn) parser.breakable--;
  const end = next?.end ?? parser.lastEnd;
  if (value === undefined) return new StripNode("other", tag.start, end);
  const element: Element = { kind: "switch", value, cases, start: tag.start, end };
  return new StripNode("other", tag.start, end, element, nodes);
}

/** What is before the first case, which must be white space and comments, and is never printed. */
function parseBeforeFirstCase(parser: Parser, tag: Token): StripNode[] {
  const ignored: StripNode[] = [];
  for (;;) {
    const token = parser.peek();
    if (token.kind === "text") {
      if (!isAllBlank(token.text)) {
        parser.faults.add(textBeforeCase(token));
        return [];
      }
      ignored.push(textNode(token.start, token.end, parser.take().text));
    } else if (token.kind === "#--" || token.kind === "#comment") ignored.push(parseComment(parser));
    else break;
  }
  const after = parser.peek();
  if (!ENDS.includes(after.kind)) {
    if (!parser.isFollowUp(after)) parser.faults.add(unexpectedToken(parser, after, tag, ENDS));
    return [];
  }
  const [only] = ignored;
  if (ignored.length === 0 || (ignored.length === 1 && only?.role === "text" && parser.stripWhitespace))
    return [];
  return [new StripNode("group", tag.end, parser.lastEnd, undefined, ignored, [])];
}

function isAllBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isBlank(text.charCodeAt(i))) return false;
  return true;
}

function textBeforeCase(token: Token): ParseFault {
  const blanks = /^[ \t\r\n]*/.exec(token.text)?.[0].length ?? 0;
  return new ParseFault(
    token.start + blanks,
    "Between <#switch> and its first <#case> or <#on> there can only be white space and comments.",
  );
}

function parseCase(
  parser: Parser,
  tag: Token,
  seen: Seen,
  cases: SwitchCase[],
  nodes: StripNode[],
): Token | undefined {
  const values = parser.head(tag, () => parseValues(parser, tag)) ?? [];
  const tagEnd = parser.lastEnd;
  const block = parseBlock(parser, tag, ENDS, () => {
    checkMix(parser, tag, seen);
  });
  const kind = tag.kind === "#on" ? "on" : tag.kind === "#default" ? "default" : "case";
  const body: Element[] = [];
  const end = block.end?.start ?? parser.lastEnd;
  cases.push({ kind, values, body, start: tag.start, end });
  nodes.push(new StripNode("other", tag.start, tagEnd, undefined, block.nodes, body));
  return block.end;
}

function parseValues(parser: Parser, tag: Token): Expression[] {
  if (tag.kind === "#default") return [];
  if (tag.kind === "#case") {
    const value = parser.expression();
    parser.expect("tagEnd", "after the value of <#case>");
    return [value];
  }
  const values = parseArguments(parser);
  parser.expect("tagEnd", "after the values of <#on>");
  return values;
}

function checkMix(parser: Parser, tag: Token, seen: Seen): void {
  const fault = (message: string): void => parser.faults.add(new ParseFault(tag.start, message));
  if (tag.kind === "#default") {
    if (seen.hasDefault) fault("This <#switch> has a <#default> already; it can only have one.");
    seen.hasDefault = true;
  } else if (tag.kind === "#case") {
    if (seen.hasOn)
      fault("This <#switch> has an <#on> already; <#on> and <#case> can't both be in one <#switch>.");
    seen.hasCase = true;
  } else {
    if (seen.hasCase)
      fault("This <#switch> has a <#case> already; <#on> and <#case> can't both be in one <#switch>.");
    else if (seen.hasDefault) fault("In a <#switch> with <#on>, <#default> must come last.");
    seen.hasOn = true;
  }
}
