import { blockRange } from "./blocks.ts";
import { isBmpRange, predicateSet, rangeSet, type CharSet } from "./charset.ts";
import { scriptCode } from "./scripts.ts";

/**
 * A set told by a Unicode property escape. Answers for the BMP are kept by pages of 256 code points, as running a RegExp for
 * each character is slow.
 */
function propertySet(classBody: string): CharSet {
  const pattern = new RegExp(`^[${classBody}]$`, "u");
  const known = new Uint8Array(256);
  const members = new Uint8Array(8192);
  const ask = (cp: number): boolean => pattern.test(String.fromCodePoint(cp));
  return predicateSet((cp) => {
    if (cp > 0xffff) return ask(cp);
    const page = cp >> 8;
    if (known[page] === 0) {
      for (let i = page << 8; i < (page + 1) << 8; i++) {
        if (ask(i)) members[i >> 3] = (members[i >> 3] ?? 0) | (1 << (i & 7));
      }
      known[page] = 1;
    }
    return (((members[cp >> 3] ?? 0) >> (cp & 7)) & 1) === 1;
  }, 2);
}

const made = new Map<string, CharSet>();

function cachedProperty(classBody: string): CharSet {
  let set = made.get(classBody);
  if (set === undefined) {
    set = propertySet(classBody);
    made.set(classBody, set);
  }
  return set;
}

const CATEGORIES = new Set(
  "Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S LC".split(
    " ",
  ),
);

/** Java's POSIX classes: pairs of first and last ASCII characters. */
const ASCII_CLASSES = new Map<string, readonly number[]>([
  ["ASCII", [0, 127]],
  ["Alnum", [48, 57, 65, 90, 97, 122]],
  ["Alpha", [65, 90, 97, 122]],
  ["Blank", [9, 9, 32, 32]],
  ["Cntrl", [0, 31, 127, 127]],
  ["Digit", [48, 57]],
  ["Graph", [33, 126]],
  ["Lower", [97, 122]],
  ["Print", [32, 126]],
  ["Punct", [33, 47, 58, 64, 91, 96, 123, 126]],
  ["Space", [9, 13, 32, 32]],
  ["Upper", [65, 90]],
  ["XDigit", [48, 57, 65, 70, 97, 102]],
  ["L1", [0, 255]],
]);

const IGNORABLE = "\\0-\\x08\\x0e-\\x1b\\x7f-\\x9f\\p{Cf}";

const JAVA_CLASSES = new Map<string, string>([
  ["LD", "\\p{L}\\p{Nd}"],
  ["all", "\\0-\\u{10ffff}"],
  ["javaLowerCase", "\\p{Lowercase}"],
  ["javaUpperCase", "\\p{Uppercase}"],
  ["javaAlphabetic", "\\p{Alphabetic}"],
  ["javaIdeographic", "\\p{Ideographic}"],
  ["javaTitleCase", "\\p{Lt}"],
  ["javaDigit", "\\p{Nd}"],
  ["javaDefined", "\\P{Cn}"],
  ["javaLetter", "\\p{L}"],
  ["javaLetterOrDigit", "\\p{L}\\p{Nd}"],
  ["javaJavaIdentifierStart", "\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}"],
  ["javaJavaIdentifierPart", `\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}\\p{Nd}\\p{Mc}\\p{Mn}${IGNORABLE}`],
  ["javaUnicodeIdentifierStart", "\\p{ID_Start}"],
  ["javaUnicodeIdentifierPart", `\\p{ID_Continue}${IGNORABLE}`],
  ["javaIdentifierIgnorable", IGNORABLE],
  ["javaSpaceChar", "\\p{Z}"],
  ["javaWhitespace", "\\t-\\r\\x1c-\\x20\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000"],
  ["javaISOControl", "\\0-\\x1f\\x7f-\\x9f"],
  ["javaMirrored", "\\p{Bidi_Mirrored}"],
]);

