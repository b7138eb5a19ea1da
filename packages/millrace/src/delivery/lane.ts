import { setMaxListeners } from "node:events";
import type { Sender } from "../core/destination.ts";
import type { Event, Position } from "../core/event.ts";
import type { Outcome } from "../core/message.ts";
import type { Route } from "../core/route.ts";
import type { LaneLease } from "../ledger/ledger.ts";
import { attempt } from "./attempt.ts";
import type { Batch } from "./batch.ts";
import { cutBatch, cutRetries } from "./batch.ts";
import type { LaneCounts } from "./engine.ts";
import { Feed } from "./feed.ts";
import { LaneCommits } from "./lane-commits.ts";
import type { LaneContext } from "./lane-context.ts";
import { LaneHealth } from "./lane-health.ts";
import { MAX_PARKED, Parking } from "./parking.ts";
import type { ResolvedDestination } from "./resolved-destination.ts";
import type { Verdict } from "./settle.ts";
import { buryUndeliverable, settle } from "./settle.ts";
import { Window } from "./window.ts";

/** Batches in the window, and batches settled and not yet on disk, before a lane waits: what a crash repeats at most. */
const MAX_UNCOMMITTED = 64;

/**
 * The worker of one route: takes matching events from its {@link Feed}, cuts batches, sends them, settles what comes back
 * and moves the cursor.
 *
 * - A batch goes out as soon as a sender is free; nothing waits for a clock. While batches are in flight the next one grows.
 * - Several may be in flight and end out of order; the cursor moves over the settled prefix only ({@link Window}).
 * - A message that failed on its own account is parked and attempted again on the schedule. A destination that cannot be
 *   reached stops the lane where it stands: its messages are held, one probe at a time goes out ({@link LaneHealth}).
 */
export class Lane {
  readonly route: Route;
  readonly feed: Feed;
  readonly parking: Parking;
  readonly health: LaneHealth;
  readonly commits: LaneCommits;
  readonly destination: ResolvedDestination;
  readonly #context: LaneContext;
  readonly #sender: Sender;
  readonly #window = new Window();
  readonly #held: Batch[] = [];
  readonly #abort = new AbortController();
  readonly #counts = { delivered: 0, discarded: 0, expired: 0, attempts: 0, retries: 0 };
  #inFlight = 0;
  #turnAsked = false;
  #stopped = false;
  #onIdle: (() => void) | undefined;

  constructor(
    route: Route,
    destination: ResolvedDestination,
    sender: Sender,
    lease: LaneLease,
    context: LaneContext,
  ) {
    this.route = route;
    this.destination = destination;
    this.#sender = sender;
    this.#context = context;
    // Every request of every batch in flight listens for it.
    setMaxListeners(0, this.#abort.signal);
    this.feed = new Feed(context.log, route.projectId, route.match, lease.cursor);
    this.health = new LaneHealth(context.clock, context.random, () => this.wake());
    this.parking = new Parking(context.ledger.parkedOf(route.id), context.clock, () => this.wake());
    this.commits = new LaneCommits(context.ledger, lease, context.clock, context.logger, {
      onFenced: () => this.#fenced(),
      onCommitted: () => this.wake(),
    });
  }

  get counts(): LaneCounts {
    return this.#counts;
  }

  /** Everything at and below it is settled; at least what is on disk. */
  get cursor(): Position {
    return this.#window.size === 0 && this.commits.uncommitted === 0
      ? this.feed.takenTo
      : this.commits.committed;
  }

  /** Events of the project behind the cursor, matching or not. */
  get lag(): number {
    const { cursor, route } = this;
    const { log } = this.#context;
    return cursor >= log.headOf(route.projectId) ? 0 : log.countBehind(route.projectId, cursor);
  }

  /** A matching event was appended. */
  offer(event: Event): void {
    this.feed.offer(event);
    this.wake();
  }

  /** Asks for a turn, once. */
  wake(): void {
    if (this.#turnAsked || this.#stopped || this.route.paused) return;
    this.#turnAsked = true;
    this.#context.turns.ask(() => {
      this.#turnAsked = false;
      this.#turn();
    });
  }

