import { DateFormatFault } from "./date-fault.ts";

/** One piece of a date pattern: literal text, or a field's letter and how often it is repeated. */
export type PatternItem =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "field"; readonly letter: string; readonly count: number };

/** Longest date pattern taken; formatting and parsing take time in proportion to it. */
export const MAX_PATTERN_LENGTH = 10_000;

const LETTERS = "GyMdkHmsSEDFwWahKzZYuXL";

/**
 * Reads a `java.text.SimpleDateFormat` pattern.
 * @throws {DateFormatFault} `invalid-format` for an unknown letter, an open quote, `X` more than three times, or
 * a pattern
 *   longer than {@link MAX_PATTERN_LENGTH}.
 */
export function readDatePattern(pattern: string): PatternItem[] {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new DateFormatFault(
      "invalid-format",
      `The date pattern is longer than ${MAX_PATTERN_LENGTH} characters`,
    );
  }
  const items: PatternItem[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") items.push({ kind: "literal", text: literal });
    literal = "";
  };
  for (let i = 0; i < pattern.length;) {
    const c = pattern.charAt(i);
    if (c === "'") {
      const quote = readQuoted(pattern, i);
      literal += quote.text;
      i = quote.end;
    } else if (isLetter(c)) {
      if (!LETTERS.includes(c))
        throw new DateFormatFault("invalid-format", `Illegal pattern character '${c}'`);
      let end = i + 1;
      while (pattern.charAt(end) === c) end++;
      const count = end - i;
      if (c === "X" && count > 3)
        throw new DateFormatFault("invalid-format", `invalid ISO 8601 format: length=${count}`);
      flush();
      items.push({ kind: "field", letter: c, count });
      i = end;
    } else {
      literal += c;
      i++;
    }
  }
  flush();
  return items;
}

function isLetter(c: string): boolean {
  return (c >= "a" && c <= "z") || (c >= "A" && c <= "Z");
}

/** The text of a quotation that opens at `start`; two quotes are one, inside a quotation as outside. */
function readQuoted(pattern: string, start: number): { text: string; end: number } {
  if (pattern.charAt(start + 1) === "'") return { text: "'", end: start + 2 };
  let text = "";
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern.charAt(i) !== "'") {
      text += pattern.charAt(i);
    } else if (pattern.charAt(i + 1) === "'") {
      text += "'";
      i++;
    } else {
      return { text, end: i + 1 };
    }
  }
  throw new DateFormatFault("invalid-format", "Unterminated quote");
}
