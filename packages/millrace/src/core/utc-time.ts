import type { Timestamp } from "./time.ts";
import { parseTimestamp } from "./time.ts";

const UTC = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * Reads RFC 3339 text as {@link parseTimestamp} does. Nearly every time of an event is in UTC already and on a day that
 * every month has: those need no calendar, which is most of the work of reading an event otherwise.
 */
export function readTime(text: string): Timestamp | undefined {
  const match = UTC.exec(text);
  if (match === null) return parseTimestamp(text);
  const [, , month = "", day = "", hour = "", minute = "", second = "", fraction = ""] = match;
  const plain =
    month >= "01" &&
    month <= "12" &&
    day >= "01" &&
    day <= "28" &&
    hour < "24" &&
    minute < "60" &&
    second < "60";
  if (!plain) return parseTimestamp(text);
  return fraction.length === 9 ? text : `${text.slice(0, 19)}.${fraction.padEnd(9, "0")}Z`;
}
