import { LOCALE_ROWS_1 } from "./locale-rows-1.ts";
import { LOCALE_ROWS_2 } from "./locale-rows-2.ts";
import { LOCALE_ROWS_3 } from "./locale-rows-3.ts";

/** What a locale says of dates, as Java 17 has it. Lists of four go from short to full. */
export interface LocaleDates {
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
  readonly standaloneWeekdays: readonly string[];
  readonly standaloneShortWeekdays: readonly string[];
  readonly amPm: readonly string[];
  readonly eras: readonly string[];
  /** The digit zero of the locale's numbers. */
  readonly zeroDigit: string;
  /** What stands before a negative number. */
  readonly minusSign: string;
  /** The language (`en`); empty where the locale names none. */
  readonly language: string;
  /** The first day of a week, 1 for Sunday. */
  readonly firstDayOfWeek: number;
  /** How many days of a year (or month) its first week must have. */
  readonly minimalDaysInFirstWeek: number;
  /** What the calendar's year is ahead of the Gregorian year. */
  readonly yearOffset: number;
}

/** Columns of a row, after the locale's name: those of {@link LocaleDates} in its order, up to the minus sign. */
const COLUMNS = 15;
/** A stand-alone column that is `=` has what this column has. */
const SAME_AS = new Map([
  [5, 3],
  [6, 4],
  [9, 7],
  [10, 8],
]);
const OLD_LANGUAGES = new Map([
  ["iw", "he"],
  ["in", "id"],
  ["ji", "yi"],
]);
/** First day of the week and minimal days of the first week, by region; in every other region they are 2 and 1. */
const WEEKS: readonly (readonly [string, string])[] = [
  [
    "11",
    `AG AS AU BD BR BS BT BW BZ CA CN CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX
MZ NI NP PA PE PH PK PR PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW`,
  ],
  ["14", `PT`],
  [
    "24",
    `AD AT AX BE BG CH CZ DE DK EE ES FI FJ FO FR GB GF GG GI GP GR HU IE IM IS IT JE LI LT LU MC MQ NL
NO PL RE RU SE SJ SK SM VA`,
  ],
  ["71", `AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY`],
];

/** Eras of the Buddhist calendar, which Java uses for Thailand alone. */
const THAI_ERAS = ["BC", "พ.ศ."];

let rows: Map<string, string[]> | undefined;
let weeks: Map<string, string> | undefined;
const columnsOf = new Map<string, readonly string[]>();
const locales = new Map<string, LocaleDates>();
const CACHE_LIMIT = 500;

/**
 * What a locale (`de_AT`, `fr`, also unknown ones) says of dates: its own row, else its language's, else the
 * root's.
 */
export function localeDates(locale: string): LocaleDates {
  const known = locales.get(locale);
  if (known !== undefined) return known;
  const built = build(locale);
  if (locales.size >= CACHE_LIMIT) locales.clear();
  locales.set(locale, built);
  return built;
}

function build(locale: string): LocaleDates {
  const [rawLanguage = "", rawRegion = "", variant = ""] = locale.length > 50 ? [] : locale.split(/[_-]/u);
  const language = OLD_LANGUAGES.get(rawLanguage.toLowerCase()) ?? rawLanguage.toLowerCase();
  const region = rawRegion.toUpperCase();
  const table = (rows ??= readRows());
  const key =
    [`${language}_${region}_${variant}`, `${language}_${region}`, language].find((name) => table.has(name)) ??
    "";
  const columns = resolve(table, key);
  const list = (index: number): readonly string[] => (columns[index] ?? "").split("^");
  const week = weekOf(region);
  const yearOffset = language === "th" && region === "TH" ? 543 : 0;
  return {
    datePatterns: list(0),
    timePatterns: list(1),
    joiners: list(2),
    months: list(3),
    shortMonths: list(4),
    standaloneMonths: list(5),
    standaloneShortMonths: list(6),
    weekdays: list(7),
    shortWeekdays: list(8),
    standaloneWeekdays: list(9),
    standaloneShortWeekdays: list(10),
    amPm: list(11),
    eras: yearOffset === 0 ? list(12) : THAI_ERAS,
    zeroDigit: columns[13] ?? "0",
    minusSign: columns[14] ?? "-",
    language,
    firstDayOfWeek: Number(week.charAt(0)),
    minimalDaysInFirstWeek: Number(week.charAt(1)),
    yearOffset,
  };
}

function weekOf(region: string): string {
  if (weeks === undefined) {
    weeks = new Map();
    for (const [week, regions] of WEEKS) for (const one of regions.split(/\s+/u)) weeks.set(one, week);
  }
  return region === "" ? "11" : (weeks.get(region) ?? "21");
}

function readRows(): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const row of `${LOCALE_ROWS_1}${LOCALE_ROWS_2}${LOCALE_ROWS_3}`.split("\n")) {
    if (row === "") continue;
    const [name = "", ...columns] = row.split("|");
    table.set(name, columns);
  }
  return table;
}

/** A row's columns, those it leaves empty taken from the locale it belongs to. */
function resolve(table: ReadonlyMap<string, readonly string[]>, name: string): readonly string[] {
  const known = columnsOf.get(name);
  if (known !== undefined) return known;
  const own = table.get(name) ?? [];
  const parent =
    name === "" ? [] : resolve(table, name.includes("_") ? name.slice(0, name.lastIndexOf("_")) : "");
  const columns: string[] = [];
  for (let i = 0; i < COLUMNS; i++) {
    const value = own[i] ?? "";
    columns.push(
      value === "=" ? (columns[SAME_AS.get(i) ?? i] ?? "") : value === "" ? (parent[i] ?? "") : value,
    );
  }
  columnsOf.set(name, columns);
  return columns;
}
