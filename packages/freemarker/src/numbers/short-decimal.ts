/** 10 to the power of the index, all of them exact. */
export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, index) =>
  Number(`1e${index}`),
);

/** Below this magnitude a whole number has at most 15 digits. */
export const SHORT_LIMIT = 1e15;

const MAX_SCALE = 12;
const MILLION = 1e6;

/**
 * How many decimals a number has, where it has at most 12 of them and at most 15 digits in all, else -1.
 *
 * A decimal of at most 15 digits is the shortest text of the JavaScript number nearest to it, and a division of two
 * exact numbers gives that nearest number: so a whole number of 15 digits that, divided by the power of ten, gives
 * the value back, is its unscaled value.
 */
export function shortScale(value: number): number {
  for (let scale = 0; scale <= MAX_SCALE; scale += 1) {
    const power = POWERS_OF_TEN[scale] ?? 1;
    const unscaled = Math.round(value * power);
    if (!(Math.abs(unscaled) < SHORT_LIMIT)) return -1;
    if (unscaled / power === value) return scale;
  }
  return -1;
}

/**
 * a / b with 12 decimals, rounded half up, where it can be calculated with JavaScript numbers and has at most 15
 * digits; else undefined. `b` is not zero.
 */
export function divideShort(a: number, b: number): number | undefined {
  const scaleA = shortScale(a);
  const scaleB = shortScale(b);
  if (scaleA < 0 || scaleB < 0) return undefined;
  const power = POWERS_OF_TEN[Math.max(scaleA, scaleB)] ?? 1;
  const dividend = Math.abs(Math.round(a * power));
  const divisor = Math.abs(Math.round(b * power));
  // Below the limit, a remainder times a million is still exact.
  if (dividend >= SHORT_LIMIT || divisor >= 9e9) return undefined;
  let rest = dividend % divisor;
  const whole = (dividend - rest) / divisor;
  const negative = a < 0 !== b < 0;
  if (rest === 0) return (negative ? -whole : whole) + 0;
  const high = wholeQuotient(rest * MILLION, divisor);
  rest = (rest * MILLION) % divisor;
  const low = wholeQuotient(rest * MILLION, divisor);
  rest = (rest * MILLION) % divisor;
  const fraction = high * MILLION + low + (rest * 2 >= divisor ? 1 : 0);
  return joinShort(negative, whole, fraction);
}

function wholeQuotient(dividend: number, divisor: number): number {
  return (dividend - (dividend % divisor)) / divisor;
}

/** The number of a whole part and 12 decimals, undefined where it takes more than 15 digits. */
function joinShort(negative: boolean, whole: number, decimals: number): number | undefined {
  let fraction = decimals;
  let scale = MAX_SCALE;
  while (scale > 0 && fraction % 10 === 0) {
    fraction /= 10;
    scale -= 1;
  }
  const power = POWERS_OF_TEN[scale] ?? 1;
  const unscaled = whole * power + fraction;
  if (!(unscaled < SHORT_LIMIT)) return undefined;
  return (negative ? -unscaled : unscaled) / power + 0;
}
