import { ArithmeticFault } from "./fault.ts";

/** How a value between two neighbours is rounded, named as Java's RoundingMode. */
export type RoundingMode =
  | "UP"
  | "DOWN"
  | "CEILING"
  | "FLOOR"
  | "HALF_UP"
  | "HALF_DOWN"
  | "HALF_EVEN"
  | "UNNECESSARY";

/**
 * Whether the magnitude grows by one when a value is cut off. `half` compares what is cut off with one half: -1, 0,
 * 1; it is never nothing. Throws an ArithmeticFault for UNNECESSARY.
 */
export function roundsAway(
  mode: RoundingMode,
  negative: boolean,
  lastDigitOdd: boolean,
  half: number,
): boolean {
  switch (mode) {
    case "UP":
      return true;
    case "DOWN":
      return false;
    case "CEILING":
      return !negative;
    case "FLOOR":
      return negative;
    case "HALF_UP":
      return half >= 0;
    case "HALF_DOWN":
      return half > 0;
    case "HALF_EVEN":
      return half > 0 || (half === 0 && lastDigitOdd);
    case "UNNECESSARY":
      throw new ArithmeticFault("rounding-necessary", "Rounding is necessary, but the format rules it out");
  }
}

/** The quotient of two whole numbers, rounded to a whole number. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  const negative = numerator < 0n !== denominator < 0n;
  const twice = rest < 0n ? -rest * 2n : rest * 2n;
  const whole = denominator < 0n ? -denominator : denominator;
  let half = 0;
  if (twice !== whole) half = twice < whole ? -1 : 1;
  if (!roundsAway(mode, negative, quotient % 2n !== 0n, half)) return quotient;
  return negative ? quotient - 1n : quotient + 1n;
}
