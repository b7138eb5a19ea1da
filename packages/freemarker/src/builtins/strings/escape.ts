import { knownOutputFormat } from "../../output/formats.ts";
import { escapeJava, escapeJavaScript, escapeJson } from "../../text/script-strings.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { stringProperty } from "../definition.ts";

/** Built-ins that escape a text, for what it is to be written into. */
export const ESCAPE: BuiltinTable = {
  html: escaping(escaperOf("HTML")),
  web_safe: escaping(escaperOf("HTML")),
  xhtml: escaping(escaperOf("XHTML")),
  xml: escaping(escaperOf("XML")),
  rtf: escaping(escaperOf("RTF")),
  j_string: escaping(escapeJava),
  js_string: escaping(escapeJavaScript),
  json_string: escaping(escapeJson),
};

function escaperOf(format: string): (text: string) => string {
  const { markup } = knownOutputFormat(format);
  return (text) => markup?.escape(text) ?? text;
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
