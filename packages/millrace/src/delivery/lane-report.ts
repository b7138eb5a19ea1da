import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { RouteCounter } from "../history/route-counter.ts";
import type { Batch } from "./batch.ts";
import type { LaneCounts } from "./engine.ts";
import type { LaneContext } from "./lane-context.ts";
import type { ConfiguredLane, ResolvedDestination } from "./resolved-destination.ts";
import type { Tally } from "./settle.ts";

/** What a lane tells of its work: counts, history, metrics and one log line a batch. */
export class LaneReport {
  readonly #context: LaneContext;
  readonly #destination: ResolvedDestination;
  /** What every line says of the lane. */
  readonly #labels: object;
  /** Replays are not part of a route's history: their events were accepted long ago. */
  readonly #history: RouteCounter | undefined;
  readonly #counts = { delivered: 0, discarded: 0, expired: 0, attempts: 0, retries: 0 };

  constructor(lane: ConfiguredLane, destination: ResolvedDestination, context: LaneContext) {
    const { route, replay } = lane;
    this.#context = context;
    this.#destination = destination;
    this.#history = replay === undefined ? context.history.counterOf(route.projectId, route.id) : undefined;
    this.#labels = {
      projectId: route.projectId,
      routeId: route.id,
      route: route.name,
      ...(replay !== undefined && { replayId: replay.id }),
      destination: destination.name,
    };
  }

  /** Since the lane was opened. */
  get counts(): LaneCounts {
    return this.#counts;
  }

  delivered(acceptedAt: EpochMilliseconds, first: boolean, now: EpochMilliseconds): void {
    this.#history?.delivered(Math.max(0, now - acceptedAt), first);
  }

  /** Deliveries that ended before anything was sent. */
  undeliverable(tally: Tally): void {
    if (tally.discarded === 0) return;
    this.#count(tally);
    const fields = { ...this.#labels, discarded: tally.discarded, error: tally.lastError };
    this.#context.onBatch({ ...this.#reportOf(tally), records: 0, bytes: 0, durationMs: 0 });
    this.#context.logger.warn(fields, "undeliverable");
  }

  /** A parked delivery's event is nowhere to be found. */
  gone(position: number): void {
    this.#context.logger.error({ ...this.#labels, position }, "a parked delivery's event is gone");
  }

  /** @param retries deliveries of the batch that had been attempted before */
  batch(batch: Batch, tally: Tally, retries: number, duration: Milliseconds): void {
    const records = batch.deliveries.length;
    this.#count(tally);
    this.#counts.attempts += records;
    this.#counts.retries += retries;
    this.#history?.attempted(records, batch.bytes, records - tally.held);
    const durationMs = Math.round(duration * 1_000) / 1_000;
    const report = { ...this.#reportOf(tally), records, bytes: batch.bytes, durationMs };
    this.#context.onBatch(report);
    const last = batch.deliveries.at(-1);
    const fields = { ...this.#labels, ...report, through: last?.position };
    if (tally.lastError === undefined) this.#context.logger.info(fields, "batch");
    else this.#context.logger.warn({ ...fields, error: tally.lastError }, "batch");
  }

  fenced(): void {
    this.#context.logger.warn(
      this.#labels,
      "the lane can commit nothing more (a new owner has it, or the ledger is gone) and stops here",
    );
  }

  #count({ delivered, discarded, expired }: Tally): void {
    this.#counts.delivered += delivered;
    this.#counts.discarded += discarded;
    this.#counts.expired += expired;
    if (discarded > 0) this.#history?.ended("discarded", discarded);
    if (expired > 0) this.#history?.ended("expired", expired);
  }

  #reportOf({ delivered, parked, discarded, expired, held }: Tally) {
    return { destinationType: this.#destination.type, delivered, retried: parked, discarded, expired, held };
  }
}
