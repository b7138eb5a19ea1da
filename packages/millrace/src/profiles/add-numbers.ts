import { ExactNumber } from "../core/json/lossless.ts";

/** Whole numbers up to this many digits are added digit by digit; nobody counts further. */
const WHOLE = /^-?\d{1,100}$/;

/** True for a number as `parseLossless` gives it. */
export function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** The sum. Whole numbers keep all their digits; others are added as doubles. Undefined where no number can hold it. */
export function addNumbers(
  a: number | ExactNumber,
  b: number | ExactNumber,
): number | ExactNumber | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum) || !Number.isInteger(a) || !Number.isInteger(b)) return finite(sum);
  }
  const [left, right] = [String(a), String(b)];
  if (!WHOLE.test(left) || !WHOLE.test(right)) return finite(Number(left) + Number(right));
  const exact = String(BigInt(left) + BigInt(right));
  return String(Number(exact)) === exact ? Number(exact) : new ExactNumber(exact);
}

function finite(sum: number): number | undefined {
  return Number.isFinite(sum) ? sum : undefined;
}
