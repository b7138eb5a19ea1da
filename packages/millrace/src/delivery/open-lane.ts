import type { Event } from "../core/event.ts";
import { METADATA } from "../core/event.ts";
import type { Order } from "../core/order.ts";
import type { Replay } from "../core/replay.ts";
import type { CompiledRoute } from "../core/route.ts";
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
import { wantsOf } from "./wants.ts";

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
  const compiled = configured.compile();
  const lease = await (replay === undefined
    ? ledger.openLane(id, route.start, route.restarts)
    : ledger.openLane(id, replay.of.from));
  const rows = ledger.parkedOf(id);
  const letters = lettersOf(configured);
  const lane = new Lane({
    configured,
    compiled,
    order: orderOf(configured, destination),
    destination: replay === undefined ? destination : forReplay(destination),
    prepare: preparing(compiled, replay),
    shared,
    lease,
    source: sourceOf({ configured, compiled, lease }, rows, letters, context),
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
  if (replay.of.kind === "dead_letters") {
    const { laneId, letters } = replay.of;
    // They may go elsewhere than where they failed: see Replays. Those of before destinations were noted say nothing of it.
    const destinationId = letters.destinationId || replay.destinationId;
    return { ...address, destinationId, laneId, resolves: true, existing: true };
  }
  const own = replay.destinationId === route.destinationId;
  return { ...address, laneId: own ? route.id : replay.id, resolves: own, existing: false };
}

/** A lane about to be opened. */
interface Opening {
  readonly configured: ConfiguredLane;
  readonly compiled: CompiledRoute;
  readonly lease: LaneLease;
}

/** Parked and dead deliveries are written down at once, the cursor follows: what stands behind it is not taken again. */
function sourceOf(
  { configured, compiled, lease }: Opening,
  rows: readonly ParkedDelivery[],
  letters: LetterAddress,
  { log, reads, ledger, logger }: LaneContext,
): Source {
  const { route, replay } = configured;
  const { laneId, cursor: from } = lease;
  const wants = wantsOf(route.match, compiled);
  const behind = rows.flatMap(({ position }) => (position > from ? [position] : []));
  // A replay of dead letters finds those that failed again a second time, and no more: they are letters of another time.
  const dead = letters.laneId === laneId ? ledger.deadPositions(laneId, from) : [];
  const skip = new Set([...behind, ...dead]);
  return replay === undefined
    ? new Feed(log, reads, { projectId: route.projectId, wants }, from, skip, (after, through) =>
        logger.error(
          { projectId: route.projectId, routeId: route.id, route: route.name, after, through },
          "retention has removed events that the route had yet to deliver",
        ),
      )
    : replaySource(replay, wants, { log, ledger }, from, skip);
}

function forReplay(destination: ResolvedDestination): ResolvedDestination {
  return { ...destination, limits: { ...destination.limits, concurrency: REPLAY_CONCURRENCY } };
}

/** What is done to an event before the destination formats it: undefined for nothing. */
function preparing(
  { shape }: CompiledRoute,
  replay: Replay | undefined,
): ((event: Event) => Event) | undefined {
  if (replay === undefined) return shape;
  const { id } = replay;
  const mark = (event: Event): Event => ({
    ...event,
    metadata: { ...event.metadata, [METADATA.replayId]: id },
  });
  return shape === undefined ? mark : (event) => shape(mark(event));
}

/** What is left of a parked delivery's wait: never more than its schedule, whatever the clock has done meanwhile. */
function waitOf(
  row: ParkedDelivery,
  { schedule }: ResolvedDestination,
  { clock }: LaneContext,
): Milliseconds {
  return Math.max(0, Math.min(row.nextAttemptAt - clock.now(), schedule.total * JITTERED));
}
