import { isNumberText } from "../core/conditions/decimal.ts";
import { ExactNumber } from "../core/json/lossless.ts";
import type { EpochMilliseconds } from "../core/time.ts";
import { epochOf, parseTimestamp } from "../core/time.ts";

/** Numbers below this are seconds since 1970, others milliseconds: 100,000,000,000 seconds are the year 5138, as milliseconds 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

const FIRST_MOMENT = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/** A time without a zone: UTC, as the export format writes it. */
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?$/;

/**
 * Reads a moment, down to the millisecond: a time of the export format (`2022-01-06 17:29:04.123000`, UTC), RFC 3339 with
 * any offset, or a number of seconds or milliseconds since 1970, as a number or as a text.
 * Undefined for anything else, and outside the years 0 to 9999.
 */
export function readMoment(value: unknown): EpochMilliseconds | undefined {
  if (typeof value === "number" || value instanceof ExactNumber) return ofNumber(Number(value));
  if (typeof value !== "string") return undefined;
  if (isNumberText(value)) return ofNumber(Number(value));
  const timestamp = parseTimestamp(WITHOUT_ZONE.test(value) ? `${value}Z` : value);
  return timestamp === undefined ? undefined : epochOf(timestamp);
}

function ofNumber(number: number): EpochMilliseconds | undefined {
  const ms = Math.floor(Math.abs(number) < FIRST_MILLISECONDS ? number * 1_000 : number);
  return ms >= FIRST_MOMENT && ms <= LAST_MOMENT ? ms : undefined;
}
