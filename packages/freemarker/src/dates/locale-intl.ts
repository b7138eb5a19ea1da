/** The part of a locale's dates that `Intl` tells: patterns and names. Lists of four go from short to full. */
export interface LocaleNames {
  readonly datePatterns: readonly string[];
  readonly timePatterns: readonly string[];
  /** How a date `{1}` and a time `{0}` are joined. */
  readonly joiners: readonly string[];
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** Names of months that stand alone; an empty name means there is none. */
  readonly standaloneMonths: readonly string[];
  readonly standaloneShortMonths: readonly string[];
  /** From Sunday. */
  readonly weekdays: readonly string[];
  readonly shortWeekdays: readonly string[];
  readonly amPm: readonly string[];
  readonly eras: readonly string[];
}

type NamesOnly = Omit<LocaleNames, "datePatterns" | "timePatterns" | "joiners">;
type Options = Intl.DateTimeFormatOptions;
type Parts = readonly Intl.DateTimeFormatPart[];
type PartType = Intl.DateTimeFormatPartTypes;

const STYLES = ["short", "medium", "long", "full"] as const;
/** A Friday all of whose numbers have one digit, so that they show whether they are padded. */
const SAMPLE = Date.UTC(2003, 8, 5, 6, 7, 8);
const MORNING = Date.UTC(2003, 0, 1, 9);
const AFTERNOON = Date.UTC(2003, 0, 1, 15);
const BEFORE_CHRIST = Date.UTC(-500, 0, 1);
/** Months of a year, by its 15th days, and days of a week that begins with a Sunday. */
const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(2003, month, 15));
const WEEKDAYS = Array.from({ length: 7 }, (_, day) => Date.UTC(2003, 5, 1 + day));

const HOUR_LETTERS = new Map([
  ["h11", "K"],
  ["h12", "h"],
  ["h23", "H"],
  ["h24", "k"],
]);

/** By the locales that ICU has data of, and so no more than those. */
const known = new Map<string, LocaleNames>();

/**
 * Reads a locale's date patterns and names from what `Intl` prints. They are those of the runtime's ICU, and can differ
 * between versions of it.
 */
export function readLocaleNames(tag: string): LocaleNames {
  // Reading takes milliseconds. There are any number of tags, but most regions have their language's data.
  const resolved = new Intl.DateTimeFormat(tag).resolvedOptions().locale;
  let names = known.get(resolved);
  if (names === undefined) {
    names = read(resolved);
    known.set(resolved, names);
  }
  return names;
}

function read(tag: string): LocaleNames {
  const names = readNames(tag);
  const dates = STYLES.map((dateStyle) => formatOf(tag, { dateStyle }));
  const times = STYLES.map((timeStyle) => formatOf(tag, { timeStyle }));
  return {
    ...names,
    datePatterns: dates.map((format) => patternOf(format, names)),
    timePatterns: times.map((format) => patternOf(format, names)),
    joiners: STYLES.map((style, i) => {
      const both = textOf(formatOf(tag, { dateStyle: style, timeStyle: style }));
      return joinerOf(both, textOf(dates[i]), textOf(times[i]));
    }),
  };
}

function formatOf(tag: string, options: Options): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, {
    ...options,
    calendar: "gregory",
    numberingSystem: "latn",
    timeZone: "UTC",
  });
}

/** Days whose week is the first or last one of another year by every rule of weeks, or the other's, and that year. */
const WEEK_YEAR_PROBES = [
  [Date.UTC(2008, 11, 31), /09/u],
  [Date.UTC(2005, 0, 1), /04/u],
] as const;

/**
 * Whether a format may be taken apart: V8 ends the process where `formatToParts` meets a field that it doesn't know,
 * and some locales' data have the year of the week for the year.
 */
function isPlain(format: Intl.DateTimeFormat): boolean {
  if (WEEK_YEAR_PROBES.some(([ms, otherYear]) => otherYear.test(format.format(ms)))) return false;
  const numbers = format.format(SAMPLE).match(/\d+/gu) ?? [];
  return numbers.every((digits) => /^(?:2003|0?[3-9]|00)$/u.test(digits));
}

function textOf(format: Intl.DateTimeFormat | undefined): string {
  return plainSpaces(format?.format(SAMPLE) ?? "");
}

/** Locale data of other years has other spaces, which Java 17 doesn't have. */
function plainSpaces(text: string): string {
  return text.replaceAll(/[\u202F\u2009]/gu, " ");
}

function partOf(parts: Parts, type: PartType): string {
  return plainSpaces(parts.find((part) => part.type === type)?.value ?? "");
}

