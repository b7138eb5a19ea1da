import { isSupplementary } from "./charset.ts";
import { RegexSyntaxFault } from "./fault.ts";
import type { Folding } from "./folding.ts";

/** The flags a pattern may switch on and off inside itself. */
export interface ScanFlags {
  readonly unixLines: boolean;
  readonly ignoreCase: boolean;
  readonly comments: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly unicodeCase: boolean;
  readonly unicodeClasses: boolean;
}

/** Code points of characters with a meaning in patterns. */
export const C = {
  bang: 0x21,
  hash: 0x23,
  dollar: 0x24,
  ampersand: 0x26,
  open: 0x28,
  close: 0x29,
  star: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  caret: 0x5e,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
} as const;

/** Whether the code point is an ASCII digit. */
export function isDigit(cp: number): boolean {
  return cp >= 48 && cp <= 57;
}

/** Whether the code point is an ASCII letter. */
export function isLetter(cp: number): boolean {
  return (cp >= 65 && cp <= 90) || (cp >= 97 && cp <= 122);
}

function isSpace(cp: number): boolean {
  return cp === 32 || (cp >= 9 && cp <= 13);
}

/** Replaces each `\Q…\E` by the same text with escapes, as Java does before it parses. */
function unquote(source: string): string {
  if (!source.includes("\\Q")) return source;
  let out = "";
  let at = 0;
  while (at < source.length) {
    const escape = source.indexOf("\\", at);
    if (escape < 0) return out + source.slice(at);
    if (source.charAt(escape + 1) !== "Q") {
      out += source.slice(at, escape + 2);
      at = escape + 2;
      continue;
    }
    const end = source.indexOf("\\E", escape + 2);
    const text = source.slice(escape + 2, end < 0 ? undefined : end);
    // A digit first in a quotation must not lengthen an escape before it.
    const quoted = text.replaceAll(/[\0-\x7f]/g, (char, index: number) => {
      if (/[0-9]/.test(char)) return index === 0 ? `\\x3${char}` : char;
      return /[A-Za-z]/.test(char) ? char : `\\${char}`;
    });
    out += source.slice(at, escape) + quoted;
    at = end < 0 ? source.length : end + 2;
  }
  return out;
}

/**
 * A cursor over a pattern's code points. Past the end it reads 0, as Java does. In comments mode the reading methods pass
 * over white space and comments except where they say `raw`.
 */
export class Scanner {
  readonly length: number;
  cursor = 0;
  /** Ranges copied so far to make character classes. */
  work = 0;
  flags: ScanFlags;
  readonly #source: string;
  readonly #points: readonly number[];
  readonly #lastSupplementary: number;

  constructor(source: string, flags: ScanFlags) {
    this.#source = source;
    this.#points = Array.from(unquote(source), (char) => char.codePointAt(0) ?? 0);
    this.length = this.#points.length;
    this.flags = flags;
    this.#lastSupplementary = this.#points.findLastIndex(isSupplementary);
  }

  /** How letters' case counts here. */
  get folding(): Folding {
    if (!this.flags.ignoreCase) return "none";
    return this.flags.unicodeCase ? "unicode" : "ascii";
  }

  /** Whether everything is read. */
  get atEnd(): boolean {
    return this.cursor >= this.length;
  }

  /** The code point at an index; 0 past the end. */
  raw(index: number): number {
    return this.#points[index] ?? 0;
  }

  /** The code point under the cursor. */
  peek(): number {
    if (this.flags.comments) this.#skipBlank();
    return this.raw(this.cursor);
  }

  /** Reads the code point under the cursor. */
  read(): number {
    const ch = this.peek();
    this.cursor++;
    return ch;
  }

  /** Moves on by one and looks. */
  next(): number {
    this.cursor++;
    return this.peek();
  }

  /** The text from an index to before another. */
  slice(from: number, to: number): string {
    let text = "";
    for (let i = from; i < to; i++) text += String.fromCodePoint(this.raw(i));
    return text;
  }

  /** Whether the pattern has a supplementary code point or a surrogate at or after the index. */
  hasSupplementaryFrom(index: number): boolean {
    return index <= this.#lastSupplementary;
  }

  /** Reads the given code point or fails. */
  expect(cp: number, description: string): void {
    if (this.read() !== cp) throw this.fault(description);
  }

  /** The fault to throw for what was just read. */
  fault(description: string): RegexSyntaxFault {
    return new RegexSyntaxFault(description, this.cursor - 1, this.#source);
  }

  #skipBlank(): void {
    for (;;) {
      const ch = this.raw(this.cursor);
      if (isSpace(ch)) this.cursor++;
      else if (ch === C.hash) this.#skipLine();
      else return;
    }
  }

  #skipLine(): void {
    while (this.cursor < this.length && !this.#isLineEnd(this.raw(this.cursor))) this.cursor++;
  }

  #isLineEnd(ch: number): boolean {
    if (this.flags.unixLines) return ch === 10;
    return ch === 10 || ch === 13 || ch === 0x85 || ch === 0x2028 || ch === 0x2029;
  }
}
