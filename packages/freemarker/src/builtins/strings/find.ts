import type { Budget } from "../../core/limits.ts";

/** Up to this much work in the worst case, the engine's own search does. */
const NATIVE_WORK = 1_000_000;
/** The engine's own search takes time in proportion to both lengths at worst; up to this pattern length that is little. */
const NATIVE_PATTERN = 32;

/**
 * Finds one text in others, in time that is in proportion to their lengths whatever they are. The engine's own search is
 * faster on most texts, but there are some on which it compares most of the pattern at every place.
 */
export class Finder {
  readonly pattern: string;
  private readonly budget: Budget;
  private borders: Int32Array | undefined;

  constructor(pattern: string, budget: Budget) {
    this.pattern = pattern;
    this.budget = budget;
  }

  /** The first place at or after `from`, or -1. */
  first(text: string, from = 0): number {
    if (this.isNative(text)) return text.indexOf(this.pattern, from);
    return this.scan(text, Math.max(0, from), text.length, true);
  }

  /** The last place at or before `from`, or -1. */
  last(text: string, from = text.length): number {
    if (from < 0) return -1;
    if (this.isNative(text)) return text.lastIndexOf(this.pattern, from);
    return this.scan(text, 0, Math.min(text.length, from + this.pattern.length), false);
  }

  private isNative(text: string): boolean {
    const { length } = this.pattern;
    return length <= NATIVE_PATTERN || length * text.length <= NATIVE_WORK;
  }

  /** The first or last place within a stretch of the text (Knuth, Morris and Pratt). */
  private scan(text: string, from: number, to: number, first: boolean): number {
    const { pattern } = this;
    this.borders ??= borders(pattern, this.budget);
    let found = -1;
    let matched = 0;
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i);
      while (matched > 0 && pattern.charCodeAt(matched) !== code) matched = this.borders[matched - 1] ?? 0;
      if (pattern.charCodeAt(matched) === code) matched++;
      if (matched === pattern.length) {
        found = i - matched + 1;
        if (first) return found;
        matched = this.borders[matched - 1] ?? 0;
      }
    }
    return found;
  }
}

/** For each start of the pattern, the length of its longest proper start that is its end, too. */
function borders(pattern: string, budget: Budget): Int32Array {
  budget.reserve(pattern.length);
  const lengths = new Int32Array(pattern.length);
  let length = 0;
  for (let i = 1; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i);
    while (length > 0 && pattern.charCodeAt(length) !== code) length = lengths[length - 1] ?? 0;
    if (pattern.charCodeAt(length) === code) length++;
    lengths[i] = length;
  }
  return lengths;
}
