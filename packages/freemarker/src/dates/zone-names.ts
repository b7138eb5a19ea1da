import { localeDates } from "./locale-dates.ts";
import type { TimeZone } from "./time-zone.ts";
import { zoneTable, type ZoneRecord } from "./zone-table.ts";

const JANUARY = Date.UTC(2024, 0, 15);
const JULY = Date.UTC(2024, 6, 15);
const CACHE_LIMIT = 2000;
const LONGEST_NAME = 80;
/** Old ids that have English names only. */
const ENGLISH_ONLY = new Set(["EST", "MST", "HST"]);
/** Zones whose names Java tries before those of all others. */
const FIRST_ZONES = `
  America/Los_Angeles America/Denver America/Phoenix America/Chicago America/New_York
  America/Indianapolis Pacific/Honolulu America/Anchorage America/Halifax America/Sitka
  America/St_Johns Europe/Paris GMT Asia/Jerusalem Asia/Tokyo Europe/Bucharest Asia/Shanghai UTC
`
  .trim()
  .split(/\s+/u);
const names = new Map<string, string>();
let lowerCaseNames: readonly { record: ZoneRecord; names: readonly string[] }[] | undefined;

/**
 * A zone's name as Java's `z` (short) and `zzzz` (long) show it. English names are Java's own; for other
 * languages long names
 * come from `Intl`, and short ones too where it has any.
 */
export function zoneDisplayName(zone: TimeZone, daylight: boolean, long: boolean, locale: string): string {
  const record = zone.record;
  if (record === undefined) return zone.id;
  const english = record.names[(daylight ? 2 : 0) + (long ? 0 : 1)] ?? zone.id;
  const language = localeDates(locale).language;
  if (language === "en" || language === "" || ENGLISH_ONLY.has(zone.id)) return english;
  const key = `${zone.id} ${daylight ? "d" : "s"}${long ? "l" : "s"} ${locale}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = intlName(zone, daylight, long, locale) ?? english;
  if (names.size >= CACHE_LIMIT) names.clear();
  names.set(key, name);
  return name;
}

function intlName(zone: TimeZone, daylight: boolean, long: boolean, locale: string): string | undefined {
  const instant = [JANUARY, JULY].find((ms) => zone.isDaylight(ms) === daylight);
  if (instant === undefined) return undefined;
  try {
    const format = new Intl.DateTimeFormat(locale.replaceAll("_", "-"), {
      // Java calls this zone by its name even where the runtime takes it for UTC.
      timeZone: zone.id === "GMT" ? "Africa/Abidjan" : zone.id,
      timeZoneName: long ? "long" : "short",
    });
    const name = format.formatToParts(instant).find((part) => part.type === "timeZoneName")?.value;
    return name === undefined || /[\p{Nd}+]|^(?:GMT|UTC|HMG)/u.test(name) ? undefined : name;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** A zone found by one of its names in a text. */
export interface ZoneNameMatch {
  readonly record: ZoneRecord;
  readonly length: number;
  /** Whether the name is one of summer time. */
  readonly daylight: boolean;
  /** Whether the zone names summer and standard time alike. */
  readonly sameName: boolean;
}

/**
 * The zone whose name stands at `start` of a text: `preferred` by its names in the locale, else the first in the
 * table that has
 * such an English name.
 */
export function matchZoneName(
  text: string,
  start: number,
  preferred: TimeZone,
  locale: string,
): ZoneNameMatch | undefined {
  const ahead = text.slice(start, start + LONGEST_NAME).toLowerCase();
  if (preferred.record !== undefined) {
    const names = [true, false, true, false].map((long, i) =>
      zoneDisplayName(preferred, i >= 2, long, locale),
    );
    const own =
      matchRecord(ahead, preferred.record, names) ??
      matchRecord(ahead, preferred.record, preferred.record.names);
    if (own !== undefined) return own;
  }
  lowerCaseNames ??= searchedZones().map((record) => ({
    record,
    names: record.names.map((n) => n.toLowerCase()),
  }));
  for (const { record, names } of lowerCaseNames) {
    if (names.some((name) => ahead.startsWith(name))) return matchRecord(ahead, record, record.names);
  }
  return undefined;
}

function searchedZones(): ZoneRecord[] {
  const table = zoneTable();
  const first = FIRST_ZONES.map((id) => table.get(id)).filter((record) => record !== undefined);
  return [...first, ...table.values()];
}

function matchRecord(ahead: string, record: ZoneRecord, names: readonly string[]): ZoneNameMatch | undefined {
  for (const [index, name] of names.entries()) {
    if (!ahead.startsWith(name.toLowerCase())) continue;
    const sameName = index < 2 && name.toLowerCase() === names[index + 2]?.toLowerCase();
    return { record, length: name.length, daylight: index >= 2, sameName };
  }
  return undefined;
}
