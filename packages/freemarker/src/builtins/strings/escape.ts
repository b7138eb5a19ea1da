import { knownOutputFormat } from "../../output/formats.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { stringProperty } from "../definition.ts";

/** Built-ins that escape a text, for what it is to be written into. */
export const ESCAPE: BuiltinTable = {
  html: escaping(escaperOf("HTML")),
  web_safe: escaping(escaperOf("HTML")),
  xhtml: escaping(escaperOf("XHTML")),
  xml: escaping(escaperOf("XML")),
  rtf: escaping(escaperOf("RTF")),
  j_string: escaping((text) => text.replace(JAVA, (unit) => shortEscape(unit) ?? unicodeEscape(unit))),
  js_string: escaping((text) => text.replace(JAVASCRIPT, javaScriptEscape)),
  json_string: escaping((text) => text.replace(JSON_UNITS, jsonEscape)),
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

/** Quotes, backslashes and control characters, which are all that comes before the blank. */
const JAVA = /["\\]|[^ -\u{10ffff}]/gu;

/**
 * What must not stand in a string literal of a script within HTML: besides quotes and what isn't printed, a slash that may
 * end an element, `<` that may begin a comment, and `>` that may end one, or a CDATA section.
 */
const DANGEROUS = String.raw`"\\\u0000-\u001f\u007f-\u009f\u2028\u2029`;
const IN_CONTEXT = String.raw`(?<=^|<)\/|(?<=^|^-|^\]|--|\]\])>|<(?=$|[!?])`;
const JAVASCRIPT = new RegExp(`['${DANGEROUS}]|${IN_CONTEXT}`, "gu");
const JSON_UNITS = new RegExp(`[${DANGEROUS}]|${IN_CONTEXT}`, "gu");

const SHORT_ESCAPES = new Map([
  ["\n", String.raw`\n`],
  ["\r", String.raw`\r`],
  ["\f", String.raw`\f`],
  ["\b", String.raw`\b`],
  ["\t", String.raw`\t`],
  ['"', String.raw`\"`],
  ["\\", "\\\\"],
]);

function shortEscape(unit: string): string | undefined {
  return SHORT_ESCAPES.get(unit);
}

function unicodeEscape(unit: string): string {
  return String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function jsonEscape(unit: string): string {
  if (unit === "/") return String.raw`\/`;
  return shortEscape(unit) ?? String.raw`\u${hexadecimal(unit, 4)}`;
}

function javaScriptEscape(unit: string): string {
  if (unit === "'" || unit === "/" || unit === ">") return `\\${unit}`;
  const short = shortEscape(unit);
  if (short !== undefined) return short;
  return unit.charCodeAt(0) < 0x100
    ? String.raw`\x${hexadecimal(unit, 2)}`
    : String.raw`\u${hexadecimal(unit, 4)}`;
}

function hexadecimal(unit: string, digits: number): string {
  return unit.charCodeAt(0).toString(16).toUpperCase().padStart(digits, "0");
}
