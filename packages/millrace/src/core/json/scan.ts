/**
 * Reading JSON without turning it into values.
 *
 * Customers' data leaves Millrace as the characters that came in: digits a double cannot hold, `1.0`, key order,
 * escapes of lone surrogates. So JSON is checked and cut into pieces of its own text, and only the pieces that
 * Millrace itself has to understand are ever parsed. The grammar is RFC 8259's, exactly what `JSON.parse` accepts,
 * with one limit added: {@link MAX_DEPTH}.
 */

/** Arrays and objects nest at most this deep, so that no document can exhaust the stack of whoever parses it later. */
export const MAX_DEPTH = 512;

/** The text is not JSON; `offset` is the character it breaks at. */
export class JsonSyntaxError extends Error {
  readonly offset: number;

  constructor(what: string, text: string, offset: number) {
    super(`${what} at character ${offset + 1}${context(text, offset)}`);
    this.name = "JsonSyntaxError";
    this.offset = offset;
  }
}

/** Only where, never what: the text may hold secrets. */
function context(text: string, offset: number): string {
  return offset >= text.length ? ", where the text ends" : "";
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** The offset of the first character at or after `at` that is not white space. */
export function skipSpace(text: string, at: number): number {
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) at++;
    else return at;
  }
}

/** Checks the value that starts exactly at `at` and answers the offset just behind it. */
export function skipValue(text: string, at: number, depth = 0): number {
  const c = text.charCodeAt(at);
  if (c === QUOTE) return skipString(text, at);
  if (c === OPEN_BRACE) return skipObject(text, at, depth + 1);
  if (c === OPEN_BRACKET) return skipArray(text, at, depth + 1);
  if (c === MINUS || (c >= ZERO && c <= NINE)) return skipNumber(text, at);
  if (c === 0x74 && text.startsWith("true", at)) return at + 4;
  if (c === 0x66 && text.startsWith("false", at)) return at + 5;
  if (c === 0x6e && text.startsWith("null", at)) return at + 4;
  throw new JsonSyntaxError("expected a value", text, at);
}

function skipObject(text: string, at: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new JsonSyntaxError(`nested more than ${MAX_DEPTH} deep`, text, at);
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === CLOSE_BRACE) return at + 1;
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) throw new JsonSyntaxError("expected a key in quotes", text, at);
    at = skipSpace(text, skipString(text, at));
    if (text.charCodeAt(at) !== COLON) throw new JsonSyntaxError('expected ":"', text, at);
    at = skipSpace(text, skipValue(text, skipSpace(text, at + 1), depth));
    const c = text.charCodeAt(at);
    if (c === CLOSE_BRACE) return at + 1;
    if (c !== COMMA) throw new JsonSyntaxError('expected "," or "}"', text, at);
    at = skipSpace(text, at + 1);
  }
}

function skipArray(text: string, at: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new JsonSyntaxError(`nested more than ${MAX_DEPTH} deep`, text, at);
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === CLOSE_BRACKET) return at + 1;
  for (;;) {
    at = skipSpace(text, skipValue(text, at, depth));
    const c = text.charCodeAt(at);
    if (c === CLOSE_BRACKET) return at + 1;
    if (c !== COMMA) throw new JsonSyntaxError('expected "," or "]"', text, at);
    at = skipSpace(text, at + 1);
  }
}

function skipString(text: string, at: number): number {
  for (let i = at + 1; ; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) return i + 1;
    if (c === BACKSLASH) i = skipEscape(text, i);
    else if (!(c >= 0x20)) {
      // NaN, past the end, lands here as well as control characters do.
      throw new JsonSyntaxError(
        i >= text.length ? "a string is not closed" : "a control character stands in a string",
        text,
        i,
      );
    }
  }
}

