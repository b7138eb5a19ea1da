import type { Shaped } from "./shape.ts";
import type { EpochMilliseconds, Timestamp } from "./time.ts";

/** Where an event stands in the log: whole numbers that grow with every event accepted, over all projects. */
export type Position = number;

/** Raw JSON text, exactly as it came in and known to be well-formed: digits, key order and escapes untouched. */
export type RawJson = string;

/** What is known of an event besides its data: names and short texts, in the order they were given. */
export type Metadata = Readonly<Record<string, string>>;

/** What came in, immutable. */
export interface Event {
  readonly position: Position;
  /** A UUIDv7 unless the caller chose its own id; unique in the project. */
  readonly id: string;
  readonly projectId: string;
  /** `read`, `subscribe`, `track`, … or the caller's own. */
  readonly topic: string;
  readonly time: Timestamp;
  /** When the log took it in: never earlier than of the event before it, whatever the clock did; 0 where nobody noted it. */
  readonly acceptedAt: EpochMilliseconds;
  readonly metadata: Metadata;
  /** The inner message, without the `{"data": …}` that stream and bucket destinations wrap around it. */
  readonly data: RawJson;
  /** On the events that a route with a shape hands to its destination: what the shape made of it. */
  readonly shaped?: Shaped;
}

/** An event on its way into the log: everything but what the log gives. */
export type NewEvent = Omit<Event, "position" | "acceptedAt" | "shaped">;

/**
 * Metadata names that Millrace sets on the events of read and subscribe actions.
 * The first four are what seed 001 shows; the next two tell routes which manifest object the event belongs to.
 */
export const METADATA = {
  installationId: "installationId",
  connectionId: "connectionId",
  operationId: "operationId",
  objectName: "objectName",
  integrationId: "integrationId",
  rawObjectName: "rawObjectName",
  /** `true` on events that changed what is known of their user or group. */
  changed: "changed",
  /** `true` on events that came in by the Pinpoint API: their data is app-event JSON. */
  appEvent: "appEvent",
  /** On the same: the id of the user whose endpoint it was, where one is known. */
  endpointUser: "endpointUser",
  /** On messages that a replay sends: the replay's id. */
  replayId: "replayId",
} as const;
