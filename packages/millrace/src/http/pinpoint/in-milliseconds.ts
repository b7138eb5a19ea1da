import type { Timestamp } from "../../core/time.ts";

/** A time as Pinpoint writes it, with three digits behind the seconds; Millrace's have nine. */
export function inMilliseconds(time: Timestamp): string {
  return `${time.slice(0, 23)}Z`;
}
