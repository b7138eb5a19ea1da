import type { Formatter } from "../core/destination.ts";
import { METADATA } from "../core/event.ts";
import type { Order } from "../core/order.ts";
import type { Replay } from "../core/replay.ts";
import type { Milliseconds } from "../core/time.ts";
import type { LaneLease, ParkedDelivery } from "../ledger/ledger.ts";
import { Feed } from "./feed.ts";
import type { LaneContext } from "./lane-context.ts";
import { Lane } from "./lane.ts";
import { replaySource } from "./replay-sources.ts";
import type { ConfiguredLane, ResolvedDestination } from "./resolved-destination.ts";
import { laneIdOf } from "./resolved-destination.ts";
import type { SharedSender } from "./senders.ts";
import type { LetterAddress } from "./settle.ts";
import type { Source } from "./source.ts";

/** Jitter may make a wait this much longer than the schedule's whole. */
const JITTERED = 1.1;

/** Batches a replay may have in flight: the route's own lane comes first. */
const REPLAY_CONCURRENCY = 1;

/** Takes ownership of a lane and makes it ready to work from where it stopped. */
export async function openLane(
  configured: ConfiguredLane,
  destination: ResolvedDestination,
  shared: SharedSender,
  context: LaneContext,
  onFinished: (lane: Lane) => void,
): Promise<Lane> {
  const { route, replay } = configured;
  const { ledger } = context;
  const id = laneIdOf(configured);
  const lease = await ledger.openLane(id, replay?.of.from ?? route.start);
  const rows = ledger.parkedOf(id);
  const letters = lettersOf(configured);
  const lane = new Lane({
    configured,
    order: orderOf(configured, destination),
    destination: replay === undefined ? destination : forReplay(destination, replay),
    shared,
    lease,
    source: sourceOf(configured, lease, rows, letters, context),
    letters,
    context,
    onFinished,
  });
  lane.workload.restore(rows, lease.cursor, (row) => waitOf(row, destination, context));
  return lane;
}

/** Where a route says nothing of order, it is kept by key where keys mean something. */
function orderOf({ route }: ConfiguredLane, { hasKeys }: ResolvedDestination): Order {
  return route.order ?? (hasKeys ? "key" : "none");
}

/**
 * A replay's failures are the route's own where it leads to the route's own destination: one letter a delivery, however often
 * it is tried. Those of a replay of dead letters are of the lane they came from.
 */
function lettersOf({ route, replay }: ConfiguredLane): LetterAddress {
  const address = { routeId: route.id, destinationId: replay?.destinationId ?? route.destinationId };
  if (replay === undefined) return { ...address, laneId: route.id, resolves: false, existing: false };
  if (replay.of.kind === "dead_letters")
    return { ...address, laneId: replay.of.laneId, resolves: true, existing: true };
  const own = replay.destinationId === route.destinationId;
  return { ...address, laneId: own ? route.id : replay.id, resolves: own, existing: false };
}

/** Parked and dead deliveries are written down at once, the cursor follows: what stands behind it is not taken again. */
function sourceOf(
  { route, replay }: ConfiguredLane,
  { cursor, laneId }: LaneLease,
  rows: readonly ParkedDelivery[],
  letters: LetterAddress,
  { log, ledger, logger }: LaneContext,
): Source {
  const behind = rows.flatMap(({ position }) => (position > cursor ? [position] : []));
  // A replay of dead letters finds those that failed again a second time, and no more: they are letters of another time.
  const dead = letters.laneId === laneId ? ledger.deadPositions(laneId, cursor) : [];
  const skip = new Set([...behind, ...dead]);
  return replay === undefined
    ? new Feed(log, route, cursor, skip, (after, through) =>
        logger.error(
          { projectId: route.projectId, routeId: route.id, route: route.name, after, through },
          "retention has removed events that the route had yet to deliver",
        ),
      )
    : replaySource(replay, route, { log, ledger }, cursor, skip);
}

function forReplay(destination: ResolvedDestination, { id }: Replay): ResolvedDestination {
  const format: Formatter = (event, key) =>
    destination.format({ ...event, metadata: { ...event.metadata, [METADATA.replayId]: id } }, key);
  return { ...destination, format, limits: { ...destination.limits, concurrency: REPLAY_CONCURRENCY } };
}

/** What is left of a parked delivery's wait: never more than its schedule, whatever the clock has done meanwhile. */
function waitOf(
  row: ParkedDelivery,
  { schedule }: ResolvedDestination,
  { clock }: LaneContext,
): Milliseconds {
  return Math.max(0, Math.min(row.nextAttemptAt - clock.now(), schedule.total * JITTERED));
}
