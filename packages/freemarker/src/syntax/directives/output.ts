import { describeConstant, evaluateConstant, isConstant } from "../constant.ts";
import { parseBlock } from "../content.ts";
import { ParseFault } from "../fault.ts";
import { traitsOf } from "../output-context.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";

/** Parses `<#outputformat>`. */
export function parseOutputFormat(parser: Parser): StripNode {
  const tag = parser.take();
  const { policy, context } = parser;
  parser.head(tag, () => {
    const expression = parser.expression();
    parser.expect("tagEnd", "after the format of <#outputformat>");
    if (!isConstant(expression)) {
      throw new ParseFault(
        expression.start,
        "The format of <#outputformat> must be a constant, such as a string literal.",
      );
    }
    const value = evaluateConstant(expression);
    if (value.type !== "string") {
      throw new ParseFault(
        expression.start,
        `The format of <#outputformat> must be a string, but is ${describeConstant(value)}.`,
      );
    }
    parser.setOutput(resolveFormat(parser, value.text, context.format, tag), policy);
  });
  const block = parseBlock(parser, tag, ["/#outputformat"]);
  parser.context = context;
  parser.policy = policy;
  return new StripNode("group", tag.start, block.end?.end ?? parser.lastEnd, undefined, block.nodes);
}

function resolveFormat(parser: Parser, written: string, current: string, tag: Token): string {
  const name = written.startsWith("{") ? combinedFormat(parser, written, current, tag) : written;
  const traits = traitsOf(parser.options, name);
  if (traits === undefined) throw new ParseFault(tag.start, `There is no output format named "${name}".`);
  if (!traits.isMarkup && parser.policy === "force") {
    throw new ParseFault(
      tag.start,
      `The output format ${name} has no escaping, which the auto_escaping_policy setting "force" demands.`,
    );
  }
  return name;
}

function combinedFormat(parser: Parser, written: string, current: string, tag: Token): string {
  if (!written.endsWith("}")) {
    throw new ParseFault(
      tag.start,
      `An output format that begins with "{" must end with "}", but this is "${written}".`,
    );
  }
  const inner = written.slice(1, -1);
  const traits = traitsOf(parser.options, inner);
  if (traits === undefined) throw new ParseFault(tag.start, `There is no output format named "${inner}".`);
  if (!traits.isMarkup) {
    throw new ParseFault(tag.start, `The output format in {…} must have markup, but ${inner} has none.`);
  }
  if (traitsOf(parser.options, current)?.isMarkup !== true) {
    throw new ParseFault(
      tag.start,
      `"${written}" needs an output format with markup around it, but the format here is ${current}.`,
    );
  }
  // In a combined format it becomes the innermost part.
  const braces = current.indexOf("}");
  return braces === -1
    ? `${current}{${inner}}`
    : `${current.slice(0, braces)}{${inner}}${current.slice(braces)}`;
}

/** Parses `<#autoesc>`. */
export function parseAutoEsc(parser: Parser): StripNode {
  const tag = parser.take();
  checkCanEscape(parser, tag.start);
  return parseWithPolicy(parser, tag, "enable_if_supported", "/#autoesc");
}

/** Notes a fault if the output format can't escape. */
export function checkCanEscape(parser: Parser, offset: number): void {
  const { format } = parser.context;
  if (traitsOf(parser.options, format)?.isMarkup === true) return;
  parser.reportUnlessBroken(
    "#outputformat",
    new ParseFault(
      offset,
      `There is nothing to escape to: the output format here is ${format}, which has no markup. Set one that has, as HTML.`,
    ),
  );
}

/** Parses `<#noautoesc>`. */
export function parseNoAutoEsc(parser: Parser): StripNode {
  const tag = parser.take();
  if (parser.policy === "force") {
    parser.faults.add(
      new ParseFault(
        tag.start,
        `<${tag.kind}> isn't allowed, as the auto_escaping_policy setting is "force".`,
      ),
    );
  }
  return parseWithPolicy(parser, tag, "disable", "/#noautoesc");
}

function parseWithPolicy(
  parser: Parser,
  tag: Token,
  policy: "disable" | "enable_if_supported",
  end: "/#autoesc" | "/#noautoesc",
): StripNode {
  const { context, policy: outerPolicy } = parser;
  parser.setOutput(context.format, policy);
  const block = parseBlock(parser, tag, [end]);
  parser.context = context;
  parser.policy = outerPolicy;
  return new StripNode("group", tag.start, block.end?.end ?? tag.end, undefined, block.nodes);
}
