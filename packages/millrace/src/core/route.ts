import type { Event, Position } from "./event.ts";
import { METADATA } from "./event.ts";
import type { Order } from "./order.ts";

/**
 * Which events of a project a route takes: those of one of `topics` and, where `object` is set, of that manifest object.
 */
export interface Match {
  readonly topics: readonly string[];
  readonly object?: ManifestObject;
}

/** An object of an integration's manifest, named as the provider names it. */
export interface ManifestObject {
  readonly integrationId: string;
  readonly rawObjectName: string;
}

/** What made a route: a caller, or an object of an integration's `read` or `subscribe`. */
export type RouteOrigin =
  | { readonly kind: "api" }
  | {
      readonly kind: "manifest";
      readonly integrationId: string;
      readonly action: "read" | "subscribe";
      readonly objectName: string;
    };

/** Which events of one project go to which destination. */
export interface Route {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly origin: RouteOrigin;
  readonly destinationId: string;
  readonly match: Match;
  readonly paused: boolean;
  /** What was asked for; undefined for the default, which is the destination's. */
  readonly order?: Order;
  /** The route takes events behind this position: the log's head when the route was made. */
  readonly start: Position;
  readonly createTime: string;
  readonly updateTime: string;
}

/** The keys under which an event can be wanted, the way {@link keysOfMatch} names them. */
export function keysOfEvent(event: Pick<Event, "topic" | "metadata">): readonly string[] {
  const integrationId = event.metadata[METADATA.integrationId];
  if (integrationId === undefined) return [event.topic];
  return [event.topic, objectKey(event.topic, integrationId, event.metadata[METADATA.rawObjectName] ?? "")];
}

/** The keys a route listens under: an event matches when one of its keys is among them. */
export function keysOfMatch(match: Match): readonly string[] {
  const { object } = match;
  return object === undefined
    ? match.topics
    : match.topics.map((topic) => objectKey(topic, object.integrationId, object.rawObjectName));
}

// NUL cannot stand in a topic, so the two kinds of keys never meet.
function objectKey(topic: string, integrationId: string, rawObjectName: string): string {
  return `${topic}\0${integrationId}\0${rawObjectName}`;
}
