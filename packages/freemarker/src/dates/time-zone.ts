import { DateFormatFault, quoted } from "./date-fault.ts";
import { type OffsetSpan, ZoneTransitions } from "./zone-transitions.ts";
import { intlZoneId } from "./zone-ids.ts";

/** A time zone as Java knows it. */
export interface TimeZone {
  /** The id, normalized as Java does (`GMT+2` becomes `GMT+02:00`). */
  readonly id: string;
  /** Milliseconds to add to UTC at an instant. */
  offsetAt(epochMs: number): number;
  /** Whether an instant is in summer time. */
  isDaylight(epochMs: number): boolean;
  /** The offset with which Java reads a wall clock time (milliseconds as if it were UTC). */
  offsetAtWall(wallMs: number): number;
  /** The offset of {@link offsetAtWall} without what summer time adds. */
  standardOffsetAtWall(wallMs: number): number;
  /** The offset, where it never changes. */
  readonly fixedOffset: number | undefined;
  /** What summer time adds to the standard offset, in milliseconds; 0 without summer time. */
  readonly daylightSavings: number;
  /** The zone's id with `Intl`; undefined for a custom offset. */
  readonly intlId: string | undefined;
}

const HOUR = 3_600_000;
const CACHE_LIMIT = 1000;
const zones = new Map<string, TimeZone>();

function fixedZone(id: string, offset: number, intlId: string | undefined): TimeZone {
  return {
    id,
    offsetAt: () => offset,
    isDaylight: () => false,
    offsetAtWall: () => offset,
    standardOffsetAtWall: () => offset,
    fixedOffset: offset,
    daylightSavings: 0,
    intlId,
  };
}

class RegionZone implements TimeZone {
  readonly id: string;
  readonly fixedOffset = undefined;
  readonly daylightSavings: number;
  readonly intlId: string;
  readonly #transitions: ZoneTransitions;

  constructor(id: string, intlId: string) {
    this.id = id;
    this.intlId = intlId;
    this.#transitions = new ZoneTransitions(intlId);
    this.daylightSavings = this.#transitions.daylightSavings;
  }

  offsetAt(epochMs: number): number {
    return this.#transitions.spanAt(epochMs).offset;
  }

  isDaylight(epochMs: number): boolean {
    return this.#transitions.isDaylight(this.#transitions.spanAt(epochMs));
  }

  offsetAtWall(wallMs: number): number {
    return this.#transitions.spanAtWall(wallMs).offset;
  }

  standardOffsetAtWall(wallMs: number): number {
    const span: OffsetSpan = this.#transitions.spanAtWall(wallMs);
    const savings = this.daylightSavings === 0 ? HOUR : this.daylightSavings;
    return this.#transitions.isDaylight(span) ? span.offset - savings : span.offset;
  }
}

/** UTC, the zone whose offset ISO formats show as `Z`. */
export const UTC: TimeZone = fixedZone("UTC", 0, "UTC");

/** GMT, which Java takes for every id it does not know. */
export const GMT: TimeZone = fixedZone("GMT", 0, "GMT");

/**
 * The time zone of an id as `java.util.TimeZone.getTimeZone` and so the `time_zone` setting have it: ids are
 * case-sensitive,
 * and an unknown one is GMT.
 */
export function timeZone(id: string): TimeZone {
  const known = zones.get(id);
  if (known !== undefined) return known;
  const zone = buildZone(id);
  if (zone === undefined) return GMT;
  if (zones.size >= CACHE_LIMIT) zones.clear();
  zones.set(id, zone);
  return zone;
}

/**
 * The time zone that `?iso(zone)` takes.
 * @throws {DateFormatFault} `unrecognized-time-zone` for an id that is not known.
 */
export function strictTimeZone(id: string): TimeZone {
  if (GMT_LIKE.test(id)) return id.length === 3 && id.toUpperCase() === "UTC" ? UTC : timeZone(id);
  const zone = timeZone(id);
  if (GMT_LIKE.test(zone.id)) {
    throw new DateFormatFault(
      "unrecognized-time-zone",
      `The time zone string ${quoted(id)} is not recognized as a valid time zone name`,
    );
  }
  return zone;
}

/** Names of no offset at all; such an id is never refused. */
const GMT_LIKE = /^(?:GMT|UTC|UT1)(?:[+-](?:0|00|00:00))?$/iu;
/** Ids of zones whose offset was the same at all times. */
const FIXED = /^(?:Etc\/.*|UCT|GMT0|Greenwich|Universal|Zulu|EST|MST|HST)$/u;
/** `GMT+h`, `GMT+hh`, `GMT+hmm`, `GMT+hhmm`, `GMT+h:mm` or `GMT+hh:mm`. */
const CUSTOM = /^GMT([+-])(?:(\d{1,2})|(\d{1,2})(\d\d)|(\d{1,2}):(\d\d))$/u;

function buildZone(id: string): TimeZone | undefined {
  if (id === "UTC") return UTC;
  if (id === "GMT") return GMT;
  const intlId = intlZoneId(id);
  if (intlId !== undefined) return FIXED.test(id) ? namedFixedZone(id, intlId) : new RegionZone(id, intlId);
  const match = CUSTOM.exec(id);
  if (match === null) return undefined;
  const hours = Number(match[2] ?? match[3] ?? match[5]);
  const minutes = Number(match[4] ?? match[6] ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  const two = (n: number): string => String(n).padStart(2, "0");
  const sign = match[1] ?? "+";
  const offset = (hours * 60 + minutes) * 60_000;
  return fixedZone(`GMT${sign}${two(hours)}:${two(minutes)}`, sign === "-" ? 0 - offset : offset, undefined);
}

function namedFixedZone(id: string, intlId: string): TimeZone {
  return fixedZone(id, new ZoneTransitions(intlId).standardOffset, intlId);
}
