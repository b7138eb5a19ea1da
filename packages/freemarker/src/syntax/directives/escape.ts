import { parseBlock } from "../content.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";

/** Parses `<#escape name as expression>`. */
export function parseEscape(parser: Parser): StripNode {
  const tag = parser.take();
  const escape = parser.head(tag, () => {
    if (parser.context.autoEscaping) {
      throw new ParseFault(
        tag.start,
        `<#escape> can't be used here, as the output is escaped already, for the output format ${parser.context.format}. ` +
          "Leave it out.",
      );
    }
    const name = parser.expect("id", "after <#escape, as the name that stands for what is printed").text;
    parser.expect("as", "after the name in <#escape>");
    const expression = parser.expression();
    parser.expect("tagEnd", "after the expression of <#escape>");
    return { name, expression: parser.escapes.apply(expression, parser.options.maximumDepth) };
  });
  const tagEnd = parser.lastEnd;
  if (escape !== undefined) parser.escapes.push(escape);
  const block = parseBlock(parser, tag, ["/#escape"], () => {
    if (escape !== undefined) parser.escapes.pop();
  });
  return new StripNode("other", tag.start, block.end?.end ?? tagEnd, undefined, block.nodes);
}

/** Parses `<#noescape>`, in which the innermost escape doesn't apply. */
export function parseNoEscape(parser: Parser): StripNode {
  const tag = parser.take();
  const escape = parser.escapes.pop();
  if (escape === undefined) {
    parser.reportUnlessBroken(
      "#escape",
      new ParseFault(tag.start, "<#noescape> must be inside an <#escape>; there is none around it."),
    );
  }
  const block = parseBlock(parser, tag, ["/#noescape"]);
  if (escape !== undefined) parser.escapes.push(escape);
  return new StripNode("other", tag.start, block.end?.end ?? tag.end, undefined, block.nodes);
}
