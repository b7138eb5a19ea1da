import type { Event, Position } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { Route } from "../core/route.ts";
import { epochOf, formatTimestamp } from "../core/time.ts";
import type { EpochMilliseconds } from "../core/time.ts";
import type { DeliveryState, LaneState, ReplayProgress } from "./engine.ts";
import type { LaneContext } from "./lane-context.ts";
import type { Lane } from "./lane.ts";
import type { ConfiguredLane } from "./resolved-destination.ts";
import { laneIdOf } from "./resolved-destination.ts";

/** A lane that cannot run, and why. */
export interface StuckLane {
  readonly configured: ConfiguredLane;
  readonly error: DeliveryError & { readonly at: string };
}

/** A route that does not work, for metrics. */
export interface Trouble {
  readonly route: Route;
  readonly state: "failing" | "open";
  readonly since: EpochMilliseconds;
  /** Code of the error. */
  readonly cause: string;
  readonly nextProbeAt?: EpochMilliseconds;
}

/** What is wrong with a lane; undefined where nothing is, or it is paused, or not a route's own. */
export function troubleOfLane({ configured, paused, breaker }: Lane): Trouble | undefined {
  const { state, since, cause, nextProbeAt } = breaker;
  if (state === "healthy" || paused || configured.replay !== undefined) return undefined;
  return {
    route: configured.route,
    state,
    since,
    cause: cause?.code ?? "",
    ...(nextProbeAt !== undefined && { nextProbeAt }),
  };
}

/** A lane that cannot run. */
export function troubleOfStuck({ configured, error }: StuckLane): Trouble {
  return { route: configured.route, state: "open", since: epochOf(error.at), cause: error.code };
}

/** How a lane does, as the API shows it. */
export function stateOfLane(lane: Lane, { ledger }: LaneContext): LaneState {
  const { breaker, workload, configured } = lane;
  const { cause, lastError, nextProbeAt } = breaker;
  const { nextAt } = workload.parking;
  const { paced } = lane;
  return {
    state: lane.paused ? "paused" : breaker.state,
    since: formatTimestamp(breaker.since),
    ...(cause !== undefined && { cause }),
    ...(nextProbeAt !== undefined && { nextProbeAt: formatTimestamp(nextProbeAt) }),
    order: lane.order,
    cursor: lane.cursor,
    lag: lane.lag,
    parked: workload.parking.size,
    deadLetters: ledger.deadLettersOf(configured.route.id),
    counts: lane.report.counts,
    ...(paced !== undefined && { pacedTo: Math.round(paced) }),
    ...(lastError !== undefined && { lastError }),
    ...(nextAt !== undefined && { nextAttemptAt: formatTimestamp(nextAt) }),
  };
}

/** A lane that cannot run is one whose destination does not work. */
export function stateOfStuck({ configured, error }: StuckLane, { log, ledger }: LaneContext): LaneState {
  const { route } = configured;
  const cursor = ledger.laneOf(route.id)?.cursor ?? route.start;
  return {
    state: route.paused ? "paused" : "open",
    since: error.at,
    cause: error,
    order: route.order ?? "none",
    cursor,
    lag: log.countBehind(route.projectId, cursor),
    parked: ledger.parkedOf(route.id).length,
    deadLetters: ledger.deadLettersOf(route.id),
    counts: { delivered: 0, discarded: 0, expired: 0, attempts: 0, retries: 0 },
    lastError: error,
  };
}

/** How far a replay has come. */
export function progressOfLane(lane: Lane, { ledger }: LaneContext): ReplayProgress {
  const { breaker, workload } = lane;
  const known = ledger.laneOf(lane.id);
  return {
    cursor: lane.cursor,
    totals: known?.totals ?? { delivered: 0, discarded: 0, expired: 0 },
    parked: workload.parking.size,
    ...(!lane.paused && { state: breaker.state }),
    ...(breaker.cause !== undefined && { cause: breaker.cause }),
  };
}

/** How far a replay whose lane cannot run had come. */
export function progressOfStuck({ configured, error }: StuckLane, { ledger }: LaneContext): ReplayProgress {
  const id = laneIdOf(configured);
  const known = ledger.laneOf(id);
  return {
    cursor: known?.cursor ?? configured.replay?.of.from ?? 0,
    totals: known?.totals ?? { delivered: 0, discarded: 0, expired: 0 },
    parked: ledger.parkedOf(id).length,
    state: "open",
    cause: error,
  };
}

/** The first position of the log that a lane still needs, as far as it is written down; undefined where it needs none. */
export function neededFrom(configured: ConfiguredLane, { ledger }: LaneContext): Position | undefined {
  const { route, replay } = configured;
  // Dead letters carry their events themselves.
  if (replay?.of.kind === "dead_letters") return undefined;
  const id = laneIdOf(configured);
  const parked = ledger.parkedOf(id)[0]?.position;
  if (replay === undefined && route.disabled) return parked;
  const start = replay?.of.from ?? route.start;
  const next = Math.max(ledger.laneOf(id)?.cursor ?? start, start) + 1;
  return Math.min(next, parked ?? Infinity);
}

/** What became of an event on a route. */
export function deliveryOf(
  route: Route,
  lane: Lane | undefined,
  event: Event,
  { ledger }: LaneContext,
): DeliveryState {
  const routeId = route.id;
  const parked = lane?.workload.parking.get(event.position)?.row;
  if (parked !== undefined) {
    const { attempts, nextAttemptAt, failure } = parked;
    return {
      routeId,
      status: "parked",
      attempts,
      nextAttemptAt: formatTimestamp(nextAttemptAt),
      ...(failure !== undefined && { error: failure.error }),
      failures: ledger.failuresOf(routeId, event.position),
    };
  }
  const letter = ledger.findDeadLetter(routeId, event.position);
  if (letter !== undefined) {
    const { ended, attempts, error, id, failures } = letter;
    return { routeId, status: ended, attempts, error, failures, deadLetterId: id };
  }
  return { routeId, status: lane?.hasSettled(event.position) === true ? "delivered" : "waiting" };
}
