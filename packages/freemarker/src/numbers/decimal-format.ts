import type { NumberValue } from "./arithmetic.ts";
import { multiply as multiplied, toDecimal } from "./arithmetic.ts";
import { digitsOf, roundDigits, type Digits } from "./digits.ts";
import type { RoundingMode } from "./rounding.ts";
import { Single } from "./single.ts";
import { POWERS_OF_TEN, SHORT_LIMIT } from "./short-decimal.ts";

/** Writes numbers in one way. Built once, used often. */
export interface NumberFormat {
  /** The text of a number. Throws an ArithmeticFault where the format rules out rounding and it is needed. */
  format(value: NumberValue): string;
}

/** A format with the locale's symbols in place. */
export interface FormatSpec {
  readonly positivePrefix: string;
  readonly positiveSuffix: string;
  readonly negativePrefix: string;
  readonly negativeSuffix: string;
  readonly minInteger: number;
  readonly maxInteger: number;
  readonly minFraction: number;
  readonly maxFraction: number;
  readonly groupingSize: number;
  readonly decimalAlwaysShown: boolean;
  readonly exponentDigits: number;
  /** Places by which the decimal point moves to the right. */
  readonly shift: number;
  /** What the number is multiplied with; with another than 1, `shift` is 0. */
  readonly multiplier: number;
  readonly rounding: RoundingMode;
  /** The UTF-16 code of the digit zero. */
  readonly zeroDigit: string;
  readonly decimalSeparator: string;
  readonly groupingSeparator: string;
  readonly minusSign: string;
  readonly exponentSeparator: string;
  readonly infinity: string;
  readonly nan: string;
}

const FAST_DECIMALS = 9;

/** A format as Java's DecimalFormat writes numbers. */
export function decimalFormat(spec: FormatSpec): NumberFormat {
  const fast =
    spec.exponentDigits === 0 &&
    spec.shift === 0 &&
    spec.multiplier === 1 &&
    spec.zeroDigit === "0" &&
    spec.minInteger === 1 &&
    !spec.decimalAlwaysShown;
  const format = (value: NumberValue): string => {
    if (typeof value === "number") {
      if (fast) {
        const text = formatShort(spec, value);
        if (text !== undefined) return text;
      }
      if (!Number.isFinite(value)) return formatNonFinite(spec, value);
    }
    return formatExactly(spec, value);
  };
  return { format };
}

/** The text of a number that needs no rounding; undefined where it may need some. */
function formatShort(spec: FormatSpec, value: number): string | undefined {
  const magnitude = value < 0 ? -value : value;
  if (!(magnitude < SHORT_LIMIT)) return undefined;
  let whole = magnitude;
  let fraction = "";
  if (magnitude !== Math.floor(magnitude)) {
    const decimals = Math.min(spec.maxFraction, FAST_DECIMALS);
    const power = POWERS_OF_TEN[decimals] ?? 1;
    const unscaled = Math.round(magnitude * power);
    if (!(unscaled < SHORT_LIMIT) || unscaled / power !== magnitude) return undefined;
    let rest = unscaled % power;
    whole = (unscaled - rest) / power;
    let places = decimals;
    while (rest % 10 === 0) {
      rest /= 10;
      places -= 1;
    }
    fraction = String(rest);
    if (fraction.length < places) fraction = fraction.padStart(places, "0");
  }
  if (fraction.length < spec.minFraction) fraction = fraction.padEnd(spec.minFraction, "0");
  let text = String(whole);
  if (spec.groupingSize > 0 && text.length > spec.groupingSize) text = grouped(spec, text);
  if (fraction !== "") text += spec.decimalSeparator + fraction;
  if (value < 0) return spec.negativePrefix + text + spec.negativeSuffix;
  return spec.positivePrefix + text + spec.positiveSuffix;
}

function formatNonFinite(spec: FormatSpec, value: number): string {
  if (Number.isNaN(value)) return spec.nan;
  return withAffixes(spec, value < 0 !== spec.multiplier < 0, spec.infinity);
}