/** `at` is the backslash; answers the offset of the escape's last character. */
function skipEscape(text: string, at: number): number {
  const c = text.charCodeAt(at + 1);
  if (c === 0x75) {
    for (let i = at + 2; i < at + 6; i++) {
      if (!isHex(text.charCodeAt(i))) throw new JsonSyntaxError("expected four hexadecimal digits", text, i);
    }
    return at + 5;
  }
  // " \ / b f n r t
  if (
    c === QUOTE ||
    c === BACKSLASH ||
    c === 0x2f ||
    c === 0x62 ||
    c === 0x66 ||
    c === 0x6e ||
    c === 0x72 ||
    c === 0x74
  ) {
    return at + 1;
  }
  throw new JsonSyntaxError("unknown escape", text, at);
}

function isHex(c: number): boolean {
  return (c >= ZERO && c <= NINE) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
}

function skipNumber(text: string, at: number): number {
  if (text.charCodeAt(at) === MINUS) at++;
  if (text.charCodeAt(at) === ZERO) at++;
  else at = skipDigits(text, at);
  if (text.charCodeAt(at) === DOT) at = skipDigits(text, at + 1);
  const e = text.charCodeAt(at);
  if (e === 0x65 || e === 0x45) {
    const sign = text.charCodeAt(at + 1);
    at = skipDigits(text, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
  }
  return at;
}

function skipDigits(text: string, at: number): number {
  const start = at;
  for (let c = text.charCodeAt(at); c >= ZERO && c <= NINE; c = text.charCodeAt(at)) at++;
  if (at === start) throw new JsonSyntaxError("expected a digit", text, at);
  return at;
}

/** A piece of a text: the value from `start` to just before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A member of an object: its decoded key, and where its value stands. */
export interface Member extends Span {
  readonly key: string;
}

/**
 * Walks over the object that starts at `at` and answers the offset behind it. `visit` is told each key and where its
 * value stands, and answers the offset behind that value, which it must have checked: so text is looked at once.
 */
export function walkObject(text: string, at: number, visit: (key: string, at: number) => number): number {
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === CLOSE_BRACE) return at + 1;
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) throw new JsonSyntaxError("expected a key in quotes", text, at);
    const end = skipString(text, at);
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

/** The members of the object that starts at `at`, in order, repeated keys included. Checks the grammar on the way. */
export function members(text: string, at = 0): Member[] {
  const found: Member[] = [];
  walkObject(text, at, (key, start) => {
    const end = skipValue(text, start);
    found.push({ key, start, end });
    return end;
  });
  return found;
}

/** The elements of the array that starts at `at`, in order. Checks the grammar on the way. */
export function elements(text: string, at = 0): Span[] {
  const found: Span[] = [];
  walkArray(text, at, (start) => {
    const end = skipValue(text, start);
    found.push({ start, end });
    return end;
  });
  return found;
}

/** The string that starts at `start` (its opening quote) and ends before `end`, decoded. */
export function stringAt(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes("\\") ? parseString(text.slice(start, end)) : inner;
}

function parseString(literal: string): string {
  const value: unknown = JSON.parse(literal);
  return typeof value === "string" ? value : literal;
}

/** What kind of value starts at `at`. */
export function kindAt(
  text: string,
  at: number,
): "object" | "array" | "string" | "number" | "boolean" | "null" {
  const c = text.charCodeAt(at);
  if (c === OPEN_BRACE) return "object";
  if (c === OPEN_BRACKET) return "array";
  if (c === QUOTE) return "string";
  if (c === 0x74 || c === 0x66) return "boolean";
  if (c === 0x6e) return "null";
  return "number";
}

/** Checks that the whole text is one JSON value, white space around it allowed, and answers where that value stands. */
export function checkDocument(text: string): Span {
  const start = skipSpace(text, 0);
  const end = skipValue(text, start);
  const rest = skipSpace(text, end);
  if (rest < text.length) throw new JsonSyntaxError("unexpected text behind the value", text, rest);
  return { start, end };
}
