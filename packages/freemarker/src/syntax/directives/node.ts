import type { Element } from "../ast.ts";
import { startsArgument } from "../operands.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";

/** Parses `<#visit>`. */
export function parseVisit(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    const node = parser.expression();
    const using = parser.takeIf("using") === undefined ? undefined : parser.expression();
    const { end } = parser.expect(["tagEnd", "emptyTagEnd"], "after the parameters of <#visit>");
    return { kind: "visit", node, using, start: tag.start, end };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}

/** Parses `<#recurse>`. */
export function parseRecurse(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    if (tag.whole)
      return { kind: "recurse", node: undefined, using: undefined, start: tag.start, end: tag.end };
    const node = startsArgument(parser.peek().kind) ? parser.expression() : undefined;
    const using = parser.takeIf("using") === undefined ? undefined : parser.expression();
    const { end } = parser.expect(["tagEnd", "emptyTagEnd"], "after the parameters of <#recurse>");
    return { kind: "recurse", node, using, start: tag.start, end };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}

/** Parses `<#fallback>`. */
export function parseFallback(parser: Parser): StripNode {
  const { start, end } = parser.take();
  if (!parser.inMacro)
    parser.faults.add(new ParseFault(start, "<#fallback> can only be used inside a macro."));
  return new StripNode("other", start, end, {
    kind: "fallback",
    node: undefined,
    using: undefined,
    start,
    end,
  });
}
