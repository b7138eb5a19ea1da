import { localeDates } from "./locale-dates.ts";
import type { TimeZone } from "./time-zone.ts";
import { javaName, zoneNameGroups } from "./zone-abbreviations.ts";
import { javaZoneName } from "./zone-name-corrections.ts";

const JANUARY = Date.UTC(2024, 0, 15);
const JULY = Date.UTC(2024, 6, 15);
const CACHE_LIMIT = 2000;
const LONGEST_NAME = 80;
/** Old ids that have English names only. */
const ENGLISH_ONLY = new Set(["EST", "MST", "HST"]);
/** Northern zones that Java names as another zone, where `Intl` has no name of theirs. */
const NAMED_AS = new Map([
  ["Africa/Casablanca", "Europe/Lisbon"],
  ["Africa/El_Aaiun", "Europe/Lisbon"],
  ["Asia/Amman", "Europe/Bucharest"],
  ["Asia/Damascus", "Europe/Bucharest"],
  ["Europe/Guernsey", "Europe/London"],
  ["Europe/Isle_of_Man", "Europe/London"],
  ["Europe/Jersey", "Europe/London"],
]);
/** Greenwich Mean Time, which the runtime may take for UTC. */
const GMT_IDS = /^(?:Etc\/)?(?:GMT(?:[+-]?0)?|Greenwich)$/u;
const UTC_IDS = /^(?:Etc\/)?(?:UCT|UTC|Universal|Zulu)$/u;
/** Names for whose zones most English of the world has no abbreviations. */
const AMERICAN =
  /^(?:Alaska|Atlantic|Central|Eastern|Hawaii-Aleutian|Mountain|Pacific) (?:Standard|Daylight) Time$/u;
const names = new Map<string, string>();

/**
 * A zone's name as Java's `z` (short) and `zzzz` (long) show it at an instant. Long names come from `Intl`, and so do
 * short ones in other languages than English where it has any. Other short names are English abbreviations, or the
 * offset where there is none.
 */
export function zoneDisplayName(zone: TimeZone, epochMs: number, long: boolean, locale: string): string {
  if (zone.intlId === undefined) return zone.id;
  const daylight = zone.isDaylight(epochMs);
  const { tag: localeTag, americanZones } = localeDates(locale);
  const tag = ENGLISH_ONLY.has(zone.id) ? undefined : localeTag;
  const key = `${zone.id} ${daylight ? "d" : "s"}${long ? "l" : "s"} ${tag ?? americanZones}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const own = tag === undefined ? undefined : intlName(zone, epochMs, long, tag);
  const name = own ?? englishName(zone, epochMs, long, americanZones) ?? offsetName(zone.offsetAt(epochMs));
  if (names.size >= CACHE_LIMIT) names.clear();
  names.set(key, name);
  return name;
}

function englishName(zone: TimeZone, epochMs: number, long: boolean, american: boolean): string | undefined {
  if (UTC_IDS.test(zone.id)) return long ? "Coordinated Universal Time" : "UTC";
  const name = intlName(zone, epochMs, true, "en-US");
  if (!long && !american && name !== undefined && AMERICAN.test(name)) return undefined;
  return javaName(name, zone.id, zone.isDaylight(epochMs), long);
}

function offsetName(offset: number): string {
  const minutes = Math.trunc(Math.abs(offset) / 60_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `GMT${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function intlName(zone: TimeZone, epochMs: number, long: boolean, tag: string): string | undefined {
  const daylight = zone.isDaylight(epochMs);
  const namedAs = GMT_IDS.test(zone.id) ? "Africa/Abidjan" : NAMED_AS.get(zone.id);
  // Java names a zone as it is called now, at all times.
  const now = [JANUARY, JULY].find((ms) => zone.isDaylight(ms) === daylight) ?? epochMs;
  const instant = namedAs === undefined ? now : daylight ? JULY : JANUARY;
  try {
    // Only the time of day: `formatToParts` is not safe with the dates of all locales.
    const format = new Intl.DateTimeFormat(tag, {
      timeZone: namedAs ?? zone.intlId,
      timeStyle: long ? "full" : "long",
    });
    const name = format.formatToParts(instant).find((part) => part.type === "timeZoneName")?.value;
    if (name === undefined || /[\p{Nd}+]|^(?:GMT|UTC|HMG)(?!-\p{L})/u.test(name)) return undefined;
    return long ? javaZoneName(name, tag) : name;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** A zone found by one of its names in a text. */
export interface ZoneNameMatch {
  /** The zone's id. */
  readonly zone: string;
  readonly length: number;
  /** Whether the name is one of summer time. */
  readonly daylight: boolean;
  /** Whether the zone names summer and standard time alike. */
  readonly sameName: boolean;
}

interface SearchedName extends ZoneNameMatch {
  readonly lowerCase: string;
}

const ownNames = new Map<string, readonly SearchedName[]>();
let allNames: readonly SearchedName[] | undefined;

/**
 * The zone whose name stands at `start` of a text: `preferred` by its names in the locale or in English, else the first
 * one that has such an English name.
 */
export function matchZoneName(
  text: string,
  start: number,
  preferred: TimeZone,
  locale: string,
): ZoneNameMatch | undefined {
  const ahead = text.slice(start, start + LONGEST_NAME).toLowerCase();
  allNames ??= searchedNames();
  return (
    namesOf(preferred, locale).find((name) => ahead.startsWith(name.lowerCase)) ??
    allNames.find((name) => ahead.startsWith(name.lowerCase))
  );
}

/** All English names: long ones first, as an abbreviation can be the beginning of one. */
function searchedNames(): SearchedName[] {
  const groups = zoneNameGroups();
  return [
    ...groups.flatMap(({ zone, standard, summer }) => pair(zone, standard, summer)),
    ...groups.flatMap(({ zone, standardShort, summerShort }) => pair(zone, standardShort, summerShort)),
  ];
}

/** A zone's names this year, in the locale and in English. */
function namesOf(zone: TimeZone, locale: string): readonly SearchedName[] {
  if (zone.intlId === undefined) return [];
  const key = `${zone.id} ${locale}`;
  const known = ownNames.get(key);
  if (known !== undefined) return known;
  const [winter, summer] = [false, true].map((daylight) =>
    [JANUARY, JULY].find((ms) => zone.isDaylight(ms) === daylight),
  );
  const nameAt = (ms: number | undefined, long: boolean, language: string): string =>
    ms === undefined ? "" : zoneDisplayName(zone, ms, long, language);
  const found = [locale, "en"].flatMap((language) =>
    [true, false].flatMap((long) =>
      pair(zone.id, nameAt(winter, long, language), nameAt(summer, long, language)),
    ),
  );
  if (ownNames.size >= CACHE_LIMIT) ownNames.clear();
  ownNames.set(key, found);
  return found;
}

/** The names of standard and summer time as they are searched for; empty ones are left out. */
function pair(zone: string, standard: string, summer: string): SearchedName[] {
  const [first, second] = [standard.toLowerCase(), summer.toLowerCase()];
  const sameName = first === second;
  return [
    { zone, length: standard.length, daylight: false, sameName, lowerCase: first },
    { zone, length: summer.length, daylight: true, sameName: false, lowerCase: second },
  ].filter((name) => name.lowerCase !== "");
}
