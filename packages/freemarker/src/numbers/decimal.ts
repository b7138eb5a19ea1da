import { ArithmeticFault } from "./fault.ts";
import { divideRounded, type RoundingMode } from "./rounding.ts";

/** The most digits a number may have, written without an exponent. */
export const MAX_DIGITS = 10_000;

const TEN_TO_MAX_DIGITS = 10n ** BigInt(MAX_DIGITS);
const MAX_INT = 2_147_483_647;
const SYNTAX = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?)0*(\d{0,10}))?$/;
const EXPONENT_WITHOUT_DIGITS = /[eE][+-]?$/;
const NON_ASCII_DIGITS = /\p{Nd}/gu;
const ONE_DIGIT = /^\p{Nd}$/u;

const powers: bigint[] = [1n];
const CACHED_POWERS = 64;

/** 10 to the power of `exponent`, which is a whole number from 0. */
function powerOfTen(exponent: number): bigint {
  if (exponent >= CACHED_POWERS) return 10n ** BigInt(exponent);
  let power = powers[exponent];
  if (power === undefined) {
    power = 10n ** BigInt(exponent);
    powers[exponent] = power;
  }
  return power;
}

function tooLarge(): ArithmeticFault {
  return new ArithmeticFault("number-too-large", `A number has more than ${MAX_DIGITS} digits`);
}

/** The ASCII digit of a decimal digit of any script: digits of a script stand in a run that begins with its zero. */
function asciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  let value = 0;
  while (value < 9 && ONE_DIGIT.test(String.fromCharCode(code - value - 1))) value += 1;
  return digit.length > 1 ? digit : String(value);
}

