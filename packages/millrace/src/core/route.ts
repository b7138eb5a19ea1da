import Type from "typebox";
import type { Anchor } from "./conditions/anchors-of.ts";
import type { Gate } from "./conditions/compile-condition.ts";
import type { Condition } from "./conditions/condition.ts";
import type { Event, Position } from "./event.ts";
import { METADATA } from "./event.ts";
import type { Order } from "./order.ts";
import type { Part } from "./parts.ts";
import type { RouteShape, SyncView } from "./shape.ts";

/**
 * Which events of a project a route takes: those of one of `topics` and, where `object` is set, of that manifest object,
 * that `where` holds for.
 */
export const routeMatch = Type.Object({
  topics: Type.Array(Type.String()),
  /** An object of an integration's manifest, named as the provider names it. */
  object: Type.Optional(Type.Object({ integrationId: Type.String(), rawObjectName: Type.String() })),
  /** Only events that changed what is known of their user or group. */
  changed: Type.Optional(Type.Boolean()),
  where: Type.Optional(Type.Unsafe<Condition>(Type.Object({}))),
});

/** As the one topic of a match: events of all topics. No event has it as its own. */
export const ALL_TOPICS = "*";

/** See {@link routeMatch}. */
export interface Match {
  readonly topics: readonly string[];
  readonly object?: ManifestObject;
  readonly changed?: boolean;
  readonly where?: Condition;
}

/** An object of an integration's manifest. */
export interface ManifestObject {
  readonly integrationId: string;
  readonly rawObjectName: string;
}

/** What made a route: a caller, an object of an integration's `read` or `subscribe`, a sync, or its project's event stream. */
export type RouteOrigin =
  | { readonly kind: "api" }
  | {
      readonly kind: "manifest";
      readonly integrationId: string;
      readonly action: "read" | "subscribe";
      readonly objectName: string;
    }
  | {
      readonly kind: "sync";
      readonly syncId: string;
      readonly part: Part;
      readonly view: SyncView;
    }
  | { readonly kind: "event_stream" };

/** Which events of one project go to which destination. */
export interface Route {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly origin: RouteOrigin;
  readonly destinationId: string;
  readonly match: Match;
  /** What is made of an event before the destination formats it; events go as they are where absent. */
  readonly shape?: RouteShape;
  readonly paused: boolean;
  /** Sends nothing and wants nothing: what comes meanwhile is not owed. Takes new events again from `start`. */
  readonly disabled: boolean;
  /** What was asked for; undefined for the default, which is the destination's. */
  readonly order?: Order;
  /** The route takes events behind this position: the log's head when it was made or last enabled, unless it was to start in the past. */
  readonly start: Position;
  /** How often it was given another start since it was made: its lane begins there once each time, wherever it has come to. */
  readonly restarts: number;
  readonly createTime: string;
  readonly updateTime: string;
}

/** What a route's match and shape come to, ready for many events. */
export interface CompiledRoute {
  /** Says of an event of one of the route's keys (see {@link keysOfMatch}) whether the route wants it; absent where it wants all of them. */
  readonly wants?: (event: Event) => boolean;
  /** What `wants` asks of the event's view that an index can answer: see `anchorsOf`. */
  readonly anchors?: readonly Anchor[];
  /** What `wants` asks of the event's view besides, at one place: an index asks it first. */
  readonly gate?: Gate;
  /** What the event is for the destination; absent where it is as it is. */
  readonly shape?: (event: Event) => Event;
}

/** The keys under which an event can be wanted, the way {@link keysOfMatch} names them. */
export function keysOfEvent(event: Pick<Event, "topic" | "metadata">): readonly string[] {
  const integrationId = event.metadata[METADATA.integrationId];
  if (integrationId === undefined) return [event.topic, ALL_TOPICS];
  return [
    event.topic,
    ALL_TOPICS,
    objectKey(event.topic, integrationId, event.metadata[METADATA.rawObjectName] ?? ""),
  ];
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
