import { FIELD, ParsedFields, resolveFields } from "./calendar-resolve.ts";
import { DateFormatFault, quoted } from "./date-fault.ts";
import type { PatternItem } from "./date-pattern.ts";
import { type Fractions, millisecondsOfFraction } from "./fractions.ts";
import { digitValue, readInteger } from "./java-integer.ts";
import type { LocaleDates } from "./locale-dates.ts";
import { nameTable, matchName, type NameTable } from "./name-match.ts";
import type { ParseState } from "./parse-state.ts";
import { readIsoZone, readZone } from "./parse-zone.ts";
import { splitFields } from "./calendar-fields.ts";
import { hybridDay, DAY_MS } from "./calendar-days.ts";
import type { TimeZone } from "./time-zone.ts";

/** Reads one piece of a pattern at a position and tells where it ends, or -1. */
type FieldReader = (state: ParseState, start: number) => number;

/** The width of a number that ends where its digits end. */
const UNBOUNDED = 0x3fff_ffff;

const NUMBER_FIELDS = new Map<string, number>([
  ["w", FIELD.WEEK_OF_YEAR],
  ["W", FIELD.WEEK_OF_MONTH],
  ["D", FIELD.DAY_OF_YEAR],
  ["d", FIELD.DAY_OF_MONTH],
  ["F", FIELD.DAY_OF_WEEK_IN_MONTH],
  ["H", FIELD.HOUR_OF_DAY],
  ["K", FIELD.HOUR],
  ["m", FIELD.MINUTE],
  ["s", FIELD.SECOND],
  ["S", FIELD.MILLISECOND],
]);

/** Builds the function from text to milliseconds since 1970 for a pattern; it throws `unparsable` faults. */
export function compileParser(
  items: readonly PatternItem[],
  locale: string,
  dates: LocaleDates,
  zone: TimeZone,
  now: number,
  fractions: Fractions,
): (text: string) => number {
  const alone = items.filter((item) => item.kind === "field").length === 1;
  const century = centuryStart(now, zone, dates);
  const readers = items.map((item, i): FieldReader => {
    if (item.kind === "literal") {
      return (state, start) => (state.text.startsWith(item.text, start) ? start + item.text.length : -1);
    }
    const adjacent = isAdjacent(items[i + 1]);
    if (item.letter === "S" && fractions === "decimal") return fractionReader(widthOf(item.count, adjacent));
    return fieldReader(item.letter, item.count, adjacent, alone, dates, locale, century.year);
  });
  const fields = new ParsedFields();
  return (text) => {
    fields.reset();
    const state: ParseState = {
      text,
      fields,
      zone,
      ambiguousYear: false,
      minusSign: dates.minusSign,
      number: { value: 0, end: 0 },
    };
    let at = 0;
    for (const read of readers) {
      at = read(state, at);
      if (at < 0) break;
    }
    if (at <= 0) throw unparsable(text);
    const parsed = resolveFields(state.fields, dates, state.zone);
    if (!state.ambiguousYear || parsed >= century.instant) return parsed;
    for (const field of [FIELD.YEAR, FIELD.WEEK_YEAR]) {
      state.fields.values[field] = (state.fields.values[field] ?? 0) + 100;
    }
    return resolveFields(state.fields, dates, state.zone);
  };
}

function unparsable(text: string): DateFormatFault {
  return new DateFormatFault("unparsable", `Unparseable date: ${quoted(text)}`);
}

/** The start of the hundred years in which two-digit years are read. */
function centuryStart(now: number, zone: TimeZone, dates: LocaleDates): { instant: number; year: number } {
  const local = splitFields(now + zone.offsetAt(now), true);
  const year = local.year - 80;
  const wall =
    hybridDay(year, local.month, local.day) * DAY_MS +
    ((((now + zone.offsetAt(now)) % DAY_MS) + DAY_MS) % DAY_MS);
  return { instant: wall - zone.offsetAtWall(wall), year: year + dates.yearOffset };
}

/** Whether a number before this piece ends after as many characters as its field has letters. */
function isAdjacent(next: PatternItem | undefined): boolean {
  if (next?.kind !== "field") return false;
  return "ML".includes(next.letter) ? next.count <= 2 : !"GEazZX".includes(next.letter);
}

/** How many characters a number may take. */
function widthOf(count: number, adjacent: boolean): number {
  return adjacent ? count : UNBOUNDED;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c !== 32 && c !== 9) return at;
  }
  return -1;
}

