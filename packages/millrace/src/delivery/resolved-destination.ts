import type { PaceOptions } from "../core/delivery-options.ts";
import type { DestinationLimits, Formatter, Sender } from "../core/destination.ts";
import type { Replay, ReplayResult } from "../core/replay.ts";
import type { RetrySchedule } from "../core/retry-schedule.ts";
import type { CompiledRoute, Route } from "../core/route.ts";
import type { RemovedLane } from "../store/removed-lanes.ts";

/** A destination ready for lanes: settings compiled, credentials within reach of {@link open} alone. */
export interface ResolvedDestination {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly type: string;
  /** Changes whenever settings or credentials do; lanes then open a new sender. */
  readonly version: string;
  readonly limits: DestinationLimits;
  /** Several messages may have the same key. */
  readonly hasKeys: boolean;
  readonly schedule: RetrySchedule;
  readonly pace: PaceOptions;
  readonly format: Formatter;
  open(): Sender;
}

/** A lane as it is configured: a route's own, or one of its replays'. */
export interface ConfiguredLane {
  readonly route: Route;
  readonly replay?: Replay;
  /** The {@link ResolvedDestination.version} that `resolve` would answer now. */
  readonly destinationVersion: string;
  /** Changes with whatever else {@link compile} depends on than the route. */
  readonly shapeVersion: string;
  /** The route's match and shape, compiled; to be called once a lane. */
  compile(): CompiledRoute;
}

/** Where lanes learn what to do: routes, replays and destinations as they are configured now. */
export interface DeliveryConfig {
  allLanes(): Promise<readonly ConfiguredLane[]>;
  lanesOf(projectId: string): Promise<readonly ConfiguredLane[]>;
  /** Of one route and its replays; none where there is no such route any more. */
  lanesOfRoute(projectId: string, routeId: string): Promise<readonly ConfiguredLane[]>;
  /** Rejects with what stands in the way: a type that is unknown, credentials that cannot be decrypted. */
  resolve(projectId: string, destinationId: string): Promise<ResolvedDestination>;
  /** A replay has sent everything. */
  replayDone(replay: Replay, result: ReplayResult): Promise<void>;
  /** Nothing is left of lanes whose routes and replays are removed. */
  lanesAreGone(lanes: readonly RemovedLane[]): Promise<void>;
  /** The project is deleted: nothing of it is asked for any more. */
  forget(projectId: string): void;
}

/** What identifies the lane in the ledger. */
export function laneIdOf({ route, replay }: ConfiguredLane): string {
  return replay?.id ?? route.id;
}

/** Where the lane's messages go. */
export function destinationIdOf({ route, replay }: ConfiguredLane): string {
  return replay?.destinationId ?? route.destinationId;
}

/** True where nothing is to be sent for now. */
export function isPaused({ route, replay }: ConfiguredLane): boolean {
  return replay === undefined ? route.paused || route.disabled : replay.state !== "running";
}

/** What tells a lane that its configuration has changed. */
export function laneVersionOf(configured: ConfiguredLane): string {
  const { route, replay, destinationVersion, shapeVersion } = configured;
  return [route.updateTime, replay?.updateTime ?? "", destinationVersion, shapeVersion].join(" ");
}
