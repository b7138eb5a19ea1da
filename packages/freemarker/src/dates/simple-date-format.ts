import type { DateFormat } from "./date-format-type.ts";
import { readDatePattern } from "./date-pattern.ts";
import type { Fractions } from "./fractions.ts";
import { type DateType, DateValue } from "./date-value.ts";
import { localeDates } from "./locale-dates.ts";
import { compileFormatter } from "./simple-date-formatter.ts";
import { compileParser } from "./simple-date-parser.ts";
import type { TimeZone } from "./time-zone.ts";

/**
 * Java's `SimpleDateFormat`, lenient, for a pattern, a locale (`en_US`) and a zone. Parsing gives dates of `type`.
 * @param fractions what more than three digits of `S` are.
 * @param now milliseconds; two-digit years are read as in the hundred years that begin 80 years before.
 * @throws {DateFormatFault} `invalid-format` for a bad pattern; from `parse`, `unparsable`.
 */
export function simpleDateFormat(
  pattern: string,
  type: DateType,
  locale: string,
  zone: TimeZone,
  fractions: Fractions,
  now: number = Date.now(),
): DateFormat {
  const items = readDatePattern(pattern);
  const dates = localeDates(locale);
  const format = compileFormatter(items, locale, dates, zone, fractions);
  // Most formats never parse.
  let parse: ((text: string) => number) | undefined;
  return {
    format: (value) => format(value.epochMilliseconds),
    parse: (text) => {
      parse ??= compileParser(items, locale, dates, zone, now, fractions);
      return new DateValue(parse(text), type);
    },
  };
}
