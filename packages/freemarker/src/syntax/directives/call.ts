import type { Element, Expression } from "../ast.ts";
import { parseBlock } from "../content.ts";
import { parseArguments } from "../operands.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import { parseNamedArguments, startsNamedArguments } from "./arguments.ts";

/** Parses the old `<#call name args>`, which is `<@name args/>`. */
export function parseCall(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    const name = parser.expect("id", "after <#call, as the name of a macro");
    const callee: Expression = { kind: "identifier", name: name.text, start: name.start, end: name.end };
    const isNamed = startsNamedArguments(parser);
    const named = isNamed ? parseNamedArguments(parser) : undefined;
    if (!isNamed) parser.takeIf("(");
    const positional = isNamed ? undefined : parseArguments(parser);
    if (!isNamed) parser.takeIf(")");
    const { end } = parser.expect(["tagEnd", "emptyTagEnd"], "after the arguments of <#call>");
    return {
      kind: "macroCall",
      callee,
      named,
      positional,
      loopVariables: [],
      body: undefined,
      start: tag.start,
      end,
    };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}

/** Parses the old `<#transform callee; a=1>`, which is `<@callee a=1>`. */
export function parseTransform(parser: Parser): StripNode {
  const tag = parser.take();
  const head = parser.head(tag, () => parseTransformHead(parser));
  const body: Element[] = [];
  const block = head?.isEmpty === true ? undefined : parseBlock(parser, tag, ["/#transform"]);
  const end = block?.end?.end ?? parser.lastEnd;
  const nodes = block?.nodes ?? [];
  if (head === undefined) return new StripNode("other", tag.start, end, undefined, nodes, body);
  const { callee, named } = head;
  const element: Element = {
    kind: "macroCall",
    callee,
    named,
    positional: undefined,
    loopVariables: [],
    body: block === undefined ? undefined : body,
    start: tag.start,
    end,
  };
  return new StripNode("other", tag.start, end, element, nodes, body);
}

function parseTransformHead(parser: Parser): {
  callee: Expression;
  named: (readonly [string, Expression])[];
  isEmpty: boolean;
} {
  const callee = parser.expression();
  parser.takeIf(";");
  const named = new Map<string, Expression>();
  while (parser.peek().kind === "id") {
    const { text } = parser.take();
    parser.expect("=", `after the argument's name "${text}"`);
    named.set(text, parser.expression());
  }
  const end = parser.expect(["tagEnd", "emptyTagEnd"], "after the arguments of <#transform>");
  return { callee, named: Array.from(named), isEmpty: end.kind === "emptyTagEnd" };
}
