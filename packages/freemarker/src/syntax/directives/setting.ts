import type { Setting } from "../ast.ts";
import { configurationSettings, templateSettings } from "../builtin-kinds.ts";
import { ParseFault } from "../fault.ts";
import { nearest } from "../hints.ts";
import { canonicalName, toCamelCase } from "../naming.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token } from "../tokens.ts";

/** Parses `<#setting>`. */
export function parseSetting(parser: Parser): StripNode {
  const tag = parser.take();
  const element = parser.head(tag, (): Setting => {
    const key = parser.expect("id", "after <#setting, as the name of a setting");
    parser.expect("=", "after the name of the setting");
    const value = parser.expression();
    const { end } = parser.expect(["tagEnd", "emptyTagEnd"], "after the value of <#setting>");
    parser.lexer.conventions.check(key.text, key.start);
    const name = canonicalName(templateSettings, key.text);
    if (name === undefined) throw unknownSetting(parser, key);
    return { kind: "setting", name, value, start: tag.start, end };
  });
  return new StripNode("silent", tag.start, parser.lastEnd, element);
}

function unknownSetting(parser: Parser, key: Token): ParseFault {
  const camel = parser.lexer.conventions.current === "camel_case";
  const names = Array.from(templateSettings, (name) => (camel ? toCamelCase(name) : name));
  const list = `A template can set: ${names.join(", ")}.`;
  if (canonicalName(configurationSettings, key.text) !== undefined) {
    return new ParseFault(key.start, `The setting "${key.text}" can't be set by a template. ${list}`);
  }
  const meant = nearest(key.text, names);
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  return new ParseFault(key.start, `There is no setting "${key.text}".${hint} ${list}`);
}
