import type { Assertion } from "./ast.ts";
import { isSupplementary, type CharSet } from "./charset.ts";
import type { Folding } from "./folding.ts";
import { Op } from "./program.ts";

/** The one code point of a set, two code points, or undefined. */
export function fewOf(set: CharSet): readonly [number, number] | undefined {
  const ranges = set.ranges;
  if (ranges === undefined) return undefined;
  const [a = -1, b = -1, c = a, d = b] = ranges;
  if (
    ranges.length > 4 ||
    ranges.length === 0 ||
    a !== b ||
    c !== d ||
    isSupplementary(a) ||
    isSupplementary(c)
  ) {
    return undefined;
  }
  return [a, c];
}

/** Collects instructions and the tables they refer to; equal sets are kept once. */
export class Emitter {
  readonly code: number[] = [];
  readonly sets: CharSet[] = [];
  readonly texts: string[] = [];
  readonly asserts: Assertion[] = [];
  readonly foldings: Folding[] = [];
  registers: number;
  readonly #setIndex = new Map<CharSet | string, number>();

  constructor(groupCount: number) {
    this.registers = 2 * (groupCount + 1);
  }

  /** The index the next instruction will have. */
  get here(): number {
    return this.code.length;
  }

  /** Appends an instruction; returns its index. */
  emit(...words: readonly number[]): number {
    const at = this.code.length;
    for (const word of words) this.code.push(word);
    return at;
  }

  /** Sets a word left open, to the next instruction's index unless told otherwise. */
  patch(at: number, value = this.code.length): void {
    this.code[at] = value;
  }

  /** A register of its own. */
  register(): number {
    return this.registers++;
  }

  /** The index of a set. */
  set(set: CharSet): number {
    const key = set.ranges !== undefined && set.ranges.length <= 32 ? set.ranges.join() : set;
    let index = this.#setIndex.get(key);
    if (index === undefined) {
      index = this.sets.push(set) - 1;
      this.#setIndex.set(key, index);
    }
    return index;
  }

  /** Matches one code point of the set. */
  one(set: CharSet): void {
    const few = fewOf(set);
    if (few === undefined) this.emit(Op.set, this.set(set));
    else if (few[0] === few[1]) this.emit(Op.char, few[0]);
    else this.emit(Op.char2, few[0], few[1]);
  }

  /** Matches a text; code points that are supplementary or surrogates one by one, so that no half of a pair matches. */
  text(codePoints: readonly number[]): void {
    let plain = "";
    const flush = (): void => {
      if (plain.length === 1) this.emit(Op.char, plain.charCodeAt(0));
      else if (plain !== "") this.emit(Op.text, this.texts.push(plain) - 1, plain.length);
      plain = "";
    };
    for (const cp of codePoints) {
      if (isSupplementary(cp)) {
        flush();
        this.emit(Op.codePoint, cp);
      } else plain += String.fromCharCode(cp);
    }
    flush();
  }

  /** Tests a condition. */
  assertion(test: Assertion): void {
    let index = this.asserts.indexOf(test);
    if (index < 0) index = this.asserts.push(test) - 1;
    this.emit(Op.assert, index);
  }

  /** Matches what a group matched. */
  backReference(group: number, folding: Folding): void {
    let index = this.foldings.indexOf(folding);
    if (index < 0) index = this.foldings.push(folding) - 1;
    this.emit(Op.backReference, group, index);
  }
}