const UNICODE_PROPERTIES = new Map<string, string>([
  ["ALPHABETIC", "\\p{Alphabetic}"],
  ["LETTER", "\\p{L}"],
  ["IDEOGRAPHIC", "\\p{Ideographic}"],
  ["LOWERCASE", "\\p{Lowercase}"],
  ["UPPERCASE", "\\p{Uppercase}"],
  ["TITLECASE", "\\p{Lt}"],
  ["WHITE_SPACE", "\\p{White_Space}"],
  ["CONTROL", "\\p{Cc}"],
  ["PUNCTUATION", "\\p{P}"],
  ["HEX_DIGIT", "\\p{Nd}A-Fa-f\\uff10-\\uff19\\uff21-\\uff26\\uff41-\\uff46"],
  ["ASSIGNED", "\\P{Cn}"],
  ["NONCHARACTER_CODE_POINT", "\\p{Noncharacter_Code_Point}"],
  ["DIGIT", "\\p{Nd}"],
  ["ALNUM", "\\p{Alphabetic}\\p{Nd}"],
  ["BLANK", "\\p{Zs}\\t"],
  ["GRAPH", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}"],
  ["PRINT", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\p{Zs}"],
  ["WORD", "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d"],
  ["JOIN_CONTROL", "\\u200c\\u200d"],
]);

const UNICODE_ALIASES = new Map([
  ["WHITESPACE", "WHITE_SPACE"],
  ["HEXDIGIT", "HEX_DIGIT"],
  ["NONCHARACTERCODEPOINT", "NONCHARACTER_CODE_POINT"],
  ["JOINCONTROL", "JOIN_CONTROL"],
]);

const POSIX_AS_UNICODE = new Map([
  ["ALPHA", "ALPHABETIC"],
  ["LOWER", "LOWERCASE"],
  ["UPPER", "UPPERCASE"],
  ["SPACE", "WHITE_SPACE"],
  ["PUNCT", "PUNCTUATION"],
  ["XDIGIT", "HEX_DIGIT"],
  ["ALNUM", "ALNUM"],
  ["CNTRL", "CONTROL"],
  ["DIGIT", "DIGIT"],
  ["BLANK", "BLANK"],
  ["GRAPH", "GRAPH"],
  ["PRINT", "PRINT"],
]);

const ANY_CASE = "\\p{Lowercase}\\p{Uppercase}\\p{Lt}";

/** A Unicode binary property by the name Java gives it after `Is`, in any case. */
export function unicodeProperty(name: string, ignoreCase: boolean): CharSet | undefined {
  const upper = name.toUpperCase();
  const key = UNICODE_ALIASES.get(upper) ?? POSIX_AS_UNICODE.get(upper) ?? upper;
  if (ignoreCase && (key === "LOWERCASE" || key === "UPPERCASE" || key === "TITLECASE")) {
    return cachedProperty(ANY_CASE);
  }
  const body = UNICODE_PROPERTIES.get(key);
  return body === undefined ? undefined : cachedProperty(body);
}

function script(name: string): CharSet | undefined {
  const code = scriptCode(name);
  if (code === undefined) return undefined;
  return cachedProperty(code === "Zzzz" ? "\\p{Cn}\\p{Co}\\p{Cs}" : `\\p{Script=${code}}`);
}

function block(name: string): CharSet | undefined {
  const range = blockRange(name);
  return range === undefined ? undefined : rangeSet(range, false);
}

/** A general category, POSIX class or `java…` class. */
function namedClass(name: string, ignoreCase: boolean): CharSet | undefined {
  if (ignoreCase) {
    if (name === "Lu" || name === "Ll" || name === "Lt") return cachedProperty("\\p{LC}");
    if (name === "Lower" || name === "Upper") return namedClass("Alpha", false);
    if (name === "javaLowerCase" || name === "javaUpperCase" || name === "javaTitleCase") {
      return cachedProperty(ANY_CASE);
    }
  }
  const ascii = ASCII_CLASSES.get(name);
  if (ascii !== undefined) return rangeSet(ascii, isBmpRange(0, 255));
  if (CATEGORIES.has(name)) return cachedProperty(`\\p{${name}}`);
  const body = JAVA_CLASSES.get(name);
  return body === undefined ? undefined : cachedProperty(body);
}

/** The set `\p{key=value}` names; the key in lower case. */
export function keyedProperty(key: string, value: string, ignoreCase: boolean): CharSet | undefined {
  switch (key) {
    case "sc":
    case "script":
      return script(value);
    case "blk":
    case "block":
      return block(value);
    case "gc":
    case "general_category":
      return namedClass(value, ignoreCase);
    default:
      return undefined;
  }
}

/** The set `\p{name}` names; with `unicodeClasses` (Java's `U`) POSIX names mean Unicode properties. */
export function propertyByName(
  name: string,
  ignoreCase: boolean,
  unicodeClasses: boolean,
): CharSet | undefined {
  if (name.startsWith("In")) return block(name.slice(2));
  if (name.startsWith("Is")) {
    const rest = name.slice(2);
    return unicodeProperty(rest, ignoreCase) ?? namedClass(rest, ignoreCase) ?? script(rest);
  }
  const posix = unicodeClasses ? POSIX_AS_UNICODE.get(name.toUpperCase()) : undefined;
  return (
    (posix === undefined ? undefined : unicodeProperty(posix, ignoreCase)) ?? namedClass(name, ignoreCase)
  );
}
