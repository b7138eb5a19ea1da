import { numberLocale } from "../numbers/symbols.ts";
import { type LocaleNames, readLocaleNames } from "./locale-intl.ts";
import { abbreviatesAmericanZones, englishDates, ROOT_DATES } from "./locale-english.ts";
import { corrected } from "./locale-corrections.ts";
import { weekOf } from "./week-rules.ts";

/** What a locale says of dates. */
export interface LocaleDates extends LocaleNames {
  /** The digit zero of the locale's numbers. */
  readonly zeroDigit: string;
  /** What stands before a negative number. */
  readonly minusSign: string;
  /** The BCP 47 tag by which `Intl` knows the locale; undefined for English, and where it knows none. */
  readonly tag: string | undefined;
  /** Whether the abbreviations of North America's zones are in use. */
  readonly americanZones: boolean;
  /** The first day of a week, 1 for Sunday. */
  readonly firstDayOfWeek: number;
  /** How many days of a year (or month) its first week must have. */
  readonly minimalDaysInFirstWeek: number;
  /** What the calendar's year is ahead of the Gregorian year. */
  readonly yearOffset: number;
}

const OLD_LANGUAGES = new Map([
  ["iw", "he"],
  ["in", "id"],
  ["ji", "yi"],
]);
/** Numbers of English and of the root. */
const PLAIN_NUMBERS = { zeroDigit: "0", minusSign: "-" };
/** Eras of the Buddhist calendar, which Java uses for Thailand alone. */
const THAI_ERAS = ["BC", "พ.ศ."];

const locales = new Map<string, LocaleDates>();
const CACHE_LIMIT = 500;

/**
 * What a locale (`de_AT`, `fr`, also unknown ones) says of dates. English and the root (for locales that are not
 * known) are as Java 17 has them. Other locales are as the runtime's ICU has them, but for corrections towards Java 17.
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
  const code = rawLanguage.toLowerCase();
  const language = code === "no" && variant === "NY" ? "nn" : (OLD_LANGUAGES.get(code) ?? code);
  const region = rawRegion.toUpperCase();
  const week = weekOf(region);
  const yearOffset = language === "th" && region === "TH" ? 543 : 0;
  const tag = language === "en" ? undefined : intlTag(language, region);
  const names = namesOf(language, region, tag);
  const { zeroDigit, minusSign } =
    tag === undefined ? PLAIN_NUMBERS : numberLocale(`${language}_${region}`).symbols;
  return {
    ...names,
    eras: yearOffset === 0 ? names.eras : THAI_ERAS,
    zeroDigit,
    minusSign,
    tag,
    americanZones: language !== "en" || abbreviatesAmericanZones(region),
    firstDayOfWeek: week.firstDay,
    minimalDaysInFirstWeek: week.minimalDays,
    yearOffset,
  };
}

function intlTag(language: string, region: string): string | undefined {
  if (!/^[a-z]{2,3}$/u.test(language)) return undefined;
  const tag = /^(?:[A-Z]{2}|\d{3})$/u.test(region) ? `${language}-${region}` : language;
  // For a locale that it doesn't have `Intl` would take the one the process runs in.
  return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0 ? tag : undefined;
}

function namesOf(language: string, region: string, tag: string | undefined): LocaleNames {
  if (language === "en") return englishDates(region);
  return tag === undefined ? ROOT_DATES : corrected(language, region, readLocaleNames(tag));
}
