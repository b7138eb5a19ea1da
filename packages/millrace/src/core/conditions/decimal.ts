/** What JSON reads as a number. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** True for a text that is a number the way JSON writes it: `10`, `10.0`, `-1e400`; not `007`, `+1`, ` 1` or `0x1`. */
export function isNumberText(text: string): boolean {
  const c = text.charCodeAt(0);
  // Most texts are no numbers, and their first character says so.
  return ((c >= 0x30 && c <= 0x39) || c === 0x2d) && NUMBER.test(text);
}

/**
 * Compares two numbers by what is written: below 0 where `a` is less, 0 where they are equal, above 0 where it is greater.
 * However many digits they have, none is lost. Exponents beyond {@link MAX_EXPONENT} count as that.
 * @param a a text that {@link isNumberText} takes
 * @param b likewise
 */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [Number(a), Number(b)];
  // Doubles keep the order of what they stand for, so where two differ they have decided.
  if (left !== right) return left < right ? -1 : 1;
  return compareExactly(decimalOf(a), decimalOf(b));
}

/** A number as `±0.DIGITS × 10^point`: no zero at either end of the digits, and none at all for zero. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/** Larger exponents than this cannot be told apart; nobody's can. */
const MAX_EXPONENT = 1e15;

function decimalOf(text: string): Decimal {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const negative = mantissa.startsWith("-");
  const [whole = "", fraction = ""] = mantissa.slice(negative ? 1 : 0).split(".");
  const all = whole + fraction;
  const start = countZeros(all, 0, 1);
  if (start === all.length) return { negative: false, digits: "", point: 0 };
  const end = all.length - countZeros(all, all.length - 1, -1);
  const power = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(exponent)));
  return { negative, digits: all.slice(start, end), point: power + whole.length - start };
}

function countZeros(text: string, from: number, step: 1 | -1): number {
  let at = from;
  while (text.charCodeAt(at) === 0x30) at += step;
  return (at - from) * step;
}

function compareExactly(a: Decimal, b: Decimal): number {
  if (a.digits === "" || b.digits === "") return signOf(a) - signOf(b);
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const [low, high] = a.negative ? [b, a] : [a, b];
  return low.point - high.point || (low.digits < high.digits ? -1 : Number(low.digits > high.digits));
}

function signOf({ digits, negative }: Decimal): number {
  return digits === "" ? 0 : negative ? -1 : 1;
}
