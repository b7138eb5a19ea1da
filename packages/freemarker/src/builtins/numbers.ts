import { DateValue, type DateType } from "../dates/date-value.ts";
import { Fault } from "../core/fault.ts";
import {
  compare,
  isInfinite,
  isNotANumber,
  longOf,
  type NumberValue,
  toDecimal,
} from "../numbers/arithmetic.ts";
import {
  abs,
  ceiling,
  floor,
  round,
  toByte,
  toDouble,
  toFloat,
  toInt,
  toLong,
  toShort,
} from "../numbers/conversions.ts";
import { Decimal } from "../numbers/decimal.ts";
import { parseNumber } from "../numbers/parse.ts";
import { lowerAbc, upperAbc } from "../numbers/special.ts";
import { asDate, asNumber, unexpected } from "../runtime/convert.ts";
import { type Builtin, type BuiltinTable, numberProperty } from "./definition.ts";
import { textProperty } from "./strings/text-property.ts";

/** Built-ins on numbers, and `?number`. `?c`, `?cn` and `?string` are in `written.ts`. */
export const NUMBERS: BuiltinTable = {
  abs: numberProperty(abs),
  byte: numberProperty(toByte),
  ceiling: numberProperty(ceiling),
  double: numberProperty(toDouble),
  float: numberProperty(toFloat),
  floor: numberProperty(floor),
  int: numberProperty(toInt),
  is_infinite: numberProperty(isInfinite),
  is_nan: numberProperty(isNotANumber),
  lower_abc: numberProperty(lowerAbc),
  number_to_date: numberToDate("date"),
  number_to_datetime: numberToDate("datetime"),
  number_to_time: numberToDate("time"),
  round: numberProperty(round),
  short: numberProperty(toShort),
  upper_abc: numberProperty(upperAbc),
  long: {
    // Of a date, its milliseconds.
    get: (left, _, site) => {
      const number = asNumber(left);
      if (number !== undefined) return toLong(number);
      const date = asDate(left);
      if (date === undefined) throw unexpected(left, "number or date", site);
      return date.epochMilliseconds;
    },
  },
  number: textProperty((text, _, site) => {
    const number = parseNumber(text);
    if (number === undefined) throw site.elementError("invalid-value", `"${shortened(text)}" is no number.`);
    return number;
  }),
};

function numberToDate(type: DateType): Builtin {
  return numberProperty((number) => new DateValue(milliseconds(number), type));
}

const ONE = Decimal.of(1);
/** Beyond this, a number doesn't fit into 64 bits. */
const MAX_LONG = Decimal.ofBigInt(2n ** 63n - 1n);
const MIN_LONG = Decimal.ofBigInt(-(2n ** 63n));

/** A number as whole milliseconds, a half being rounded away from zero. Infinite ones end at the range's ends. */
function milliseconds(number: NumberValue): number {
  if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  if (isNotANumber(number)) return 0;
  if (isInfinite(number)) return Number(longOf(number));
  const whole = toDecimal(number).divide(ONE, 0, "HALF_UP");
  if (compare(whole, MAX_LONG) > 0 || compare(whole, MIN_LONG) < 0) {
    throw new Fault("invalid-value", "The number doesn't fit into the 64 bits that a date has.");
  }
  return whole.toNumber();
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
