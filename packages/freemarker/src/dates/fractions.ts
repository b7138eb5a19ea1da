import { digitValue } from "./java-integer.ts";

/**
 * What `S` is where a date format has more than three digits for it. `milliseconds`: a whole number of them, as Java has it, so
 * that `.123000` is 123 seconds. `decimal`: the digits behind the point of the seconds, so that it is 123 milliseconds.
 */
export type Fractions = "milliseconds" | "decimal";

export const FRACTIONS: readonly Fractions[] = ["milliseconds", "decimal"];

/** Digits of milliseconds. As many or fewer are milliseconds either way. */
const MILLISECOND_DIGITS = 3;

/**
 * The milliseconds of a decimal fraction of a second, cut off below the millisecond.
 * @param start where its sign or its first digit stands
 * @param end behind its last digit
 * @returns undefined for three digits or fewer, and for numbers that have more to them than digits (`1E3`)
 */
export function millisecondsOfFraction(
  text: string,
  start: number,
  end: number,
  minusSign: string,
): number | undefined {
  const negative = text.startsWith(minusSign, start);
  const first = negative ? start + minusSign.length : start;
  if (end - first <= MILLISECOND_DIGITS) return undefined;
  let value = 0;
  for (let at = first; at < end; at++) {
    const digit = digitValue(text.charCodeAt(at));
    if (digit < 0) return undefined;
    if (at < first + MILLISECOND_DIGITS) value = value * 10 + digit;
  }
  return (negative ? -value : value) + 0;
}

/**
 * A function that writes milliseconds as a decimal fraction of a second, of as many digits as its pattern has letters.
 * @param count letters; above three
 * @param padded writes a number as three digits
 */
export function fractionWriter(
  count: number,
  padded: (value: number) => string,
  zeroDigit: string,
): (milliseconds: number) => string {
  const zeros = zeroDigit.repeat(count - MILLISECOND_DIGITS);
  return (milliseconds) => padded(milliseconds) + zeros;
}
