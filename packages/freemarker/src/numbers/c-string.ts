/** Where one of these is, a text needs a closer look. */
// eslint-disable-next-line no-control-regex
const JSON_SPECIAL = /["\\\u0000-\u001F\u007F-\u009F\u2028\u2029]|<[/!?]|(?<=--|\]\])>/g;
// eslint-disable-next-line no-control-regex
const JAVA_SPECIAL = /["\\\u0000-\u001F]/g;

const SHORT_ESCAPES = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\b", "\\b"],
  ["\f", "\\f"],
]);

function unicodeEscape(char: string): string {
  return `\\u${hex(char, 4)}`;
}

function hex(char: string, length: number): string {
  return char.charCodeAt(0).toString(16).toUpperCase().padStart(length, "0");
}

/** Keeps "</", "<!", "<?", "-->" and "]]>" out of what is written into a script element. */
function jsonEscape(match: string): string {
  if (match === "</") return "<\\/";
  return SHORT_ESCAPES.get(match) ?? unicodeEscape(match) + match.slice(1);
}

function javaScriptEscape(match: string): string {
  if (match === "</") return "<\\/";
  if (match === ">") return "\\>";
  const escaped = SHORT_ESCAPES.get(match);
  if (escaped !== undefined) return escaped;
  return (match.charCodeAt(0) < 0x1_00 ? `\\x${hex(match, 2)}` : unicodeEscape(match)) + match.slice(1);
}

/** A text as a JSON string literal that is safe within a script element. */
export function jsonString(text: string): string {
  return `"${text.replace(JSON_SPECIAL, jsonEscape)}"`;
}

/** A text as a JavaScript string literal that is safe within a script element. */
export function javaScriptString(text: string): string {
  return `"${text.replace(JSON_SPECIAL, javaScriptEscape)}"`;
}

/** A text as a Java string literal. */
export function javaString(text: string): string {
  return `"${text.replace(JAVA_SPECIAL, (char) => SHORT_ESCAPES.get(char) ?? unicodeEscape(char).toLowerCase())}"`;
}
