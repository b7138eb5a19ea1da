import type { Timestamp } from "./time.ts";
import { parseTimestamp } from "./time.ts";
import { readTime } from "./utc-time.ts";

/** A date, with or without a time, seconds and a zone; the zone with or without its colon and minutes. */
const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * Reads a moment as clients write ISO 8601: what {@link readTime} reads, and times without seconds or without a zone,
 * which are UTC, as `datetime.isoformat()` of Python and others leave it out. Undefined for anything else.
 */
export function readClientTime(text: string): Timestamp | undefined {
  const read = readTime(text);
  if (read !== undefined) return read;
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  const [, date = "", minutes = "00:00", seconds = ":00", zone = "Z"] = match;
  return parseTimestamp(`${date}T${minutes}${seconds}${offsetOf(zone)}`);
}

function offsetOf(zone: string): string {
  if (zone.length === 3) return `${zone}:00`;
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}
