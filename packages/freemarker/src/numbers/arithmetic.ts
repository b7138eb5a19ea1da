import { Decimal } from "./decimal.ts";
import { ArithmeticFault } from "./fault.ts";
import { divideShort, POWERS_OF_TEN, SHORT_LIMIT, shortScale } from "./short-decimal.ts";

/**
 * A number of a template. A JavaScript number stands for the decimal that its shortest text writes and is the
 * canonical form of whatever has at most 15 significant digits; Decimal is for the rest. Infinity and NaN are
 * JavaScript numbers.
 */
export type NumberValue = number | Decimal;

/** Decimals a quotient has at least, and a product at most. */
const ENGINE_SCALE = 12;
const MAX_LONG = 9_223_372_036_854_775_807n;
const LARGEST_SHORT = BigInt(SHORT_LIMIT);

/** A value as an exact decimal. Throws an ArithmeticFault for infinite values and NaN. */
export function toDecimal(value: NumberValue): Decimal {
  return typeof value === "number" ? Decimal.of(value) : value;
}

/**
 * The canonical form of a decimal. One with trailing zeros past the 12th decimal stays as it is, since a quotient
 * has as many decimals as its operands.
 */
export function canonical(value: Decimal): NumberValue {
  let { unscaled, scale } = value;
  if (unscaled % 10n === 0n) {
    if (scale > ENGINE_SCALE) return value;
    if (unscaled >= LARGEST_SHORT || unscaled <= -LARGEST_SHORT)
      ({ unscaled, scale } = value.stripTrailingZeros());
  }
  if (unscaled >= LARGEST_SHORT || unscaled <= -LARGEST_SHORT) {
    const whole = scale === 0 ? Number(unscaled) : Number.NaN;
    return Number.isSafeInteger(whole) ? whole : value;
  }
  const digits = Number(unscaled);
  if (scale === 0) return digits;
  // Powers up to 1e22 are exact, so that one division or multiplication gives the nearest JavaScript number.
  if (scale > 0) return scale <= 22 ? digits / (POWERS_OF_TEN[scale] ?? 1) : nearby(value);
  return scale >= -22 ? digits * (POWERS_OF_TEN[-scale] ?? 1) : nearby(value);
}

/** Outside the range of JavaScript numbers, and in its denormal edge, the decimal must stay. */
function nearby(value: Decimal): NumberValue {
  const near = value.toNumber();
  const magnitude = Math.abs(near);
  return magnitude > 1e-290 && magnitude < 1e290 ? near : value;
}

/** a + b. Throws an ArithmeticFault for infinite values and NaN. */
export function add(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      const sum = a + b;
      if (Number.isSafeInteger(sum)) return sum + 0;
    }
    const sum = addShort(a, b);
    if (sum !== undefined) return sum;
  }
  return canonical(toDecimal(a).add(toDecimal(b)));
}

/** a - b. Throws an ArithmeticFault for infinite values and NaN. */
export function subtract(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      const difference = a - b;
      if (Number.isSafeInteger(difference)) return difference + 0;
    }
    const difference = addShort(a, -b);
    if (difference !== undefined) return difference;
  }
  return canonical(toDecimal(a).subtract(toDecimal(b)));
}

function addShort(a: number, b: number): number | undefined {
  const scaleA = shortScale(a);
  const scaleB = shortScale(b);
  if (scaleA < 0 || scaleB < 0) return undefined;
  const power = POWERS_OF_TEN[Math.max(scaleA, scaleB)] ?? 1;
  const unscaledA = Math.round(a * power);
  const unscaledB = Math.round(b * power);
  // The operand with fewer decimals was scaled up further than it was checked for.
  if (Math.abs(unscaledA) >= SHORT_LIMIT || Math.abs(unscaledB) >= SHORT_LIMIT) return undefined;
  const sum = unscaledA + unscaledB;
  return Math.abs(sum) < SHORT_LIMIT ? sum / power + 0 : undefined;
}