  /** Writes down how far an idle lane has come past events that do not match; costs nothing where that is known. */
  noteIdleProgress(): void {
    const { cursor } = this;
    if (
      this.#stopped ||
      this.#window.size > 0 ||
      this.commits.uncommitted > 0 ||
      cursor <= this.commits.committed
    )
      return;
    this.commits.add({ cursor, parked: [], unparked: [], dead: [] });
  }

  /**
   * Stops taking events and resolves when nothing of this lane is in flight and all it settled is on disk.
   * @param signal aborts what is in flight; its messages stay unsettled and are sent again by the next lane
   */
  async stop(signal: AbortSignal): Promise<void> {
    this.noteIdleProgress();
    this.#stopped = true;
    this.health.close();
    this.parking.close();
    const abort = (): void => this.#abort.abort();
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    signal.removeEventListener("abort", abort);
    await this.commits.flushed();
  }

  /** One turn: at most one batch, so that lanes with much to do do not hold up the others. */
  #turn(): void {
    if (this.#stopped || this.#inFlight >= this.destination.limits.concurrency || !this.health.maySend)
      return;
    if (this.health.failing && this.#inFlight > 0) return;
    const batch = this.#held.shift() ?? this.#dueRetries() ?? this.#nextBatch();
    if (batch === undefined) {
      if (this.feed.behind && this.commits.uncommitted < MAX_UNCOMMITTED) this.wake();
      return;
    }
    if (this.health.failing) this.health.probeSent();
    void this.#deliver(batch);
    this.wake();
  }

  #dueRetries(): Batch | undefined {
    const { destination, parking, route } = this;
    const due = parking.takeDue(destination.limits.batchRecords);
    if (due.length === 0) return undefined;
    const found = due.flatMap((parked) => {
      const event = this.#context.log.at(parked.position);
      if (event !== undefined) return [{ event, parked }];
      // The log no longer holds the event: there is nothing left to send.
      this.#context.logger.error(
        { routeId: route.id, position: parked.position },
        "a parked delivery's event is gone",
      );
      parking.remove(parked.position);
      this.commits.add({ parked: [], unparked: [parked.position], dead: [] });
      return [];
    });
    const batch = cutRetries(found, destination.format, destination.limits);
    this.#bury(batch);
    const taken = new Set([
      ...batch.messages.map((m) => m.event.position),
      ...batch.undeliverable.map((u) => u.event.position),
    ]);
    for (const { parked } of found) if (!taken.has(parked.position)) parking.put(parked);
    return taken.size === 0 ? undefined : batch;
  }

  #nextBatch(): Batch | undefined {
    if (this.commits.uncommitted >= MAX_UNCOMMITTED || this.#window.size >= MAX_UNCOMMITTED) return undefined;
    this.feed.fill();
    const batch = cutBatch(this.feed, this.destination.format, this.destination.limits);
    if (batch === undefined) return undefined;
    this.#bury(batch);
    this.#window.push(batch);
    return batch;
  }

  #bury(batch: Batch): void {
    const context = { routeId: this.route.id, now: this.#context.clock.now() };
    batch.settled.dead.push(...buryUndeliverable(batch, context));
  }

  async #deliver(batch: Batch): Promise<void> {
    this.#inFlight++;
    const started = performance.now();
    const outcomes = batch.messages.length === 0 ? [] : await this.#attempt(batch);
    this.#inFlight--;
    const { clock, random, schedule } = this.#context;
    const room = MAX_PARKED - this.parking.size;
    const verdict = settle(batch, outcomes, {
      routeId: this.route.id,
      now: clock.now(),
      random,
      schedule,
      room,
    });
    this.#report(batch, verdict, performance.now() - started);
    this.#updateHealth(batch, verdict);
    if (batch.parked === undefined) this.#settleBatch(batch, verdict);
    else this.#settleRetries(batch, batch.parked, verdict);
    if (this.#inFlight === 0) this.#onIdle?.();
    this.wake();
  }

  async #attempt(batch: Batch): Promise<Outcome[]> {
    const { clock, random } = this.#context;
    return attempt(this.#sender, batch.messages, { clock, random, signal: this.#abort.signal });
  }

  #updateHealth(batch: Batch, verdict: Verdict): void {
    if (verdict.lastError !== undefined) this.health.note(verdict.lastError);
    if (verdict.unavailable !== undefined)
      this.health.failed(verdict.unavailable.error, verdict.unavailable.after);
    else if (batch.messages.length > 0) this.health.succeeded();
  }

  /** Messages on their first way: what is held stays in the window, the rest is committed once all before it is. */
  #settleBatch(batch: Batch, verdict: Verdict): void {
    for (const parked of verdict.parked) this.parking.put(parked);
    batch.settled.parked.push(...verdict.parked);
    batch.settled.dead.push(...verdict.dead);
    if (verdict.held.length > 0) {
      batch.messages = verdict.held;
      this.#held.push(batch);
      return;
    }
    const settled = { cursor: batch.through, unparked: [], ...batch.settled };
    for (const ready of this.#window.settle(batch, settled)) this.commits.add(ready);
  }

  /** Parked deliveries: each stands on its own, the cursor has long passed them. */
  #settleRetries(batch: Batch, before: NonNullable<Batch["parked"]>, verdict: Verdict): void {
    for (const parked of verdict.parked) this.parking.put(parked);
    for (const { event } of verdict.held) {
      const parked = before.get(event.position);
      // Held, not attempted: due at once, as soon as the destination can be reached.
      if (parked !== undefined) this.parking.put({ ...parked, nextAttemptAt: this.#context.clock.now() });
    }
    const unparked = [...verdict.unparked, ...batch.undeliverable.map(({ event }) => event.position)];
    for (const position of unparked) this.parking.remove(position);
    this.commits.add({ parked: verdict.parked, unparked, dead: [...batch.settled.dead, ...verdict.dead] });
  }

  /** One wide line and one count a batch. */
  #report(batch: Batch, verdict: Verdict, duration: number): void {
    const records = batch.messages.length;
    const discarded = verdict.discarded + (batch.sent === 0 ? batch.undeliverable.length : 0);
    batch.sent++;
    this.#counts.attempts += records;
    if (batch.parked !== undefined) this.#counts.retries += records;
    this.#counts.delivered += verdict.delivered;
    this.#counts.discarded += discarded;
    this.#counts.expired += verdict.expired;
    const report = {
      destinationType: this.destination.type,
      records,
      bytes: batch.bytes,
      delivered: verdict.delivered,
      retried: verdict.parked.length,
      discarded,
      expired: verdict.expired,
      held: verdict.held.length,
      durationMs: Math.round(duration * 1_000) / 1_000,
    };
    this.#context.onBatch(report);
    const fields = {
      projectId: this.route.projectId,
      routeId: this.route.id,
      route: this.route.name,
      destination: this.destination.name,
      ...report,
      through: batch.through,
      ...(verdict.lastError !== undefined && { error: verdict.lastError }),
    };
    if (verdict.lastError === undefined) this.#context.logger.info(fields, "batch");
    else this.#context.logger.warn(fields, "batch");
  }

  /** Another owner has opened this lane, or nothing can be written any more: what is not committed is for the next owner to do. */
  #fenced(): void {
    this.#stopped = true;
    this.#abort.abort();
    this.health.close();
    this.parking.close();
    this.#context.logger.warn(
      { routeId: this.route.id },
      "the lane can commit nothing more (a new owner has it, or the ledger is gone) and stops here",
    );
  }
}
