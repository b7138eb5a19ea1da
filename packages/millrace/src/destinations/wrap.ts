import type { Event } from "../core/event.ts";
import { METADATA } from "../core/event.ts";

/**
 * What streams and buckets hold: the message under `data` (seeds 000 and 001). The customer's characters are not touched.
 * A message that a replay sends says so beside it, for readers who see nothing of the event but the record.
 */
export function wrapInData({ data, metadata }: Pick<Event, "data" | "metadata">): string {
  const replayId = metadata[METADATA.replayId];
  if (replayId === undefined) return `{"data":${data}}`;
  return `{"data":${data},"metadata":{"${METADATA.replayId}":${JSON.stringify(replayId)}}}`;
}
