import { JsonSyntaxError, skipSpace, skipValue, stringAt } from "../../core/json/scan.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/**
 * Walks over the object that starts at `at` and answers the offset behind it. `visit` is told each key and where its
 * value stands, and answers the offset behind that value, which it must have checked: so text is looked at once.
 */
export function walkObject(text: string, at: number, visit: (key: string, at: number) => number): number {
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === CLOSE_BRACE) return at + 1;
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) throw new JsonSyntaxError("expected a key in quotes", text, at);
    const end = skipValue(text, at);
    const key = stringAt(text, at, end);
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== COLON) throw new JsonSyntaxError('expected ":"', text, at);
    at = skipSpace(text, visit(key, skipSpace(text, at + 1)));
    const c = text.charCodeAt(at);
    if (c === CLOSE_BRACE) return at + 1;
    if (c !== COMMA) throw new JsonSyntaxError('expected "," or "}"', text, at);
    at = skipSpace(text, at + 1);
  }
}

/** Walks over the array that starts at `at`, as {@link walkObject} does over an object. */
export function walkArray(text: string, at: number, visit: (at: number) => number): number {
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === CLOSE_BRACKET) return at + 1;
  for (;;) {
    at = skipSpace(text, visit(at));
    const c = text.charCodeAt(at);
    if (c === CLOSE_BRACKET) return at + 1;
    if (c !== COMMA) throw new JsonSyntaxError('expected "," or "]"', text, at);
    at = skipSpace(text, at + 1);
  }
}
