import {
  type CalendarFields,
  dayOfWeekInMonth,
  dayOfYear,
  splitFields,
  weekDate,
  weekOfMonth,
} from "./calendar-fields.ts";
import { dayOfWeek } from "./calendar-days.ts";
import type { PatternItem } from "./date-pattern.ts";
import { type Fractions, fractionWriter } from "./fractions.ts";
import type { LocaleDates } from "./locale-dates.ts";
import type { TimeZone } from "./time-zone.ts";
import { zoneDisplayName } from "./zone-names.ts";

type FieldWriter = (fields: CalendarFields, epochMs: number) => string;

const LONG_THAI_ERAS = ["BC", "พุทธศักราช"];
/** Java pads numbers to no more digits than this. */
const MAX_PADDING = 309;

/** Builds the function from milliseconds since 1970 to text for a pattern. */
export function compileFormatter(
  items: readonly PatternItem[],
  locale: string,
  dates: LocaleDates,
  zone: TimeZone,
  fractions: Fractions,
): (epochMs: number) => string {
  const alone = items.filter((item) => item.kind === "field").length === 1;
  const writers = items.map((item): FieldWriter => {
    if (item.kind === "literal") return () => item.text;
    if (item.letter === "S" && item.count > 3 && fractions === "decimal") {
      const write = fractionWriter(Math.min(item.count, MAX_PADDING), padder(3, dates), dates.zeroDigit);
      return (f) => write(f.millisecond);
    }
    return fieldWriter(item.letter, item.count, alone, locale, dates, zone);
  });
  const fixed = zone.fixedOffset;
  return (epochMs) => {
    const fields = splitFields(epochMs + (fixed ?? zone.offsetAt(epochMs)), true);
    let out = "";
    for (const write of writers) out += write(fields, epochMs);
    return out;
  };
}

function fieldWriter(
  letter: string,
  count: number,
  alone: boolean,
  locale: string,
  dates: LocaleDates,
  zone: TimeZone,
): FieldWriter {
  const padded = padder(count, dates);
  switch (letter) {
    case "G":
      return eraWriter(count, dates);
    case "y":
      return yearWriter(count, dates, (f) => (f.year > 0 ? f.year : 1 - f.year));
    case "Y":
      return yearWriter(count, dates, (f) => weekDate(f, dates).weekYear);
    case "M":
    case "L":
      return monthWriter(letter, count, alone, dates);
    case "w":
      return (f) => padded(weekDate(f, dates).week);
    case "W":
      return (f) => padded(weekOfMonth(f, dates));
    case "D":
      return (f) => padded(dayOfYear(f));
    case "d":
      return (f) => padded(f.day);
    case "F":
      return (f) => padded(dayOfWeekInMonth(f));
    case "E": {
      const names = count >= 4 ? dates.weekdays : dates.shortWeekdays;
      return (f) => names[dayOfWeek(f.epochDay) - 1] ?? "";
    }
    case "u":
      return (f) => padded(((dayOfWeek(f.epochDay) + 5) % 7) + 1);
    default:
      return timeWriter(letter, count, padded, locale, dates, zone);
  }
}

function timeWriter(
  letter: string,
  count: number,
  padded: (value: number) => string,
  locale: string,
  dates: LocaleDates,
  zone: TimeZone,
): FieldWriter {
  switch (letter) {
    case "a":
      return (f) => dates.amPm[f.hour < 12 ? 0 : 1] ?? "";
    case "H":
      return (f) => padded(f.hour);
    case "k":
      return (f) => padded(f.hour === 0 ? 24 : f.hour);
    case "K":
      return (f) => padded(f.hour % 12);
    case "h":
      return (f) => padded(f.hour % 12 === 0 ? 12 : f.hour % 12);
    case "m":
      return (f) => padded(f.minute);
    case "s":
      return (f) => padded(f.second);
    case "S":
      return (f) => padded(f.millisecond);
    case "z":
      return zoneNameWriter(zone, count >= 4, locale);
    case "Z":
      return (_, epochMs) => offsetText(zone.offsetAt(epochMs), true, "");
    default:
      return (_, epochMs) => {
        const offset = zone.offsetAt(epochMs);
        return offset === 0 ? "Z" : offsetText(offset, count > 1, count === 3 ? ":" : "");
      };
  }
}

function zoneNameWriter(zone: TimeZone, long: boolean, locale: string): FieldWriter {
  let standard: string | undefined;
  let daylight: string | undefined;
  return (_, epochMs) =>
    zone.isDaylight(epochMs)
      ? (daylight ??= zoneDisplayName(zone, epochMs, long, locale))
      : (standard ??= zoneDisplayName(zone, epochMs, long, locale));
}

function yearWriter(
  count: number,
  dates: LocaleDates,
  yearOf: (fields: CalendarFields) => number,
): FieldWriter {
  const pad = padder(count, dates);
  const ahead = dates.yearOffset;
  if (count === 2) return (f) => pad(lastTwoDigits(yearOf(f) + ahead));
  return (f) => pad(yearOf(f) + ahead);
}

function lastTwoDigits(year: number): number {
  return year % 100;
}

function eraWriter(count: number, dates: LocaleDates): FieldWriter {
  const eras = dates.yearOffset === 0 || count < 4 ? dates.eras : LONG_THAI_ERAS;
  return (f) => eras[f.year > 0 ? 1 : 0] ?? "";
}

function monthWriter(letter: string, count: number, alone: boolean, dates: LocaleDates): FieldWriter {
  const padded = padder(count, dates);
  if (count < 3) return (f) => padded(f.month);
  const names = count >= 4 ? dates.months : dates.shortMonths;
  const standalone = count >= 4 ? dates.standaloneMonths : dates.standaloneShortMonths;
  if (letter === "L") {
    return (f) => {
      const name = standalone[f.month - 1] ?? "";
      return name === "" ? padded(f.month) : name;
    };
  }
  // A pattern that is but a month has the form of the name that stands alone.
  if (alone) {
    return (f) => {
      const name = standalone[f.month - 1] ?? "";
      return name === "" ? (names[f.month - 1] ?? "") : name;
    };
  }
  return (f) => names[f.month - 1] ?? "";
}

function offsetText(offset: number, minutes: boolean, separator: string): string {
  const total = Math.trunc(offset / 60_000);
  const hours = Math.floor(Math.abs(total) / 60);
  const text = `${total < 0 ? "-" : "+"}${twoDigits(hours)}`;
  return minutes ? `${text}${separator}${twoDigits(Math.abs(total) % 60)}` : text;
}

/** A number of one or two digits, as two. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function padder(count: number, dates: LocaleDates): (value: number) => string {
  const width = Math.min(count, MAX_PADDING);
  const plain = (value: number): string => {
    const digits = String(Math.abs(value)).padStart(width, "0");
    return value < 0 ? dates.minusSign + digits : digits;
  };
  if (dates.zeroDigit !== "0") {
    const zero = dates.zeroDigit.codePointAt(0) ?? 48;
    return (value) => plain(value).replaceAll(/\d/gu, (digit) => String.fromCodePoint(zero + Number(digit)));
  }
  if (width === 1) return (value) => (value < 0 ? plain(value) : String(value));
  if (width === 2) return (value) => (value >= 10 ? String(value) : value >= 0 ? `0${value}` : plain(value));
  return (value) => (value >= 1000 && width <= 4 ? String(value) : plain(value));
}