function readNames(tag: string): NamesOnly {
  const list = (type: PartType, instants: readonly number[], options: Options): string[] => {
    const format = formatOf(tag, options);
    const plain = isPlain(format);
    return instants.map((ms) => (plain ? partOf(format.formatToParts(ms), type) : ""));
  };
  const months = standaloneMonths(tag, "long");
  const shortMonths = standaloneMonths(tag, "short");
  const inDate = (month: "long" | "short"): Options => ({ year: "numeric", month, day: "numeric" });
  const named = (names: string[], alone: readonly string[]): string[] =>
    names.map((name, i) => (isName(name) ? name : (alone[i] ?? "")));
  return {
    months: named(list("month", MONTHS, inDate("long")), months),
    standaloneMonths: months,
    shortMonths: named(list("month", MONTHS, inDate("short")), shortMonths),
    standaloneShortMonths: shortMonths,
    weekdays: list("weekday", WEEKDAYS, { ...inDate("long"), weekday: "long" }),
    shortWeekdays: list("weekday", WEEKDAYS, { ...inDate("short"), weekday: "short" }),
    amPm: list("dayPeriod", [MORNING, AFTERNOON], { hour: "numeric", hour12: true }),
    eras: list("era", [BEFORE_CHRIST, MORNING], { year: "numeric", era: "short" }),
  };
}

/** Whether a part is a name: a date that shows its month as a number does not tell its name. */
function isName(part: string): boolean {
  return !/^\d*$/u.test(part);
}

function standaloneMonths(tag: string, month: "long" | "short"): string[] {
  // Greek shows a month alone in the form it has in dates, but not the month of a year.
  const format = formatOf(tag, tag.startsWith("el") ? { month, year: "numeric" } : { month });
  const plain = isPlain(format);
  return MONTHS.map((ms) => {
    const name = plain ? partOf(format.formatToParts(ms), "month") : "";
    // Some names are a number and what follows it (9月).
    return isName(name) ? name : plainSpaces(format.format(ms));
  });
}

/** The pattern that prints what a format prints. */
function patternOf(format: Intl.DateTimeFormat, names: NamesOnly): string {
  const { hourCycle = "h23", dateStyle, timeStyle } = format.resolvedOptions();
  if (!isPlain(format)) return timeStyle === undefined ? "y-MM-dd" : "HH:mm:ss";
  const number = (letter: string) => (value: string) => letter.repeat(Math.min(value.length, 2));
  const letters = new Map<PartType, (value: string) => string>([
    ["year", (value) => (value.length === 2 ? "yy" : "y")],
    ["month", (value) => monthLetters(value, names, dateStyle)],
    ["day", number("d")],
    ["weekday", (value) => weekdayLetters(value, names)],
    ["hour", number(HOUR_LETTERS.get(hourCycle) ?? "H")],
    ["minute", number("m")],
    ["second", number("s")],
    ["dayPeriod", () => "a"],
    ["era", () => "G"],
    ["timeZoneName", () => (timeStyle === "full" ? "zzzz" : "z")],
  ]);
  return format
    .formatToParts(SAMPLE)
    .map(({ type, value }) => (letters.get(type) ?? literal)(value))
    .join("");
}

function monthLetters(value: string, names: NamesOnly, dateStyle: string | undefined): string {
  if (!isName(value)) return value.length === 1 ? "M" : "MM";
  // Where both names are alike, it's the style that tells.
  if (dateStyle === "medium" && names.shortMonths[8] === value) return "MMM";
  return names.months[8] === value || names.standaloneMonths[8] === value ? "MMMM" : "MMM";
}

function weekdayLetters(value: string, names: NamesOnly): string {
  return names.weekdays[5] !== value && names.shortWeekdays[5] === value ? "EEE" : "EEEE";
}

function literal(text: string): string {
  const plain = plainSpaces(text);
  return /[A-Za-z']/u.test(plain) ? `'${plain.replaceAll("'", "''")}'` : plain;
}

function joinerOf(both: string, date: string, time: string): string {
  const dateAt = both.indexOf(date);
  const timeAt = both.indexOf(time);
  if (dateAt < 0 || timeAt < 0) return "{1} {0}";
  const [first, second] = dateAt < timeAt ? [date, time] : [time, date];
  const between = both.slice(both.indexOf(first) + first.length, both.lastIndexOf(second));
  const joined = literal(between);
  return dateAt < timeAt ? `{1}${joined}{0}` : `{0}${joined}{1}`;
}
