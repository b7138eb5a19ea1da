import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";

/** No destination is believed that it wants to be left alone for longer. */
const LONGEST: Milliseconds = 24 * 3_600_000;

/** The one form of a date that HTTP allows to be sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The wait that a `Retry-After` header asks for, in seconds or as a date; undefined for nonsense and where it is absent. */
export function waitAskedFor(header: unknown, now: EpochMilliseconds): Milliseconds | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (typeof text !== "string") return undefined;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST);
  const at = HTTP_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now, 0), LONGEST);
}
