import { complementOf, rangeSet, type CharSet } from "./charset.ts";
import { unicodeProperty } from "./properties.ts";

const DIGIT = rangeSet([48, 57], true);
const WORD = rangeSet([48, 57, 65, 90, 95, 95, 97, 122], true);
const SPACE = rangeSet([9, 13, 32, 32], true);
const HORIZONTAL = rangeSet(
  [
    9, 9, 32, 32, 0xa0, 0xa0, 0x1680, 0x1680, 0x180e, 0x180e, 0x2000, 0x200a, 0x202f, 0x202f, 0x205f, 0x205f,
  ].concat([0x3000, 0x3000]),
  true,
);
const VERTICAL = rangeSet([10, 13, 0x85, 0x85, 0x2028, 0x2029], true);
const ALL = rangeSet([0, 0x10ffff], false);
const DOT = complementOf(rangeSet([10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029], true));
const UNIX_DOT = complementOf(rangeSet([10, 10], true));

function lowerCaseClass(letter: string, unicode: boolean): CharSet {
  switch (letter) {
    case "d":
      return (unicode ? unicodeProperty("DIGIT", false) : undefined) ?? DIGIT;
    case "w":
      return (unicode ? unicodeProperty("WORD", false) : undefined) ?? WORD;
    case "s":
      return (unicode ? unicodeProperty("WHITE_SPACE", false) : undefined) ?? SPACE;
    case "h":
      return HORIZONTAL;
    default:
      return VERTICAL;
  }
}

const complements = new Map<CharSet, CharSet>();

/** The set of `\d \w \s \h \v` and of their upper-case complements. */
export function predefinedClass(letter: string, unicode: boolean): CharSet {
  const lower = letter.toLowerCase();
  const set = lowerCaseClass(lower, unicode);
  if (lower === letter) return set;
  let complement = complements.get(set);
  if (complement === undefined) {
    complement = complementOf(set);
    complements.set(set, complement);
  }
  return complement;
}

/** The set of `.`. */
export function dotClass(dotAll: boolean, unixLines: boolean): CharSet {
  if (dotAll) return ALL;
  return unixLines ? UNIX_DOT : DOT;
}
