/** Steps a helper took beyond one, for its caller to charge. */
export interface Meter {
  extra: number;
}

const EXTEND = /^[\p{Grapheme_Extend}\p{Emoji_Modifier}]$/u;
const SPACING = /^\p{Mc}$/u;
const CONTROL = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const REGIONAL = /^\p{Regional_Indicator}$/u;
const ZWJ = 0x200d;

type Class =
  | "cr"
  | "lf"
  | "control"
  | "extend"
  | "zwj"
  | "spacing"
  | "regional"
  | "l"
  | "v"
  | "t"
  | "lv"
  | "lvt"
  | "other";

function hangul(cp: number): Class | undefined {
  if (cp >= 0xac00 && cp <= 0xd7a3) return (cp - 0xac00) % 28 === 0 ? "lv" : "lvt";
  if ((cp >= 0x1100 && cp <= 0x115f) || (cp >= 0xa960 && cp <= 0xa97c)) return "l";
  if ((cp >= 0x1160 && cp <= 0x11a7) || (cp >= 0xd7b0 && cp <= 0xd7c6)) return "v";
  if ((cp >= 0x11a8 && cp <= 0x11ff) || (cp >= 0xd7cb && cp <= 0xd7fb)) return "t";
  return undefined;
}

function classOf(cp: number): Class {
  if (cp === 13) return "cr";
  if (cp === 10) return "lf";
  if (cp >= 32 && cp < 127) return "other";
  if (cp === ZWJ) return "zwj";
  const char = String.fromCodePoint(cp);
  if (EXTEND.test(char) || cp === 0x200c) return "extend";
  if (CONTROL.test(char)) return "control";
  if (SPACING.test(char)) return "spacing";
  if (REGIONAL.test(char)) return "regional";
  return hangul(cp) ?? "other";
}

function isPictograph(cp: number): boolean {
  return cp > 0xa8 && PICTOGRAPH.test(String.fromCodePoint(cp));
}

function hangulJoins(left: Class, right: Class): boolean {
  if (left === "l") return right === "l" || right === "v" || right === "lv" || right === "lvt";
  if (left === "lv" || left === "v") return right === "v" || right === "t";
  return (left === "lvt" || left === "t") && right === "t";
}

/** Whether two neighbours join whatever stands before them; emoji sequences and flags are the callers' to know. */
function joins(left: Class, right: Class): boolean {
  if (left === "cr") return right === "lf";
  if (left === "lf" || left === "control") return false;
  return right === "extend" || right === "zwj" || right === "spacing" || hangulJoins(left, right);
}

/** The index after the grapheme cluster that begins at `at`, which must be before the input's end. */
export function graphemeEnd(input: string, at: number, meter: Meter): number {
  let cp = input.codePointAt(at) ?? 0;
  let pos = at + (cp > 0xffff ? 2 : 1);
  let left = classOf(cp);
  let emoji = isPictograph(cp);
  let flags = left === "regional" ? 1 : 0;
  while (pos < input.length) {
    cp = input.codePointAt(pos) ?? 0;
    const right = classOf(cp);
    const flagPair = right === "regional" && flags === 1 && left === "regional";
    const emojiPair = left === "zwj" && emoji && isPictograph(cp);
    if (!joins(left, right) && !flagPair && !emojiPair) break;
    flags = flagPair ? 2 : flags;
    emoji &&= right === "extend" || right === "zwj" || emojiPair;
    left = right;
    pos += cp > 0xffff ? 2 : 1;
    meter.extra++;
  }
  return pos;
}

/**
 * Java's test for `\b{g}`: it looks for the first boundary after the last match's end and takes any index from there on
 * for one, except between the halves of a pair.
 */
export function isGraphemeBoundary(input: string, at: number, lastEnd: number, meter: Meter): boolean {
  if (at === 0 || at === input.length) return true;
  if ((input.codePointAt(at - 1) ?? 0) > 0xffff) return false;
  return lastEnd < input.length && graphemeEnd(input, lastEnd, meter) <= at;
}
