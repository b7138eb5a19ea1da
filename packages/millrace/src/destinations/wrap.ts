import type { RawJson } from "../core/event.ts";

/** What streams and buckets hold: the message under `data` (seeds 000 and 001). The customer's characters are not touched. */
export function wrapInData(data: RawJson): string {
  return `{"data":${data}}`;
}
