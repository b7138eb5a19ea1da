/** One step of the comparison of two texts: how a character differs from others, from the coarsest to the finest difference. */
export interface CollationElement {
  /** Which letter or sign it is; 0 for what only tells texts apart that are otherwise the same. */
  readonly primary: number;
  /** Which accent. */
  readonly secondary: number;
  /** Upper or lower case. */
  readonly tertiary: number;
}

// The order of Java's own collation, which is older than Unicode's: most signs come before digits, in an order of their own,
// and spaces and hyphens are no letters but accents.

/** Characters that mean nothing, as ranges. */
const IGNORED = "\0\b\u000e\u001f\u007f\u009f\u200b\u200f";

/** Spaces, accents and hyphens, in order. */
const SECONDARY = [
  " ",
  "\u00a0",
  "\u2000\u2002",
  "\u2001\u2003",
  ...range(0x2004, 0x200a),
  ...chars("\u3000\ufeff\r\t\n\f\v"),
  "\u0301\u0341",
  "\u0300\u0340",
  ...chars(
    "\u0306\u0302\u030c\u030a\u030d\u0308\u030b\u0303\u0307\u0304\u0337\u0327\u0328\u0323\u0332\u0305\u0309",
  ),
  ...range(0x030e, 0x0312),
  "\u0313\u0343",
  ...range(0x0314, 0x0322),
  ...range(0x0324, 0x0326),
  ...range(0x0329, 0x0331),
  ...range(0x0333, 0x0336),
  ...range(0x0338, 0x033f),
  ...chars("\u0342\u0344\u0345\u0360\u0361"),
  ...range(0x0483, 0x0486),
  ...range(0x20d0, 0x20e1),
  "\u00ad",
  ...range(0x2010, 0x2015),
  "\u2212",
];

/** Signs, digits and letters, in order. */
const PRIMARY = [
  ...chars("_¯,"),
  ";\u037e",
  ...chars(":!¡?¿/."),
  "´\u1ffd",
  "`\u1fef",
  ...chars("^¨~"),
  "·\u0387",
  ...chars("¸'\"«»()[]{}§¶©®@¤฿¢₡₢$₫€₣₤₥₦₧£₨₪₩¥*\\&#%+±÷×<=>¬|¦°µ0123456789¼½¾"),
];
const LETTERS = "abcdðefghijklmnopqrstuvwxyz";

/** Characters that stand for two letters: the first and its tertiary difference, the second with that of an upper case letter. */
const EXPANSIONS: readonly (readonly [char: string, first: string, tertiary: number, second: string])[] = [
  ["ß", "s", 2, "s"],
  ["þ", "t", 2, "h"],
  ["Þ", "t", 3, "h"],
  ["æ", "a", 2, "e"],
  ["Æ", "a", 3, "e"],
  ["œ", "o", 2, "e"],
  ["Œ", "o", 3, "e"],
];

/** Between two letters there is room for those that a language has after the first. */
const STEP = 64;

/**
 * The elements of the characters that have a place in the order.
 *
 * @param own letters of a language, by the letter that they come after: `å,Å ä,Ä` are two letters in two cases each, `ő,Ő;ø,Ø`
 *   one letter in two forms; what begins with a comma or semicolon is a case or form of the letter that it comes after
 */
export function collationTable(
  own: Readonly<Record<string, string>>,
): ReadonlyMap<string, readonly CollationElement[]> {
  const table = new Map<string, readonly CollationElement[]>();
  const put = (all: string, primary: number, secondary: number, tertiary: number): void => {
    for (const char of all) table.set(char, [{ primary, secondary, tertiary }]);
  };
  for (let i = 0; i < IGNORED.length; i += 2)
    for (const char of range(IGNORED.charCodeAt(i), IGNORED.charCodeAt(i + 1))) put(char, 0, 0, 0);
  for (const [index, same] of SECONDARY.entries()) put(same, 0, index + 1, 0);
  put("-", 0, SECONDARY.indexOf("\u20e1") + 1, 1);
  for (const [index, same] of PRIMARY.entries()) put(same, (index + 1) * STEP, 0, 0);
  for (const letter of LETTERS) {
    put(letter, letterPrimary(letter), 0, 0);
    put(letter.toUpperCase(), letterPrimary(letter), 0, 1);
  }
  put("\u212a", letterPrimary("k"), 0, 1);
  for (const [char, first, tertiary, second] of EXPANSIONS) {
    table.set(char, [
      { primary: letterPrimary(first), secondary: 0, tertiary },
      { primary: letterPrimary(second), secondary: 0, tertiary: 1 },
    ]);
  }
  // Java leaves the letters below as they are in its tables, where they come after all others.
  for (const [index, char] of chars("ǣǢǽǼ").entries()) {
    table.set(char, [
      { primary: 0x7e_00, secondary: 0, tertiary: index % 2 },
      { primary: 0, secondary: SECONDARY.indexOf(index < 2 ? "\u0304" : "\u0301\u0341") + 1, tertiary: 0 },
    ]);
  }
  for (const [letter, text] of Object.entries(own)) {
    let primary = letterPrimary(letter);
    for (const entry of text.split(" ")) {
      if (!/^[,;]/u.test(entry)) primary++;
      for (const [secondary, form] of entry.split(";").entries())
        for (const [tertiary, char] of form.split(",").entries()) put(char, primary, secondary, tertiary);
    }
  }
  return table;
}

function letterPrimary(letter: string): number {
  return (PRIMARY.length + LETTERS.indexOf(letter) + 1) * STEP;
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
}

function chars(text: string): string[] {
  return text.split("");
}
