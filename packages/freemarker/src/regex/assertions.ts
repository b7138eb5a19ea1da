import type { Assertion } from "./ast.ts";
import { isGraphemeBoundary, type Meter } from "./grapheme.ts";
import { predefinedClass } from "./predefined.ts";
import { propertyByName } from "./properties.ts";

const letterOrDigit = propertyByName("LD", false, false);
const nonSpacingMark = propertyByName("Mn", false, false);

function isLetterOrDigit(cp: number): boolean {
  if (cp < 128) return (cp >= 48 && cp <= 57) || ((cp | 32) >= 97 && (cp | 32) <= 122);
  return letterOrDigit?.has(cp) ?? false;
}

function isMark(cp: number): boolean {
  return cp >= 0x300 && (nonSpacingMark?.has(cp) ?? false);
}

function isWord(cp: number, unicode: boolean): boolean {
  return unicode ? predefinedClass("w", true).has(cp) : cp === 95 || isLetterOrDigit(cp);
}

/** Whether the mark at the index belongs to a letter or digit before it. */
function hasBase(input: string, at: number, meter: Meter): boolean {
  for (let i = at; i >= 0; i--) {
    meter.extra++;
    const cp = input.codePointAt(i) ?? 0;
    if (isLetterOrDigit(cp)) return true;
    if (!isMark(cp)) return false;
  }
  return false;
}

function isWordBoundary(input: string, at: number, unicode: boolean, meter: Meter): boolean {
  let left = false;
  if (at > 0) {
    let cp = input.charCodeAt(at - 1);
    if (cp >= 0xdc00 && cp <= 0xdfff && at > 1) {
      const pair = input.codePointAt(at - 2) ?? 0;
      if (pair > 0xffff) cp = pair;
    }
    left = isWord(cp, unicode) || (isMark(cp) && hasBase(input, at - 1, meter));
  }
  if (at >= input.length) return left;
  const cp = input.codePointAt(at) ?? 0;
  return left !== (isWord(cp, unicode) || (isMark(cp) && hasBase(input, at, meter)));
}

function isLineEnd(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}

function isLineStart(input: string, at: number, unix: boolean): boolean {
  // Nor does Perl's ^ match at the very end.
  if (at === input.length) return false;
  if (at === 0) return true;
  const before = input.charCodeAt(at - 1);
  if (unix) return before === 10;
  return isLineEnd(before) && !(before === 13 && input.charCodeAt(at) === 10);
}

/** `$` in multiline mode. */
function isLineStop(input: string, at: number, unix: boolean): boolean {
  if (at === input.length) return true;
  const unit = input.charCodeAt(at);
  if (unix) return unit === 10;
  return isLineEnd(unit) && !(unit === 10 && at > 0 && input.charCodeAt(at - 1) === 13);
}

/** `$` outside multiline mode, and `\Z`: the end, or before the line's end that is last. */
function isFinalEnd(input: string, at: number, unix: boolean): boolean {
  const left = input.length - at;
  if (left === 0) return true;
  if (left > 2) return false;
  const unit = input.charCodeAt(at);
  if (left === 2) return !unix && unit === 13 && input.charCodeAt(at + 1) === 10;
  if (unix) return unit === 10;
  return isLineEnd(unit) && !(unit === 10 && at > 0 && input.charCodeAt(at - 1) === 13);
}

/** Tests a zero-width condition; `lastEnd` is where the last match ended, for `\G`. */
export function holds(test: Assertion, input: string, at: number, lastEnd: number, meter: Meter): boolean {
  switch (test) {
    case "begin":
      return at === 0;
    case "end":
      return at === input.length;
    case "lastMatch":
      return at === lastEnd;
    case "lineStart":
    case "lineStartUnix":
      return isLineStart(input, at, test === "lineStartUnix");
    case "lineEnd":
    case "lineEndUnix":
      return isLineStop(input, at, test === "lineEndUnix");
    case "finalEnd":
    case "finalEndUnix":
      return isFinalEnd(input, at, test === "finalEndUnix");
    case "wordBoundary":
    case "unicodeWordBoundary":
      return isWordBoundary(input, at, test === "unicodeWordBoundary", meter);
    case "notWordBoundary":
    case "notUnicodeWordBoundary":
      return !isWordBoundary(input, at, test === "notUnicodeWordBoundary", meter);
    case "graphemeBoundary":
      return isGraphemeBoundary(input, at, lastEnd, meter);
  }
}
