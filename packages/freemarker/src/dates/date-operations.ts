import { DateFormatFault } from "./date-fault.ts";
import { type DateType, DateValue } from "./date-value.ts";

/** A type other than `unknown`. */
export type KnownDateType = Exclude<DateType, "unknown">;

/**
 * `?date_if_unknown`, `?time_if_unknown`, `?datetime_if_unknown`: gives a date of unknown type a type, leaves
 * others alone.
 */
export function typeIfUnknown(date: DateValue, type: KnownDateType): DateValue {
  return date.type === "unknown" ? date.withType(type) : date;
}

/**
 * `?date`, `?time` and `?datetime` of a date value.
 * @throws {DateFormatFault} `date-type-mismatch` where the date lacks the parts that are asked for.
 */
export function convertDate(date: DateValue, type: KnownDateType): DateValue {
  if (date.type === type) return date;
  if (date.type !== "unknown" && date.type !== "datetime") {
    throw new DateFormatFault(
      "date-type-mismatch",
      `Cannot convert ${date.type.toUpperCase()} to ${type.toUpperCase()}`,
    );
  }
  return date.withType(type);
}

/** `?long` of a date: milliseconds since 1970-01-01T00:00:00Z. */
export function dateToLong(date: DateValue): number {
  return date.epochMilliseconds;
}

/**
 * `?number_to_date`, `?number_to_time`, `?number_to_datetime`: the date that many milliseconds after 1970,
 * rounded to whole ones.
 * @throws {DateFormatFault} `number-range` for a number that is no 64-bit integer.
 */
export function numberToDate(milliseconds: number, type: KnownDateType): DateValue {
  const whole = Math.sign(milliseconds) * Math.round(Math.abs(milliseconds));
  if (!(Math.abs(whole) < 2 ** 63)) {
    throw new DateFormatFault(
      "number-range",
      `Number doesn't fit into a 64 bit signed integer (long): ${milliseconds}`,
    );
  }
  return new DateValue(whole + 0, type);
}

/**
 * Orders two dates: negative, 0 or positive.
 * @throws {DateFormatFault} `unknown-date-type` where a type is unknown, `date-type-mismatch` where the types differ.
 */
export function compareDates(left: DateValue, right: DateValue): number {
  if (left.type === "unknown" || right.type === "unknown") {
    const side = left.type === "unknown" ? "left" : "right";
    throw new DateFormatFault(
      "unknown-date-type",
      `The ${side} side of the comparison is a date-like value where it isn't known if it's a date (no time part), time or date-time value.`,
    );
  }
  if (left.type !== right.type) {
    throw new DateFormatFault(
      "date-type-mismatch",
      `Can't compare dates of different types. Left date type is ${left.type.toUpperCase()}, right date type is ${right.type.toUpperCase()}.`,
    );
  }
  return left.epochMilliseconds - right.epochMilliseconds;
}
