import type { Static } from "typebox";
import Type from "typebox";
import { Compile } from "typebox/compile";

const position = Type.Integer({ minimum: 0 });
const time = Type.Integer({ description: "Milliseconds since 1970." });

/** Which dead letters of a lane were there when the replay was asked for: letters made later than `throughId` are not. */
const letterSelection = Type.Object({
  /** Those that were to go there; empty for letters from before destinations were noted. */
  destinationId: Type.Optional(Type.String()),
  ids: Type.Optional(Type.Array(Type.String())),
  ended: Type.Optional(Type.Enum(["discarded", "expired"])),
  code: Type.Optional(Type.String()),
  endedFrom: Type.Optional(time),
  endedTo: Type.Optional(time),
  throughId: Type.String(),
});

const replayOf = Type.Union([
  Type.Object({
    kind: Type.Literal("events"),
    from: position,
    to: position,
    topics: Type.Optional(Type.Array(Type.String())),
    ids: Type.Optional(Type.Array(Type.String())),
  }),
  Type.Object({
    kind: Type.Literal("dead_letters"),
    laneId: Type.String(),
    from: position,
    to: position,
    letters: letterSelection,
  }),
]);

const replayResult = Type.Object({
  delivered: Type.Integer(),
  discarded: Type.Integer(),
  expired: Type.Integer(),
});

/**
 * What a replay sends once more: a route's events behind position `from`, up to and with `to`, where asked for only those
 * of some topics or ids; or dead letters of the lane `laneId` between those positions.
 */
export type ReplayOf = Static<typeof replayOf>;

/** See {@link ReplayOf}. */
export type LetterSelection = Static<typeof letterSelection>;

/** How the deliveries of a replay ended. */
export type ReplayResult = Static<typeof replayResult>;

/** How far a replay has come. `done` and `cancelled` are final. */
export type ReplayState = "running" | "paused" | "done" | "cancelled";

/** Events of a route sent once more, beside its own lane. Its messages carry the id as `replayId` in their metadata. */
export interface Replay {
  readonly id: string;
  readonly projectId: string;
  readonly routeId: string;
  /** Where to: the route's own destination, or another one. */
  readonly destinationId: string;
  readonly of: ReplayOf;
  /** Events to look at. */
  readonly total: number;
  readonly state: ReplayState;
  /** What it came to, once it has ended. */
  readonly result?: ReplayResult;
  readonly createTime: string;
  readonly updateTime: string;
}

const compiled = { of: Compile(replayOf), result: Compile(replayResult) };

/** Reads what was stored as JSON text. */
export function parseReplayOf(text: string): ReplayOf {
  return compiled.of.Parse(JSON.parse(text));
}

/** See {@link parseReplayOf}. */
export function parseReplayResult(text: string): ReplayResult {
  return compiled.result.Parse(JSON.parse(text));
}
