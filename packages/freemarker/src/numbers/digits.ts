import type { NumberValue } from "./arithmetic.ts";
import { roundsAway, type RoundingMode } from "./rounding.ts";

/**
 * A finite number as text: 0.`digits` times 10 to the power of `point`. `digits` are ASCII, without zeros at either
 * end; none for zero. A number that was rounded to zero keeps its sign.
 */
export interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

const ZERO_CODE = 48;

/** The digits of a finite number, its decimal point moved `shift` places to the right. */
export function digitsOf(value: NumberValue, shift: number): Digits {
  if (typeof value !== "number") {
    const text = value.unscaled.toString();
    return trimmed(value.unscaled < 0n, value.unscaled < 0n ? text.slice(1) : text, shift - value.scale);
  }
  const text = String(Math.abs(value));
  const exponentAt = text.indexOf("e");
  const mantissa = exponentAt < 0 ? text : text.slice(0, exponentAt);
  const exponent = exponentAt < 0 ? 0 : Number(text.slice(exponentAt + 1));
  const pointAt = mantissa.indexOf(".");
  if (pointAt < 0) return trimmed(value < 0, mantissa, exponent + shift);
  const decimals = mantissa.length - pointAt - 1;
  return trimmed(
    value < 0,
    mantissa.slice(0, pointAt) + mantissa.slice(pointAt + 1),
    exponent + shift - decimals,
  );
}

/** Digits followed by `zeros` zeros (negative: decimals), without the zeros at either end. */
function trimmed(negative: boolean, text: string, zeros: number): Digits {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === ZERO_CODE) start += 1;
  while (end > start && text.charCodeAt(end - 1) === ZERO_CODE) end -= 1;
  if (start === end) return { negative, digits: "", point: 0 };
  return { negative, digits: text.slice(start, end), point: text.length - start + zeros };
}

/** The number rounded to its first `count` digits, which may be none; a negative count gives zero. */
export function roundDigits(number: Digits, count: number, mode: RoundingMode): Digits {
  const { negative, digits, point } = number;
  if (count >= digits.length) return number;
  // The reference does not round, whatever the mode, what is below a tenth of the last place kept.
  if (count < 0) return { negative, digits: "", point: 0 };
  const kept = count;
  const odd = kept > 0 && (digits.charCodeAt(kept - 1) & 1) === 1;
  if (!roundsAway(mode, negative, odd, compareToHalf(digits, kept))) {
    return trimmed(negative, digits.slice(0, kept), point - kept);
  }
  if (kept === 0) return { negative, digits: "1", point: point + 1 };
  let last = kept - 1;
  while (last >= 0 && digits.charCodeAt(last) === ZERO_CODE + 9) last -= 1;
  if (last < 0) return { negative, digits: "1", point: point + 1 };
  return {
    negative,
    digits: digits.slice(0, last) + String.fromCharCode(digits.charCodeAt(last) + 1),
    point,
  };
}

/** What stands from `position` on, compared with one half of the place before it. The digits end in no zero. */
function compareToHalf(digits: string, position: number): number {
  const first = digits.charCodeAt(position) - ZERO_CODE;
  if (first !== 5) return first < 5 ? -1 : 1;
  return digits.length > position + 1 ? 1 : 0;
}
