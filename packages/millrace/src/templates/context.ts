import type { Event } from "../core/event.ts";
import { epochOf } from "../core/time.ts";

/** Names under `metadata` in a template, exactly those of seed 001's table. */
export const METADATA_NAMES = [
  "projectId",
  "installationId",
  "connectionId",
  "destinationId",
  "operationId",
  "objectName",
  "event-id",
  "timestamp",
  "topic",
] as const;

/** Names under `time` in a template, exactly those of seed 001's table. */
export const TIME_NAMES = [
  "year",
  "month",
  "day",
  "hour",
  "minute",
  "second",
  "date",
  "datetime",
  "unix",
  "rfc3339",
  "rfc3339_nano",
] as const;

/** What a template, and an S3 object's metadata, can say of an event; names that an event lacks are absent. */
export type MessageMetadata = Partial<Record<(typeof METADATA_NAMES)[number], string>>;

/** The nine metadata entries of seed 001 for one event on its way to one destination. */
export function metadataOf(event: Event, destinationId: string): MessageMetadata {
  const { installationId, connectionId, operationId, objectName } = event.metadata;
  return {
    projectId: event.projectId,
    ...(installationId !== undefined && { installationId }),
    ...(connectionId !== undefined && { connectionId }),
    destinationId,
    ...(operationId !== undefined && { operationId }),
    ...(objectName !== undefined && { objectName }),
    "event-id": event.id,
    timestamp: event.time,
    topic: event.topic,
  };
}

/** The event's time in pieces: texts, zero-padded, UTC. It is the event's time, never the delivery's, so a retry makes the same key. */
export function timeOf({ time }: Event): Record<(typeof TIME_NAMES)[number], string> {
  const second = time.slice(0, 19);
  return {
    year: time.slice(0, 4),
    month: time.slice(5, 7),
    day: time.slice(8, 10),
    hour: time.slice(11, 13),
    minute: time.slice(14, 16),
    second: time.slice(17, 19),
    date: time.slice(0, 10),
    datetime: second,
    unix: String(Math.floor(epochOf(time) / 1_000)),
    rfc3339: `${second}Z`,
    rfc3339_nano: time,
  };
}