/** a * b with at most 12 decimals, rounded half up. Throws an ArithmeticFault for infinite values and NaN. */
export function multiply(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      const product = a * b;
      if (Number.isSafeInteger(product)) return product + 0;
    }
    const scaleA = shortScale(a);
    const scaleB = shortScale(b);
    if (scaleA >= 0 && scaleB >= 0 && scaleA + scaleB <= ENGINE_SCALE) {
      const product =
        Math.round(a * (POWERS_OF_TEN[scaleA] ?? 1)) * Math.round(b * (POWERS_OF_TEN[scaleB] ?? 1));
      if (Math.abs(product) < SHORT_LIMIT) return product / (POWERS_OF_TEN[scaleA + scaleB] ?? 1) + 0;
    }
  }
  return canonical(toDecimal(a).multiply(toDecimal(b), ENGINE_SCALE));
}

/**
 * a / b with 12 decimals (more where an operand has more), rounded half up. Throws an ArithmeticFault for division by
 * zero, infinite values and NaN.
 */
export function divide(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const quotient = divideShort(a, b);
    if (quotient !== undefined) return quotient;
  }
  const dividend = toDecimal(a);
  const divisor = toDecimal(b);
  return canonical(dividend.divide(divisor, Math.max(ENGINE_SCALE, dividend.scale, divisor.scale)));
}

/**
 * a % b as the reference calculates it: both operands cut to whole numbers of 64 bits first, the result with the
 * sign of `a`. Throws an ArithmeticFault where the cut divisor is zero.
 */
export function modulo(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === "number" && typeof b === "number") {
    const dividend = Math.trunc(a);
    const divisor = Math.trunc(b);
    if (Number.isSafeInteger(dividend) && Number.isSafeInteger(divisor) && divisor !== 0) {
      return (dividend % divisor) + 0;
    }
  }
  const divisor = longOf(b);
  if (divisor === 0n) throw new ArithmeticFault("division-by-zero", "Division by zero");
  return canonical(Decimal.ofBigInt(longOf(a) % divisor));
}

/** -value, which the reference multiplies by -1: with at most 12 decimals. */
export function negate(value: NumberValue): NumberValue {
  if (typeof value === "number" && (Number.isSafeInteger(value) || !Number.isFinite(value))) return 0 - value;
  if (typeof value !== "number" && value.scale <= ENGINE_SCALE) return value.negate();
  return multiply(value, -1);
}

/** Below, equal or above: -1, 0 or 1. Throws an ArithmeticFault where either is NaN. */
export function compare(a: NumberValue, b: NumberValue): -1 | 0 | 1 {
  if (typeof a === "number" && typeof b === "number") {
    // Shortest texts are ordered as their numbers are.
    if (a < b) return -1;
    if (a > b) return 1;
    if (a === b) return 0;
  }
  if (Number.isNaN(a) || Number.isNaN(b)) {
    throw new ArithmeticFault("not-a-number", "NaN cannot be compared with a number");
  }
  if (isInfinite(a)) return a === Number.POSITIVE_INFINITY ? 1 : -1;
  if (isInfinite(b)) return b === Number.POSITIVE_INFINITY ? -1 : 1;
  return toDecimal(a).compare(toDecimal(b));
}

/** Whether a value is infinite (`?is_infinite`). */
export function isInfinite(value: NumberValue): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

/** Whether a value is not a number (`?is_nan`). */
export function isNotANumber(value: NumberValue): boolean {
  return Number.isNaN(value);
}

/** The low 64 bits of the whole part; infinite values saturate and NaN is 0, as in Java. */
export function longOf(value: NumberValue): bigint {
  if (typeof value === "number" && !Number.isFinite(value)) {
    if (Number.isNaN(value)) return 0n;
    return value > 0 ? MAX_LONG : -MAX_LONG - 1n;
  }
  return BigInt.asIntN(64, toDecimal(value).toBigInt());
}
