import type { Element, Expression, Include } from "../ast.ts";
import { type Constant, evaluateConstant, isConstant } from "../constant.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import { readBooleanWord } from "../words.ts";

/** Parses `<#include>`. */
export function parseInclude(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Include => {
    const path = parser.expression();
    parser.takeIf(";");
    const options = parseOptions(parser);
    const { end } = parser.expect(["tagEnd", "emptyTagEnd"], "after the parameters of <#include>");
    checkOptions(options);
    return { kind: "include", path, ...options, start: tag.start, end };
  });
  return new StripNode("other", tag.start, parser.lastEnd, element);
}

interface IncludeOptions {
  parse: Expression | undefined;
  encoding: Expression | undefined;
  ignoreMissing: Expression | undefined;
}

function parseOptions(parser: Parser): IncludeOptions {
  const options: IncludeOptions = { parse: undefined, encoding: undefined, ignoreMissing: undefined };
  while (parser.peek().kind === "id") {
    const name = parser.take();
    parser.expect("=", `after the parameter's name "${name.text}"`);
    const value = parser.expression();
    const lower = name.text.toLowerCase();
    if (lower === "parse") options.parse = value;
    else if (lower === "encoding") options.encoding = value;
    else if (lower === "ignore_missing" || name.text === "ignoreMissing") {
      parser.lexer.conventions.check(name.text, name.start);
      options.ignoreMissing = value;
    } else {
      throw new ParseFault(
        name.start,
        `<#include> has no parameter "${name.text}"; it has parse, encoding and ignore_missing.`,
      );
    }
  }
  return options;
}

/** Looks at the values that are known already. */
function checkOptions({ parse, encoding, ignoreMissing }: IncludeOptions): void {
  requireConstant(encoding, "encoding", "a string", ({ type }) => type === "string");
  requireConstant(parse, "parse", "true or false", isFlag);
  requireConstant(ignoreMissing, "ignore_missing", "true or false", ({ type }) => type === "boolean");
}

function isFlag(value: Constant): boolean {
  return value.type === "boolean" || (value.type === "string" && readBooleanWord(value.text) !== undefined);
}

function requireConstant(
  expression: Expression | undefined,
  name: string,
  expected: string,
  fits: (value: Constant) => boolean,
): void {
  if (expression === undefined || !isConstant(expression)) return;
  const value = evaluateConstant(expression);
  if (value.type === "unknown" || fits(value)) return;
  throw new ParseFault(expression.start, `The value of "${name}" in <#include> must be ${expected}.`);
}

/** Parses `<#import>`. */
export function parseImport(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Element => {
    const path = parser.expression();
    parser.expect("as", "after the path of <#import>");
    const namespace = parser.expect("id", 'after "as", as the name of the namespace').text;
    const { end } = parser.expect(["tagEnd", "emptyTagEnd"], "after the name in <#import>");
    return { kind: "import", path, namespace, start: tag.start, end };
  });
  return new StripNode("silent", tag.start, parser.lastEnd, element);
}
