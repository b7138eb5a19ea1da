import { knownOutputFormat } from "../../output/formats.ts";
import { escapeJava, escapeJavaScript, escapeJson } from "../../text/script-strings.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { stringProperty } from "../definition.ts";
import { Markup } from "../../values/markup.ts";

/** Built-ins that escape a text, for what it is to be written into. */
export const ESCAPE: BuiltinTable = {
  html: legacyEscaping("HTML", ["HTML", "XHTML"]),
  web_safe: escaping(escaperOf("HTML")),
  xhtml: legacyEscaping("XHTML", ["HTML", "XHTML"]),
  xml: legacyEscaping("XML", ["HTML", "XHTML", "XML"]),
  rtf: legacyEscaping("RTF", ["RTF"]),
  j_string: escaping(escapeJava),
  js_string: escaping(escapeJavaScript),
  json_string: escaping(escapeJson),
};

function escaperOf(format: string): (text: string) => string {
  const { markup } = knownOutputFormat(format);
  return (text) => markup?.escape(text) ?? text;
}

/** Built-ins from before there were output formats: markup of the formats they pass is left as it is. */
function legacyEscaping(format: string, passed: readonly string[]): Builtin {
  const { get } = escaping(escaperOf(format));
  return {
    get: (left, env, site) =>
      left instanceof Markup && passed.includes(outermost(left.format.name)) ? left : get?.(left, env, site),
  };
}

/** The format that a combined one, as `XML{HTML}`, is escaped in last. */
function outermost(format: string): string {
  const [outer = format] = format.split("{", 1);
  return outer;
}

/** Pays for the text before, and for what it has grown by after: at most to six times its length. */
function escaping(escape: (text: string) => string): Builtin {
  return stringProperty((text, env) => {
    env.budget.reserve(text.length);
    const escaped = escape(text);
    if (escaped.length > text.length) env.budget.reserve(escaped.length);
    return escaped;
  });
}