/**
 * An exact decimal number: `unscaled` divided by 10 to the power of `scale`, as Java's BigDecimal. Immutable. No
 * value has more than {@link MAX_DIGITS} digits: what would throws an ArithmeticFault.
 */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  /** Throws an ArithmeticFault ("number-too-large") past {@link MAX_DIGITS}. */
  constructor(unscaled: bigint, scale: number) {
    if (scale > MAX_DIGITS || unscaled >= TEN_TO_MAX_DIGITS || unscaled <= -TEN_TO_MAX_DIGITS)
      throw tooLarge();
    if (scale < 0 && unscaled !== 0n) {
      if (scale < -MAX_DIGITS) throw tooLarge();
      const limit = powerOfTen(MAX_DIGITS + scale);
      if (unscaled >= limit || unscaled <= -limit) throw tooLarge();
    }
    this.unscaled = unscaled;
    this.scale = unscaled === 0n && scale < 0 ? 0 : scale;
  }

  /**
   * The number a text writes in the syntax of Java's BigDecimal, undefined where it writes none. Throws an
   * ArithmeticFault ("number-too-large") past {@link MAX_DIGITS}.
   */
  static parse(text: string): Decimal | undefined {
    const match = SYNTAX.exec(text) ?? SYNTAX.exec(text.replace(NON_ASCII_DIGITS, asciiDigit));
    if (match === null || EXPONENT_WITHOUT_DIGITS.test(text)) return undefined;
    const fraction = match[3] ?? match[4] ?? "";
    const exponent = match[6] === undefined ? 0 : Number(match[6]) * (match[5] === "-" ? -1 : 1);
    const scale = fraction.length - exponent;
    if (scale > MAX_INT || exponent > MAX_INT) return undefined;
    const digits = `${match[2] ?? ""}${fraction}`.replace(/^0+/, "");
    if (digits === "") return new Decimal(0n, Math.min(Math.max(scale, 0), MAX_DIGITS));
    if (digits.length > MAX_DIGITS || scale > MAX_DIGITS) throw tooLarge();
    return new Decimal(BigInt(match[1] === "-" ? `-${digits}` : digits), scale);
  }

  /**
   * The decimal that the shortest text of a JavaScript number writes: 0.1 is exactly 0.1. Throws an ArithmeticFault
   * for an infinite value and for NaN.
   */
  static of(value: number): Decimal {
    if (Number.isSafeInteger(value)) return new Decimal(BigInt(value), 0);
    if (Number.isNaN(value))
      throw new ArithmeticFault("not-a-number", "NaN is not a number one can calculate with");
    const decimal = Decimal.parse(String(value));
    if (decimal === undefined) {
      throw new ArithmeticFault("not-finite", "An infinite value is not a number one can calculate with");
    }
    return decimal;
  }

  /** A whole number. */
  static ofBigInt(value: bigint): Decimal {
    return new Decimal(value, 0);
  }

  /** The sum, of the larger of both scales. */
  add(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unscaledAt(scale) + other.unscaledAt(scale), scale);
  }

  /** The difference, of the larger of both scales. */
  subtract(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unscaledAt(scale) - other.unscaledAt(scale), scale);
  }

  /** The exact product; where its scale would be above `maxScale`, rounded to that scale, half up. */
  multiply(other: Decimal, maxScale = MAX_DIGITS): Decimal {
    const product = this.unscaled * other.unscaled;
    const scale = this.scale + other.scale;
    if (scale <= maxScale) return new Decimal(product, scale);
    return new Decimal(divideRounded(product, powerOfTen(scale - maxScale), "HALF_UP"), maxScale);
  }

  /** The quotient rounded to `scale`. Throws an ArithmeticFault ("division-by-zero"). */
  divide(divisor: Decimal, scale: number, mode: RoundingMode = "HALF_UP"): Decimal {
    if (divisor.unscaled === 0n) throw new ArithmeticFault("division-by-zero", "Division by zero");
    const shift = scale + divisor.scale - this.scale;
    const numerator = shift > 0 ? this.unscaled * powerOfTen(shift) : this.unscaled;
    const denominator = shift < 0 ? divisor.unscaled * powerOfTen(-shift) : divisor.unscaled;
    return new Decimal(divideRounded(numerator, denominator, mode), scale);
  }

  /** What is left of a division with a whole quotient; has this number's sign. Throws ("division-by-zero"). */
  remainder(divisor: Decimal): Decimal {
    if (divisor.unscaled === 0n) throw new ArithmeticFault("division-by-zero", "Division by zero");
    const scale = Math.max(this.scale, divisor.scale);
    return new Decimal(this.unscaledAt(scale) % divisor.unscaledAt(scale), scale);
  }

  /** The number with its sign changed. */
  negate(): Decimal {
    return new Decimal(-this.unscaled, this.scale);
  }

  /** Below, equal or above `other`: -1, 0 or 1. */
  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const left = this.unscaledAt(scale);
    const right = other.unscaledAt(scale);
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  /** The number with exactly `scale` decimals (negative: zeros before the point), rounded where it must be. */
  setScale(scale: number, mode: RoundingMode): Decimal {
    if (scale >= this.scale) return new Decimal(this.unscaledAt(scale), scale);
    return new Decimal(divideRounded(this.unscaled, powerOfTen(this.scale - scale), mode), scale);
  }

  /** -1, 0 or 1. */
  signum(): -1 | 0 | 1 {
    if (this.unscaled === 0n) return 0;
    return this.unscaled < 0n ? -1 : 1;
  }

  /** The whole number nearest to this one on the side of zero. */
  toBigInt(): bigint {
    return this.scale > 0 ? this.unscaled / powerOfTen(this.scale) : this.unscaledAt(0);
  }

  /** The nearest JavaScript number, infinite where none is near. */
  toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`);
  }

  /** Whether there is nothing behind the decimal point but zeros. */
  isInteger(): boolean {
    return this.scale <= 0 || this.unscaled % powerOfTen(this.scale) === 0n;
  }

  /** The same value with the smallest scale, which is negative for 100 (1E+2); zero has scale 0. */
  stripTrailingZeros(): Decimal {
    if (this.unscaled === 0n) return new Decimal(0n, 0);
    if (this.unscaled % 10n !== 0n) return this;
    const digits = this.unscaled.toString();
    let end = digits.length;
    while (digits.charCodeAt(end - 1) === 48) end -= 1;
    return new Decimal(BigInt(digits.slice(0, end)), this.scale - (digits.length - end));
  }

  /** The text BigDecimal's toString gives: with an exponent below 1E-6 and for a negative scale. */
  toString(): string {
    if (this.scale === 0) return this.unscaled.toString();
    const sign = this.unscaled < 0n ? "-" : "";
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
    const exponent = digits.length - 1 - this.scale;
    if (this.scale > 0 && exponent >= -6) return sign + withPoint(digits, this.scale);
    const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
    if (exponent === 0) return sign + mantissa;
    return `${sign}${mantissa}E${exponent > 0 ? "+" : ""}${exponent}`;
  }

  /** The text without an exponent. */
  toPlainString(): string {
    if (this.scale <= 0) return this.unscaledAt(0).toString();
    if (this.unscaled < 0n) return `-${withPoint((-this.unscaled).toString(), this.scale)}`;
    return withPoint(this.unscaled.toString(), this.scale);
  }

  private unscaledAt(scale: number): bigint {
    return scale === this.scale ? this.unscaled : this.unscaled * powerOfTen(scale - this.scale);
  }
}

function withPoint(digits: string, scale: number): string {
  const padded = digits.padStart(scale + 1, "0");
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
