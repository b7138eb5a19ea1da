import { numberLocale } from "../numbers/symbols.ts";
import { type LocaleNames, readLocaleNames } from "./locale-intl.ts";
import { englishDates, ROOT_DATES } from "./locale-english.ts";
import { corrected } from "./locale-corrections.ts";
import { weekOf } from "./week-rules.ts";

/** What a locale says of dates. */
export interface LocaleDates extends LocaleNames {
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

const OLD_LANGUAGES = new Map([
  ["iw", "he"],
  ["in", "id"],
  ["ji", "yi"],
]);
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
  const [rawLanguage = "", rawRegion = ""] = locale.length > 50 ? [] : locale.split(/[_-]/u);
  const language = OLD_LANGUAGES.get(rawLanguage.toLowerCase()) ?? rawLanguage.toLowerCase();
  const region = rawRegion.toUpperCase();
  const week = weekOf(region);
  const yearOffset = language === "th" && region === "TH" ? 543 : 0;
  const names = namesOf(language, region);
  const { tag, symbols } = numberLocale(`${language}_${region}`);
  return {
    ...names,
    eras: yearOffset === 0 ? names.eras : THAI_ERAS,
    zeroDigit: symbols.zeroDigit,
    minusSign: tag === undefined ? "-" : symbols.minusSign,
    language,
    firstDayOfWeek: week.firstDay,
    minimalDaysInFirstWeek: week.minimalDays,
    yearOffset,
  };
}

function namesOf(language: string, region: string): LocaleNames {
  if (language === "en") return englishDates(region);
  const known = /^[a-z]{2,3}$/u.test(language);
  const tag = known && /^(?:[A-Z]{2}|\d{3})$/u.test(region) ? `${language}-${region}` : language;
  if (!known || Intl.DateTimeFormat.supportedLocalesOf(tag).length === 0) return ROOT_DATES;
  return corrected(language, region, readLocaleNames(tag));
}
