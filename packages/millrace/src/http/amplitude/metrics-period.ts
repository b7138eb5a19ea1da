import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import { epochOf, parseTimestamp } from "../../core/time.ts";
import { floorTo } from "../../history/resolution.ts";

const MINUTE: Milliseconds = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far back history goes. */
const KEPT = 90 * DAY;

/** Lengths of the periods that end now. */
const LENGTHS: Readonly<Record<string, Milliseconds>> = {
  TEN_MINUTES: 10 * MINUTE,
  ONE_HOUR: HOUR,
  FOUR_HOURS: 4 * HOUR,
  ONE_DAY: DAY,
  ONE_WEEK: 7 * DAY,
  TWO_WEEKS: 14 * DAY,
};

/** Every name of a period. */
export const TIME_PERIODS = [...Object.keys(LENGTHS), "CUSTOM"] as const;

/** A stretch of time: `start` belongs to it, `end` does not. */
export interface Period {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

/** The period that a caller asks for, or what is wrong with it. */
export function periodOf(
  asked: { readonly time_period?: string; readonly start?: string; readonly end?: string },
  now: EpochMilliseconds,
): Period | { readonly error: string } {
  const { time_period: name } = asked;
  if (name === undefined) return { error: "time_period is required" };
  if (name === "CUSTOM") return customPeriod(asked.start, asked.end, now);
  const length = Object.hasOwn(LENGTHS, name) ? LENGTHS[name] : undefined;
  if (length === undefined) return { error: `time_period must be one of ${TIME_PERIODS.join(", ")}` };
  return { start: floorTo(now - length, MINUTE), end: now };
}

function customPeriod(
  from: string | undefined,
  to: string | undefined,
  now: EpochMilliseconds,
): Period | { readonly error: string } {
  if (from === undefined || to === undefined)
    return { error: "start and end are required where time_period is CUSTOM" };
  const [start, end] = [momentOf(from), momentOf(to)];
  if (start === undefined) return { error: `start ${NO_TIME}` };
  if (end === undefined) return { error: `end ${NO_TIME}` };
  if (start >= end) return { error: "start must be before end" };
  if (start < now - KEPT) return { error: "start is more than 90 days ago: metrics are kept for 90 days" };
  return { start, end };
}

const NO_TIME =
  "must be a time in ISO 8601, such as 2022-10-01T07:00:00+01:00, or seconds or milliseconds since 1970";

/** More would be milliseconds: as seconds it is in the year 5138. */
const MAX_SECONDS = 100_000_000_000;

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?)?(?:(Z)|([+ -])(\d{2}):?(\d{2}))?$/i;

function momentOf(text: string): EpochMilliseconds | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text) < MAX_SECONDS ? Number(text) * 1_000 : Number(text);
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, day, minute = "00:00", second = ":00", , sign, hours, minutes] = match;
  // A plus that a client did not escape arrives as a space.
  const zone = sign === undefined ? "Z" : `${sign === "-" ? "-" : "+"}${hours}:${minutes}`;
  const timestamp = parseTimestamp(`${day}T${minute}${second}${zone}`);
  return timestamp === undefined ? undefined : epochOf(timestamp);
}
