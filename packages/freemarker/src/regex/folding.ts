import { isBmpRange, isSupplementary, predicateSet, rangeSet, type CharSet } from "./charset.ts";

/** How letters of either case match: not at all, for ASCII only, or for all of Unicode (Java's `i` and `iu`). */
export type Folding = "none" | "ascii" | "unicode";

function single(mapped: string, cp: number): number {
  const first = mapped.codePointAt(0) ?? cp;
  return mapped.length === (first > 0xffff ? 2 : 1) ? first : cp;
}

function upperOf(cp: number): number {
  // Greek letters with iota: their full mapping is two letters, the simple one is the title case.
  if (cp >= 0x1f80 && cp <= 0x1faf) return cp | 8;
  if (cp === 0x1fb3 || cp === 0x1fc3 || cp === 0x1ff3) return cp + 9;
  return single(String.fromCodePoint(cp).toUpperCase(), cp);
}

function lowerOf(cp: number): number {
  return cp === 0x130 ? 0x69 : single(String.fromCodePoint(cp).toLowerCase(), cp);
}

/** Code points mapped beforehand: the European alphabets. */
const TABLE = 0x530;
const UPPER = Uint16Array.from({ length: TABLE }, (_, cp) => upperOf(cp));
const LOWER = Uint16Array.from({ length: TABLE }, (_, cp) => lowerOf(cp));

/** The simple upper-case mapping of a code point, as `Character.toUpperCase(int)`. */
export function toUpper(cp: number): number {
  return UPPER[cp] ?? upperOf(cp);
}

/** The simple lower-case mapping of a code point, as `Character.toLowerCase(int)`. */
export function toLower(cp: number): number {
  return LOWER[cp] ?? lowerOf(cp);
}

/** The code point all case variants of a letter fold to. */
export function fold(cp: number): number {
  return toLower(toUpper(cp));
}

function isAsciiLetter(cp: number): boolean {
  return (cp >= 65 && cp <= 90) || (cp >= 97 && cp <= 122);
}

const foldSets = new Map<number, CharSet>();

/** The set of what folds to a letter, made once: there are not many letters. */
function foldSet(lower: number): CharSet {
  let set = foldSets.get(lower);
  if (set === undefined) {
    set = predicateSet((other) => other === lower || fold(other) === lower, 4);
    foldSets.set(lower, set);
  }
  return set;
}

/** The set of one code point and what folds to the same. */
export function singleSet(cp: number, folding: Folding): CharSet {
  if (folding === "ascii" && isAsciiLetter(cp)) return rangeSet([cp, cp, cp ^ 32, cp ^ 32], true);
  if (folding === "unicode") {
    const lower = fold(cp);
    if (lower !== toUpper(cp)) return foldSet(lower);
  }
  return rangeSet([cp, cp], !isSupplementary(cp));
}

/** The set of a range of code points and what folds into it. */
export function foldedRange(first: number, last: number, folding: Folding): CharSet {
  if (folding === "unicode") {
    const inside = (cp: number): boolean => cp >= first && cp <= last;
    return predicateSet((cp) => {
      if (inside(cp)) return true;
      const upper = toUpper(cp);
      return inside(upper) || inside(toLower(upper));
    }, 4);
  }
  if (folding === "none") return rangeSet([first, last], isBmpRange(first, last));
  const pairs = [first, last];
  for (const base of [65, 97]) {
    const low = Math.max(first, base);
    const high = Math.min(last, base + 25);
    if (low <= high) pairs.push(low ^ 32, high ^ 32);
  }
  return rangeSet(pairs, false);
}