function withAffixes(spec: FormatSpec, negative: boolean, text: string): string {
  if (negative) return spec.negativePrefix + text + spec.negativeSuffix;
  return spec.positivePrefix + text + spec.positiveSuffix;
}

function formatExactly(spec: FormatSpec, value: NumberValue): string {
  const plain = value instanceof Single ? value.binary : value;
  const product = spec.multiplier === 1 ? plain : exactProduct(plain, spec.multiplier);
  const exact = digitsOf(product, spec.shift);
  if (spec.exponentDigits > 0) {
    const rounded = roundDigits(exact, spec.maxInteger + spec.maxFraction, spec.rounding);
    return withAffixes(spec, rounded.negative, exponential(spec, rounded));
  }
  const rounded = roundDigits(exact, exact.point + spec.maxFraction, spec.rounding);
  return withAffixes(spec, rounded.negative, fixed(spec, rounded));
}

function exactProduct(value: NumberValue, multiplier: number): NumberValue {
  if (Number.isInteger(value)) return multiplied(value, multiplier);
  return toDecimal(value).multiply(toDecimal(multiplier));
}

function fixed(spec: FormatSpec, number: Digits): string {
  const { digits, point } = number;
  let integer = point <= 0 ? "" : digits.slice(0, point).padEnd(point, "0");
  integer = integer.padStart(spec.minInteger, "0");
  let fraction = point >= 0 ? digits.slice(point) : "0".repeat(digits === "" ? 0 : -point) + digits;
  fraction = fraction.padEnd(spec.minFraction, "0");
  if (integer === "" && fraction === "") integer = "0";
  integer = localDigits(spec, integer);
  if (spec.groupingSize > 0 && integer.length > spec.groupingSize) integer = grouped(spec, integer);
  if (fraction === "" && !spec.decimalAlwaysShown) return integer;
  return integer + spec.decimalSeparator + localDigits(spec, fraction);
}

function exponential(spec: FormatSpec, number: Digits): string {
  const { digits, point } = number;
  let exponent = point;
  let minIntegerDigits = spec.minInteger;
  if (spec.maxInteger > 1 && spec.maxInteger > spec.minInteger) {
    // The exponent is a multiple of the most integer digits.
    exponent = Math.floor((point - 1) / spec.maxInteger) * spec.maxInteger;
    minIntegerDigits = 1;
  } else {
    exponent -= minIntegerDigits;
  }
  const zero = digits === "";
  const integerDigits = zero ? minIntegerDigits : point - exponent;
  const least = Math.max(spec.minInteger + spec.minFraction, integerDigits);
  const mantissa = localDigits(spec, digits.padEnd(least, "0"));
  let text = mantissa.slice(0, integerDigits);
  if (mantissa.length > integerDigits || spec.decimalAlwaysShown) {
    text += spec.decimalSeparator + mantissa.slice(integerDigits);
  }
  if (zero) exponent = 0;
  const exponentText = localDigits(spec, String(Math.abs(exponent)).padStart(spec.exponentDigits, "0"));
  return text + spec.exponentSeparator + (exponent < 0 ? spec.minusSign : "") + exponentText;
}

function grouped(spec: FormatSpec, digits: string): string {
  let end = digits.length % spec.groupingSize;
  let text = digits.slice(0, end);
  for (; end < digits.length; end += spec.groupingSize) {
    if (text !== "") text += spec.groupingSeparator;
    text += digits.slice(end, end + spec.groupingSize);
  }
  return text;
}

function localDigits(spec: FormatSpec, digits: string): string {
  if (spec.zeroDigit === "0") return digits;
  const offset = spec.zeroDigit.charCodeAt(0) - 48;
  let text = "";
  for (let index = 0; index < digits.length; index += 1) {
    text += String.fromCharCode(digits.charCodeAt(index) + offset);
  }
  return text;
}
