import type { Element, Expression, Macro } from "../ast.ts";
import { parseBlock } from "../content.ts";
import { parseArguments } from "../operands.ts";
import { ParseFault } from "../fault.ts";
import { LoopScopes } from "../loop-scopes.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";
import { nameOf, parseNameToken } from "./assign.ts";

/** What the tag of a macro or function says. */
type Head = Pick<Macro, "name" | "parameters" | "catchAll">;

/** Parses `<#macro>` and `<#function>`. */
export function parseMacro(parser: Parser): StripNode {
  const tag = parser.take();
  const isFunction = tag.kind === "#function";
  if (parser.inMacro || parser.inFunction) {
    parser.faults.add(
      new ParseFault(
        tag.start,
        `<${tag.kind}> can't be inside another macro or function; put it before or after that one.`,
      ),
    );
  }
  const outer = { inMacro: parser.inMacro, inFunction: parser.inFunction };
  parser.inMacro = !isFunction;
  parser.inFunction = isFunction;
  const head = parser.head(tag, () => parseHead(parser, tag));
  const { loops, breakable, continuable } = parser;
  parser.loops = new LoopScopes();
  parser.breakable = 0;
  parser.continuable = 0;
  const block = parseBlock(parser, tag, ["/#macro", "/#function"]);
  parser.loops = loops;
  parser.breakable = breakable;
  parser.continuable = continuable;
  if (block.end !== undefined && block.end.kind !== `/${tag.kind}`) {
    parser.faults.add(
      new ParseFault(
        block.end.start,
        `Found ${block.end.text}, but what is open is <${tag.kind}>; end it with </${tag.kind}>.`,
      ),
    );
  }
  parser.inMacro = outer.inMacro;
  parser.inFunction = outer.inFunction;
  const end = block.end?.end ?? parser.lastEnd;
  const body: Element[] = [];
  if (head === undefined) return new StripNode("silent", tag.start, end, undefined, block.nodes, body, true);
  const element: Macro = { kind: "macro", ...head, isFunction, body, start: tag.start, end };
  parser.macros.push(element);
  return new StripNode("silent", tag.start, end, element, block.nodes, body, true);
}

function parseHead(parser: Parser, tag: Token): Head {
  const name = nameOf(parseNameToken(parser, `after <${tag.kind}, as its name`));
  parser.takeIf("(");
  const parameters = new Map<string, Expression | undefined>();
  let catchAll: string | undefined;
  let hasFallbacks = false;
  while (parser.peek().kind === "id") {
    const token = parser.take();
    const takesRest = parser.takeIf("...") !== undefined;
    const fallback = parser.takeIf("=") === undefined ? undefined : parser.expression();
    parser.takeIf(",");
    hasFallbacks ||= fallback !== undefined;
    checkParameter(token, catchAll, takesRest, fallback, hasFallbacks);
    if (takesRest) catchAll = token.text;
    else parameters.set(token.text, fallback);
  }
  parser.takeIf(")");
  parser.expect("tagEnd", `after the parameters of <${tag.kind}>`);
  const list = Array.from(parameters, ([parameter, fallback]) => ({ name: parameter, fallback }));
  return { name, parameters: list, catchAll };
}

function checkParameter(
  token: Token,
  catchAll: string | undefined,
  takesRest: boolean,
  fallback: Expression | undefined,
  hasFallbacks: boolean,
): void {
  if (catchAll !== undefined) {
    throw new ParseFault(
      token.start,
      `The parameter "${catchAll}..." takes all further arguments, and so must be the last.`,
    );
  }
  if (takesRest && fallback !== undefined) {
    throw new ParseFault(token.start, `The parameter "${token.text}..." can't have a default value.`);
  }
  if (!takesRest && hasFallbacks && fallback === undefined) {
    throw new ParseFault(
      token.start,
      `The parameter "${token.text}" has no default value, and so must come before those that have one.`,
    );
  }
}

/** Parses `<#nested>`. */
export function parseNested(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    const args = tag.whole ? [] : parseArguments(parser);
    const { end } = tag.whole
      ? tag
      : parser.expect(["tagEnd", "emptyTagEnd"], "after the values of <#nested>");
    if (!parser.inMacro) throw new ParseFault(tag.start, "<#nested> can only be used inside a macro.");
    return { kind: "nested", args, start: tag.start, end };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}

/** Parses `<#return>`. */
export function parseReturn(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    const value = tag.whole ? undefined : parser.expression();
    const { end } = tag.whole
      ? tag
      : parser.expect(["tagEnd", "emptyTagEnd"], "after the value of <#return>");
    if (parser.inMacro && value !== undefined) {
      throw new ParseFault(
        tag.start,
        "A macro can't return a value; use a <#function>, or <#return> without a value.",
      );
    }
    if (parser.inFunction && value === undefined) {
      throw new ParseFault(tag.start, "A function must return a value; write it after <#return.");
    }
    if (!parser.inMacro && !parser.inFunction && value === undefined) {
      throw new ParseFault(tag.start, "<#return> can only be used inside a macro or function.");
    }
    return { kind: "return", value, start: tag.start, end };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}
