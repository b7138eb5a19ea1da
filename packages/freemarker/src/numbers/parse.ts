import { canonical, type NumberValue } from "./arithmetic.ts";
import { Decimal } from "./decimal.ts";

/** At most 15 digits in all, at most 6 of them decimals: what a JavaScript number is canonical for. */
const SHORT = /^-?\d{1,9}(?:\.\d{1,6})?$/;

/**
 * The number a text writes: a number literal of a template, or what `?number` takes, which is the syntax of Java's
 * BigDecimal and the names of infinity and NaN. Undefined where the text writes no number; throws an ArithmeticFault
 * ("number-too-large") where it writes one of too many digits.
 */
export function parseNumber(text: string): NumberValue | undefined {
  if (SHORT.test(text)) return Number(text) + 0;
  switch (text) {
    case "INF":
    case "Infinity":
      return Number.POSITIVE_INFINITY;
    case "-INF":
    case "-Infinity":
      return Number.NEGATIVE_INFINITY;
    case "NaN":
      return Number.NaN;
    default: {
      const decimal = Decimal.parse(text);
      return decimal === undefined ? undefined : canonical(decimal);
    }
  }
}
