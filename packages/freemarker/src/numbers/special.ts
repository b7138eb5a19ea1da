import type { NumberValue } from "./arithmetic.ts";
import { ArithmeticFault } from "./fault.ts";

const MAX_INT = 2_147_483_647;

/**
 * `?lower_abc`: 1 is a, 26 is z, 27 is aa. Throws an ArithmeticFault for what is not a whole number of 32 bits, or
 * is below 1.
 */
export function lowerAbc(value: NumberValue): string {
  let rest = positiveInt(value);
  let letters = "";
  while (rest > 0) {
    const letter = (rest - 1) % 26;
    letters = String.fromCharCode(97 + letter) + letters;
    rest = (rest - 1 - letter) / 26;
  }
  return letters;
}

/** `?upper_abc`: 1 is A, 26 is Z, 27 is AA. Throws as {@link lowerAbc}. */
export function upperAbc(value: NumberValue): string {
  return lowerAbc(value).toUpperCase();
}

function positiveInt(value: NumberValue): number {
  const number = typeof value === "number" ? value : value.toNumber();
  const whole = typeof value === "number" ? Number.isInteger(value) : value.isInteger();
  if (!whole) throw new ArithmeticFault("not-an-integer", `${String(value)} is not a whole number`);
  if (number > MAX_INT || number < -MAX_INT - 1) {
    throw new ArithmeticFault("out-of-range", `${String(value)} is not a whole number of 32 bits`);
  }
  if (number < 1)
    throw new ArithmeticFault("out-of-range", `The number must be at least 1, but is ${number}`);
  return number;
}
