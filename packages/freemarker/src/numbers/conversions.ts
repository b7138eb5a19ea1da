import { canonical, longOf, type NumberValue } from "./arithmetic.ts";
import { Decimal } from "./decimal.ts";
import { ArithmeticFault } from "./fault.ts";
import { Single } from "./single.ts";

/** `?abs`. */
export function abs(value: NumberValue): NumberValue {
  if (typeof value === "number") return Math.abs(value);
  return value.signum() < 0 ? value.negate() : value;
}

/** `?floor`: as the reference, of the nearest double. Throws an ArithmeticFault for infinite values and NaN. */
export function floor(value: NumberValue): NumberValue {
  return wholeOf(Math.floor(doubleOf(value)));
}

/** `?ceiling`: as the reference, of the nearest double. Throws an ArithmeticFault for infinite values and NaN. */
export function ceiling(value: NumberValue): NumberValue {
  return wholeOf(Math.ceil(doubleOf(value)));
}

/**
 * `?round`: of the nearest double, a half towards positive infinity. Throws an ArithmeticFault for infinite values
 * and NaN.
 */
export function round(value: NumberValue): NumberValue {
  const exact = doubleOf(value);
  const below = Math.floor(exact);
  return wholeOf(exact - below >= 0.5 ? below + 1 : below);
}

function doubleOf(value: NumberValue): number {
  if (typeof value === "number") return value;
  return value instanceof Single ? value.binary : value.toNumber();
}

/** A double that is whole, as the exact number it is: not as the one its shortest text writes. */
function wholeOf(value: number): NumberValue {
  if (Number.isSafeInteger(value)) return value + 0;
  if (!Number.isFinite(value)) {
    throw new ArithmeticFault("not-finite", "An infinite value or NaN cannot be rounded to a whole number");
  }
  return canonical(Decimal.ofBigInt(BigInt(value)));
}

/**
 * The low 32 bits of the whole part as a signed number: `?int`, and what the reference takes for an index. Infinite
 * values saturate, NaN is 0.
 */
export function toJsInteger(value: NumberValue): number {
  if (typeof value === "number") {
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return Math.trunc(value) | 0;
    if (Number.isNaN(value)) return 0;
    if (!Number.isFinite(value)) return value > 0 ? 0x7f_ff_ff_ff : -0x80_00_00_00;
  }
  return Number(BigInt.asIntN(32, longOf(value)));
}

/** `?int`. */
export function toInt(value: NumberValue): NumberValue {
  return toJsInteger(value);
}

/** `?long`: the low 64 bits of the whole part as a signed number. */
export function toLong(value: NumberValue): NumberValue {
  if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return Math.trunc(value) + 0;
  return canonical(Decimal.ofBigInt(longOf(value)));
}

/** `?short`: the low 16 bits of the whole part as a signed number. */
export function toShort(value: NumberValue): NumberValue {
  return (toJsInteger(value) << 16) >> 16;
}

/** `?byte`: the low 8 bits of the whole part as a signed number. */
export function toByte(value: NumberValue): NumberValue {
  return (toJsInteger(value) << 24) >> 24;
}

/** `?double`: the nearest double, as the number its shortest text writes. May be infinite. */
export function toDouble(value: NumberValue): NumberValue {
  return doubleOf(value) + 0;
}

/** `?float`: the nearest number of single precision. May be infinite. */
export function toFloat(value: NumberValue): NumberValue {
  const single = Math.fround(doubleOf(value)) + 0;
  const shortest = shortestSingle(single);
  return Object.is(shortest, single) ? single : new Single(single, Decimal.of(shortest));
}

function shortestSingle(single: number): number {
  if (Number.isSafeInteger(single) && Math.abs(single) < 2 ** 24) return single;
  for (let digits = 1; digits < 9; digits += 1) {
    const text = Number(single.toPrecision(digits));
    if (Math.fround(text) === single) return text;
  }
  return Number(single.toPrecision(9));
}