function fieldReader(
  letter: string,
  count: number,
  adjacent: boolean,
  alone: boolean,
  dates: LocaleDates,
  locale: string,
  centuryYear: number,
): FieldReader {
  const field = NUMBER_FIELDS.get(letter);
  const width = widthOf(count, adjacent);
  if (field !== undefined) return numberReader(width, (value) => value, field);
  switch (letter) {
    case "y":
      return yearReader(FIELD.YEAR, count, width, centuryYear);
    case "Y":
      return yearReader(FIELD.WEEK_YEAR, count, width, centuryYear);
    case "M":
    case "L":
      if (count <= 2) return numberReader(width, (value) => value - 1, FIELD.MONTH);
      return nameReader(FIELD.MONTH, monthNames(letter, alone, dates));
    case "k":
      return numberReader(width, (value) => (value === 24 ? 0 : value), FIELD.HOUR_OF_DAY);
    case "h":
      return numberReader(width, (value) => (value === 12 ? 0 : value), FIELD.HOUR);
    case "u":
      return numberReader(
        width,
        (value) => (value < 1 || value > 7 ? value : (value % 7) + 1),
        FIELD.DAY_OF_WEEK,
      );
    case "G":
      return nameReader(FIELD.ERA, nameTable([dates.eras], 0));
    case "E":
      return nameReader(FIELD.DAY_OF_WEEK, nameTable(weekdayNames(dates), 1));
    case "a":
      return nameReader(FIELD.AM_PM, nameTable([dates.amPm], 0));
    case "X":
      return afterBlanks((state, at) => readIsoZone(state, at, count));
    default:
      return afterBlanks((state, at, start) => readZone(state, at, start, locale));
  }
}

function monthNames(letter: string, alone: boolean, dates: LocaleDates): NameTable {
  const standalone = [dates.standaloneShortMonths, dates.standaloneMonths];
  const inDate = [dates.shortMonths, dates.months];
  if (letter === "L") return nameTable([...inDate, ...standalone], 0);
  return nameTable(alone ? standalone : inDate, 0);
}

function weekdayNames(dates: LocaleDates): (readonly string[])[] {
  return [dates.shortWeekdays, dates.weekdays];
}

function numberReader(width: number, convert: (value: number) => number, field: number): FieldReader {
  return (state, start) => {
    const at = readNumber(state, start, width);
    if (at < 0) return -1;
    state.fields.set(field, convert(state.number.value));
    return state.number.end;
  };
}

/** Reads milliseconds, which more than three digits write as a decimal fraction of a second. */
function fractionReader(width: number): FieldReader {
  return (state, start) => {
    const at = readNumber(state, start, width);
    if (at < 0) return -1;
    const { value, end } = state.number;
    const milliseconds = millisecondsOfFraction(state.text, at, end, state.minusSign) ?? value;
    state.fields.set(FIELD.MILLISECOND, milliseconds);
    return end;
  };
}

/** Reads a number after blanks; `width` counts from before them. Tells where the number starts, or -1. */
function readNumber(state: ParseState, start: number, width: number): number {
  const { text } = state;
  const at = skipBlanks(text, start);
  if (at < 0 || (width !== UNBOUNDED && start + width > text.length)) return -1;
  return readInteger(text, at, Math.min(text.length, start + width), state.minusSign, state.number) ? at : -1;
}

function yearReader(field: number, count: number, width: number, centuryYear: number): FieldReader {
  return (state, start) => {
    const at = readNumber(state, start, width);
    if (at < 0) return -1;
    const { end } = state.number;
    let { value } = state.number;
    if (
      count <= 2 &&
      end - at === 2 &&
      digitValue(state.text.charCodeAt(at)) >= 0 &&
      digitValue(state.text.charCodeAt(at + 1)) >= 0
    ) {
      const first = centuryYear % 100;
      state.ambiguousYear = value === first;
      value += Math.floor(centuryYear / 100) * 100 + (value < first ? 100 : 0);
    }
    state.fields.set(field, value);
    return end;
  };
}

function nameReader(field: number, names: NameTable): FieldReader {
  return (state, start) => {
    // Blanks before a name are no part of it, and Java doesn't pass over them: only the end of the text is looked for.
    if (skipBlanks(state.text, start) < 0) return -1;
    const match = matchName(state.text, start, names);
    if (match === undefined) return -1;
    state.fields.set(field, match.value);
    return start + match.name.length;
  };
}

function afterBlanks(read: (state: ParseState, at: number, start: number) => number): FieldReader {
  return (state, start) => {
    const at = skipBlanks(state.text, start);
    return at < 0 ? -1 : read(state, at, start);
  };
}
