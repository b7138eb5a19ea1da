import { isWhitespace } from "./character.ts";

/** How a text is cut. */
export interface Cut {
  /** At the end of a word, after any character, or at the end of a word where not too much is lost by it. */
  readonly mode: "auto" | "word" | "character";
  /** The length of the text and what is put at its end. */
  readonly maximum: number;
  readonly terminatorLength: number;
  /** Whether dots before the terminator go, because it begins with one. */
  readonly removesDots: boolean;
}

/** In `auto` mode, the least part of the maximum that a cut between words has to leave. */
const LEAST_WORD_PART = 0.75;

/** The text before the terminator: with a blank at its end if it ends with a word, and empty where nothing fits. */
export function cutText(text: string, cut: Cut): string {
  const initial = cut.maximum - cut.terminatorLength - 1;
  const last = skipBack(text, initial, isWhitespace);
  if (last < 0) return "";
  if (cut.mode !== "character") {
    const words = cutAtWord(text, last, cut);
    if (words !== "" || cut.mode === "word") return words;
  }
  return cutAtCharacter(text, last, initial, cut);
}

function cutAtWord(text: string, last: number, cut: Cut): string {
  const spaced = isSpaced(cut);
  // The blank between the last word and the terminator has to fit, too.
  const added = cut.terminatorLength + (spaced ? 1 : 0);
  const least = cut.mode === "auto" ? Math.max(Math.ceil(cut.maximum * LEAST_WORD_PART) - added - 1, 0) : 0;
  for (let i = Math.min(cut.maximum - added - 1, last); i >= least; i--) {
    if (!isWordEnd(text, i) || isWhitespace(text.charCodeAt(i))) continue;
    if (spaced) return `${text.slice(0, i + 1)} `;
    const end = cut.removesDots && isDot(text.charCodeAt(i)) ? skipBack(text, i, isDotOrWhitespace) : i;
    return end < least ? "" : text.slice(0, end + 1);
  }
  return "";
}

function cutAtCharacter(text: string, from: number, initial: number, cut: Cut): string {
  const spaced = isSpaced(cut);
  let last = from;
  // A blank is added after a word: there must be room for it.
  if (spaced && last === initial && isWordEnd(text, last)) last--;
  for (;;) {
    last = skipBack(text, last, isWhitespace);
    if (last < 0) return "";
    if (!cut.removesDots || !isDot(text.charCodeAt(last)) || (spaced && isWordEnd(text, last))) break;
    last = skipBack(text, last, isDot);
    if (last < 0) return "";
  }
  return text.slice(0, last + 1) + (spaced && isWordEnd(text, last) ? " " : "");
}

/** Whether there is a blank between a word and the terminator: not before one that isn't seen. */
function isSpaced(cut: Cut): boolean {
  return cut.terminatorLength > 0;
}

function isDotOrWhitespace(code: number): boolean {
  return isDot(code) || isWhitespace(code);
}

function skipBack(text: string, from: number, skipped: (code: number) => boolean): number {
  let i = from;
  while (i >= 0 && skipped(text.charCodeAt(i))) i--;
  return i;
}

function isWordEnd(text: string, index: number): boolean {
  return index + 1 >= text.length || isWhitespace(text.charCodeAt(index + 1));
}

function isDot(code: number): boolean {
  return code === 0x2e || code === 0x2026;
}
