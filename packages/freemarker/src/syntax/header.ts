import type { Expression } from "./ast.ts";
import type { Constant } from "./constant.ts";
import { describeConstant, evaluateConstant, isConstant } from "./constant.ts";
import { checkCanEscape } from "./directives/output.ts";
import { ParseFault } from "./fault.ts";
import { traitsOf } from "./output-context.ts";
import type { Parser } from "./parser.ts";
import type { Token } from "./tokens.ts";
import { readBooleanWord } from "./words.ts";

/** Parses the header `<#ftl …>`, if the template has one, with the white space before it. */
export function parseHeader(parser: Parser): void {
  const first = parser.peek();
  if (first.kind === "text" && /^[ \t\r\n]*$/.test(first.text) && parser.peek(1).kind === "#ftl")
    parser.take();
  if (parser.peek().kind !== "#ftl") return;
  const tag = parser.take();
  if (tag.whole) return;
  parser.head(tag, () => {
    let autoEscName: Token | undefined;
    while (parser.peek().kind === "id") {
      const name = parser.take();
      parser.expect("=", `after the parameter's name "${name.text}"`);
      const value = parser.expression();
      parser.lexer.conventions.check(name.text, name.start);
      if (applyParameter(parser, name, value)) autoEscName = name;
    }
    if (autoEscName !== undefined) checkCanEscape(parser, autoEscName.start);
    parser.expect(["tagEnd", "emptyTagEnd"], "after the parameters of <#ftl>");
  });
}

/** Carries out a parameter; whether it demands escaping. */
function applyParameter(parser: Parser, name: Token, expression: Expression): boolean {
  if (!isConstant(expression)) {
    throw new ParseFault(
      expression.start,
      `The value of "${name.text}" in <#ftl> must be a constant, such as a literal.`,
    );
  }
  const value = evaluateConstant(expression);
  switch (parameterName(name.text)) {
    case "encoding":
      wantString(name, expression, value);
      return false;
    case "strip_whitespace":
      parser.stripWhitespace = wantBoolean(name, expression, value, true);
      return false;
    case "strip_text":
      parser.stripText = wantBoolean(name, expression, value, true);
      return false;
    case "strict_syntax":
      parser.lexer.strict = wantBoolean(name, expression, value, true);
      return false;
    case "auto_esc":
      return applyAutoEsc(parser, name, expression, value);
    case "output_format":
      applyOutputFormat(parser, name, expression, value);
      return false;
    case "ns_prefixes":
      checkPrefixes(expression, value);
      return false;
    case "attributes":
      if (value.type !== "hash")
        throw new ParseFault(expression.start, 'The value of "attributes" must be a hash.');
      return false;
    default:
      throw unknownParameter(name);
  }
}

const CAMEL_CASE: ReadonlyMap<string, string> = new Map([
  ["stripWhitespace", "strip_whitespace"],
  ["stripText", "strip_text"],
  ["strictSyntax", "strict_syntax"],
  ["autoEsc", "auto_esc"],
  ["outputFormat", "output_format"],
  ["nsPrefixes", "ns_prefixes"],
]);

function parameterName(written: string): string {
  return CAMEL_CASE.get(written) ?? written.toLowerCase();
}

const MEANT: ReadonlyMap<string, string> = new Map([
  ["charset", "encoding"],
  ["xmlns", "ns_prefixes"],
  ["auto_escape", "auto_esc"],
  ["auto_escaping", "auto_esc"],
  ["autoesc", "auto_esc"],
  ["autoEscape", "autoEsc"],
  ["autoEscaping", "autoEsc"],
]);

function unknownParameter(name: Token): ParseFault {
  const meant = MEANT.get(name.text);
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  return new ParseFault(
    name.start,
    `<#ftl> has no parameter "${name.text}".${hint} It has attributes, auto_esc, encoding, ns_prefixes, output_format, ` +
      "strict_syntax, strip_text and strip_whitespace.",
  );
}

function wantString(name: Token, expression: Expression, value: Constant): string {
  if (value.type === "string") return value.text;
  throw new ParseFault(
    expression.start,
    `The value of "${name.text}" in <#ftl> must be a string, but is ${describeConstant(value)}.`,
  );
}

function wantBoolean(name: Token, expression: Expression, value: Constant, words: boolean): boolean {
  const result =
    value.type === "boolean"
      ? value.value
      : value.type === "string" && words
        ? readBooleanWord(value.text)
        : undefined;
  if (result !== undefined) return result;
  throw new ParseFault(
    expression.start,
    `The value of "${name.text}" in <#ftl> must be true or false, but is ${describeConstant(value)}.`,
  );
}

function applyAutoEsc(parser: Parser, name: Token, expression: Expression, value: Constant): boolean {
  const wanted = wantBoolean(name, expression, value, false);
  if (!wanted && parser.policy === "force") {
    throw new ParseFault(
      expression.start,
      `"${name.text}=false" isn't allowed, as the auto_escaping_policy setting is "force".`,
    );
  }
  parser.setOutput(parser.context.format, wanted ? "enable_if_supported" : "disable");
  return wanted;
}

function applyOutputFormat(parser: Parser, name: Token, expression: Expression, value: Constant): void {
  const format = wantString(name, expression, value);
  if (traitsOf(parser.options, format) === undefined) {
    throw new ParseFault(expression.start, `There is no output format named "${format}".`);
  }
  parser.setOutput(format, parser.policy);
}

function checkPrefixes(expression: Expression, value: Constant): void {
  if (value.type !== "hash") {
    throw new ParseFault(
      expression.start,
      'The value of "ns_prefixes" must be a hash of prefixes and namespaces.',
    );
  }
  if (value.entries.some(([, namespace]) => namespace.type !== "string")) {
    throw new ParseFault(expression.start, 'The namespaces in "ns_prefixes" must be strings.');
  }
}
