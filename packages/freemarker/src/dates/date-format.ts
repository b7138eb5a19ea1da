import { DateFormatFault, quoted } from "./date-fault.ts";
import type { DateFormat } from "./date-format-type.ts";
import type { DateType } from "./date-value.ts";
import type { Fractions } from "./fractions.ts";
import { isoFormat } from "./iso-format.ts";
import { namedPattern, namesStyle } from "./named-format.ts";
import { simpleDateFormat } from "./simple-date-format.ts";
import { timeZone } from "./time-zone.ts";

export type { DateFormat } from "./date-format-type.ts";

/**
 * The date format of a text, as FreeMarker's `date_format`, `time_format` and `datetime_format` settings and
 * `?string("…")`, `?date("…")`, `?time("…")`, `?datetime("…")` take it: `iso…` and `xs…` formats, styles as
 * `medium_long` (the
 * empty text is medium), else a `SimpleDateFormat` pattern. To be built once and kept; what it is told does not change.
 * @param type of the dates to be formatted, and that parsing gives.
 * @param locale as FreeMarker writes it, `de_DE`.
 * @param zoneId as the `time_zone` setting has it; an unknown id is GMT.
 * @param fractions what more than three digits of `S` are in a pattern.
 * @param now milliseconds; decides on the century of two-digit years.
 * @throws {DateFormatFault} `invalid-format`, `undefined-custom-format`, or `unknown-date-type` where the format
 * depends on the
 *   type and the type is `unknown`.
 */
export function dateFormat(
  pattern: string,
  type: DateType,
  locale: string,
  zoneId: string,
  fractions: Fractions = "milliseconds",
  now?: number,
): DateFormat {
  const zone = timeZone(zoneId);
  if (pattern.startsWith("xs") || pattern.startsWith("iso")) {
    if (type === "unknown") throw unknownType();
    return isoFormat(pattern, type, zone);
  }
  if (/^@\p{L}/u.test(pattern)) {
    const name = /^@([^ _]*)/u.exec(pattern)?.[1] ?? "";
    throw new DateFormatFault(
      "undefined-custom-format",
      `No custom date format was defined with name ${quoted(name)}`,
    );
  }
  if (type === "unknown") {
    if (namesStyle(pattern)) throw unknownType();
    return simpleDateFormat(pattern, type, locale, zone, fractions, now);
  }
  return simpleDateFormat(namedPattern(pattern, type, locale) ?? pattern, type, locale, zone, fractions, now);
}

function unknownType(): DateFormatFault {
  return new DateFormatFault(
    "unknown-date-type",
    "Can't convert the date-like value to string because it isn't known if it's a date (no time part), time or date-time value.",
  );
}
