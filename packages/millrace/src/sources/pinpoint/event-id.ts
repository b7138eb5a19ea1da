import { hash } from "node:crypto";
import type { RawJson } from "../../core/event.ts";
import type { EpochMilliseconds } from "../../core/time.ts";

const LAST_MOMENT: EpochMilliseconds = 0xffff_ffff_ffff;

/**
 * The id under which an event is stored. Clients use ids such as `one` again in every request, and send a request again
 * whose answer they have not seen: the same event of the same endpoint under the same id gets the same id here, any other
 * event another one. It has the form of a UUIDv7 of the event's time, so that the log's index grows at one end.
 * @param key what the endpoint is known by
 * @param eventId the client's own id
 * @param written the event as the client wrote it
 */
export function storedIdOf(
  key: string,
  eventId: string,
  written: RawJson,
  timestamp: EpochMilliseconds,
): string {
  // Half surrogate pairs are all one in UTF-8, which is what is hashed; as JSON they are told apart.
  const names = JSON.stringify([key, eventId]);
  const digest = hash("sha256", names + written, "hex");
  const time = Math.min(Math.max(timestamp, 0), LAST_MOMENT).toString(16).padStart(12, "0");
  const variant = "89ab"[Number.parseInt(digest.charAt(3), 16) & 3] ?? "8";
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
