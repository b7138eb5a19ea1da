import { IN_CONTEXT, unitEscaper } from "./escape-units.ts";

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", String.raw`\n`],
  ["\r", String.raw`\r`],
  ["\f", String.raw`\f`],
  ["\b", String.raw`\b`],
  ["\t", String.raw`\t`],
  ['"', String.raw`\"`],
  ["\\", "\\\\"],
]);

const FIRST_PRINTED = 0x20;
/** Between these two are control characters as well. */
const FIRST_C1 = 0x7f;
const LAST_C1 = 0x9f;
const SEPARATORS = [0x2028, 0x2029];

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, "0");
}

function unicodeEscape(code: number): string {
  return String.raw`\u${hexadecimal(code, 4)}`;
}

/** Control characters up to `last`, quotes and backslashes; `escape` writes those that have no short escape. */
function controls(last: number, escape: (code: number) => string): Map<number, string> {
  const replacements = new Map<number, string>();
  for (let code = 0; code <= last; code++) {
    const short = SHORT_ESCAPES.get(String.fromCharCode(code));
    if (short !== undefined) replacements.set(code, short);
    else if (code < FIRST_PRINTED || code >= FIRST_C1) replacements.set(code, escape(code));
  }
  return replacements;
}

/** What goes between the quotes of a Java string literal for a text. */
export const escapeJava = unitEscaper(controls(FIRST_C1 - 1, (code) => unicodeEscape(code).toLowerCase()));

/**
 * Escapes what must not stand in a string literal of a script within HTML: besides quotes and what isn't printed, a slash
 * that may end an element, `<` that may begin a comment, and `>` that may end one, or a CDATA section.
 *
 * @param inQuotes whether the quotes stand around the text, so that nothing else may come before and after it
 */
function scriptEscaper(
  escape: (code: number) => string,
  greater: string,
  inQuotes: boolean,
  more: readonly (readonly [number, string])[] = [],
): (text: string) => string {
  const less = escape("<".charCodeAt(0));
  const replacements = new Map<number, string | typeof IN_CONTEXT>(controls(LAST_C1, escape));
  for (const separator of SEPARATORS) replacements.set(separator, unicodeEscape(separator));
  for (const character of "/<>") replacements.set(character.charCodeAt(0), IN_CONTEXT);
  for (const [code, replacement] of more) replacements.set(code, replacement);
  return unitEscaper(replacements, (text, index) => {
    const before = text[index - 1];
    switch (text.charAt(index)) {
      case "/":
        return before === "<" || (before === undefined && !inQuotes) ? String.raw`\/` : undefined;
      case "<": {
        const after = text[index + 1];
        return after === "!" || after === "?" || (after === undefined && !inQuotes) ? less : undefined;
      }
      default:
        return endsComment(before, text[index - 2], inQuotes) ? greater : undefined;
    }
  });
}

/** Whether a `>` after these two, the nearer one first, may end a comment or a CDATA section. */
function endsComment(before: string | undefined, further: string | undefined, inQuotes: boolean): boolean {
  if (before !== undefined && before !== "-" && before !== "]") return false;
  return further === undefined || before === undefined ? !inQuotes : further === before;
}

function javaScriptEscape(code: number): string {
  return String.raw`\x${hexadecimal(code, 2)}`;
}

const GREATER_IN_JSON = unicodeEscape(0x3e);
const GREATER_IN_JAVASCRIPT = String.raw`\>`;
const APOSTROPHE = [0x27, String.raw`\'`] as const;

const jsonInQuotes = scriptEscaper(unicodeEscape, GREATER_IN_JSON, true);
const javaScriptInQuotes = scriptEscaper(javaScriptEscape, GREATER_IN_JAVASCRIPT, true);

/** What goes between the quotes of a JSON string for a text, or a part of it, safe within a script element. */
export const escapeJson = scriptEscaper(unicodeEscape, GREATER_IN_JSON, false);

/** As `escapeJson`, for a JavaScript literal in quotes of either kind. */
export const escapeJavaScript = scriptEscaper(javaScriptEscape, GREATER_IN_JAVASCRIPT, false, [APOSTROPHE]);

/** A text as a JSON string literal that is safe within a script element. */
export function jsonString(text: string): string {
  return `"${jsonInQuotes(text)}"`;
}

/** A text as a JavaScript string literal that is safe within a script element. */
export function javaScriptString(text: string): string {
  return `"${javaScriptInQuotes(text)}"`;
}

/** A text as a Java string literal. */
export function javaString(text: string): string {
  return `"${escapeJava(text)}"`;
}
