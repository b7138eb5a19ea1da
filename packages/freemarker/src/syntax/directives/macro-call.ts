import type { Element, Expression, MacroCall } from "../ast.ts";
import { parseBlock } from "../content.ts";
import { parseArguments } from "../operands.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";
import { parseNamedArguments, startsNamedArguments } from "./arguments.ts";

/** What `<@…>` says. */
type Head = Pick<MacroCall, "callee" | "named" | "positional" | "loopVariables"> & {
  readonly isEmpty: boolean;
};

/** Parses `<@…>` with its content and end tag, or `<@…/>`. */
export function parseMacroCall(parser: Parser): StripNode {
  const tag = parser.take();
  const head = parser.head(tag, () => parseHead(parser));
  if (head?.isEmpty === true) {
    const end = parser.lastEnd;
    return new StripNode("other", tag.start, end, toElement(head, undefined, tag, end));
  }
  const shadowed = shadowLoops(parser, head?.loopVariables ?? []);
  const block = parseBlock(parser, tag, ["</@"]);
  for (let i = 0; i < shadowed; i++) parser.loops.pop();
  if (head !== undefined && block.end !== undefined) checkEndTag(parser, head.callee, block.end);
  const body: Element[] = [];
  const end = block.end?.end ?? parser.lastEnd;
  const element = head === undefined ? undefined : toElement(head, body, tag, end);
  return new StripNode("other", tag.start, end, element, block.nodes, body);
}

function toElement(head: Head, body: readonly Element[] | undefined, tag: Token, end: number): MacroCall {
  const { callee, named, positional, loopVariables } = head;
  return { kind: "macroCall", callee, named, positional, loopVariables, body, start: tag.start, end };
}

function parseHead(parser: Parser): Head {
  const callee = parser.expression();
  parser.takeIf("space");
  const isNamed = startsNamedArguments(parser);
  const named = isNamed ? parseNamedArguments(parser) : undefined;
  const positional = isNamed ? undefined : parseArguments(parser);
  const loopVariables = parser.takeIf(";") === undefined ? [] : parseLoopVariables(parser);
  const end = parser.expect(["tagEnd", "emptyTagEnd"], "after the arguments of <@…>");
  return { callee, named, positional, loopVariables, isEmpty: end.kind === "emptyTagEnd" };
}

function parseLoopVariables(parser: Parser): string[] {
  const names: string[] = [];
  parser.takeIf("space");
  if (parser.peek().kind !== "id") return names;
  for (;;) {
    names.push(parser.expect("id", "as the name of a loop variable").text);
    parser.takeIf("space");
    if (parser.takeIf(",") === undefined) return names;
    parser.takeIf("space");
  }
}

/** Hides the variables of loops that have the names of loop variables of the call; how many scopes that took. */
function shadowLoops(parser: Parser, names: readonly string[]): number {
  let shadowed = 0;
  for (const name of names) {
    const scope = parser.loops.find(name);
    // The second variable of a loop isn't hidden, as in FreeMarker.
    if (scope === undefined || scope.item !== name || scope.kind === "call") continue;
    parser.loops.push("call", name);
    shadowed++;
  }
  return shadowed;
}

function checkEndTag(parser: Parser, callee: Expression, end: Token): void {
  if (end.text === "") return;
  const target =
    callee.kind === "call" && callee.target.kind === "builtin" && callee.target.name === "with_args"
      ? callee.target.target
      : callee;
  const name = dottedName(target);
  if (name === end.text) return;
  const wanted = name === undefined ? "</@>" : `</@> or </@${name}>`;
  parser.faults.add(new ParseFault(end.start, `Found </@${end.text}>, but expected ${wanted}.`));
}

function dottedName(expression: Expression): string | undefined {
  const parts: string[] = [];
  let at = expression;
  while (at.kind === "dot") {
    parts.push(at.name);
    at = at.target;
  }
  if (at.kind !== "identifier") return undefined;
  parts.push(at.name);
  return parts
    .toReversed()
    .map((part) => part.replaceAll(/[-.:#]/g, "\\$&"))
    .join(".");
}
