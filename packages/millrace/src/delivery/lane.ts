import { setMaxListeners } from "node:events";
import { MillraceError } from "../core/errors.ts";
import type { Event, Position } from "../core/event.ts";
import { sizeOfAll } from "../core/message.ts";
import type { Outcome } from "../core/message.ts";
import type { Order } from "../core/order.ts";
import type { CompiledRoute } from "../core/route.ts";
import type { Milliseconds } from "../core/time.ts";
import type { LaneLease } from "../ledger/ledger.ts";
import { attempt } from "./attempt.ts";
import type { Batch, Cut } from "./batch.ts";
import { Breaker } from "./breaker.ts";
import { closeOut } from "./close-out.ts";
import { Feed } from "./feed.ts";
import { LaneCommits } from "./lane-commits.ts";
import type { LaneContext } from "./lane-context.ts";
import { LaneReport } from "./lane-report.ts";
import { attemptLarge } from "./large-delivery.ts";
import { learn } from "./learn.ts";
import type { ConfiguredLane, ResolvedDestination } from "./resolved-destination.ts";
import { isPaused, laneIdOf } from "./resolved-destination.ts";
import type { SharedSender } from "./senders.ts";
import type { LetterAddress } from "./settle.ts";
import { emptyTally, settleBatch, settleCut, tallyOf } from "./settle.ts";
import { Settled } from "./settled.ts";
import type { Source } from "./source.ts";
import { Workload } from "./workload.ts";

/** Slices not settled up to, and settled work not yet on disk, before a lane waits: what a crash repeats at most. */
const MAX_UNCOMMITTED = 64;

/** A lane that ends does not wait longer for a disk that takes nothing. */
const FLUSH_LIMIT: Milliseconds = 5_000;

/** What a lane is made of. */
export interface LaneParts {
  readonly configured: ConfiguredLane;
  readonly compiled: CompiledRoute;
  readonly destination: ResolvedDestination;
  /** What is done to an event before the destination formats it; absent for nothing. */
  readonly prepare: ((event: Event) => Event) | undefined;
  /** The order that holds. */
  readonly order: Order;
  readonly shared: SharedSender;
  readonly lease: LaneLease;
  readonly source: Source;
  readonly letters: LetterAddress;
  readonly context: LaneContext;
  /** Called once a source that ends has been worked off. */
  readonly onFinished: (lane: Lane) => void;
}

/**
 * The worker of one route, or of a replay: takes events from its {@link Source}, cuts batches, sends them, settles what
 * comes back and moves the cursor.
 *
 * - A batch goes out as soon as a sender is free; nothing waits for a clock. While batches are in flight the next one grows.
 * - What may go out next, and in which order, is the {@link Workload}'s to say; whether anything may, the {@link Breaker}'s
 *   and the pace's.
 * - A message that failed on its own account is parked and attempted again on the schedule. A destination that cannot be
 *   reached stops the lane where it stands: its messages are held, one probe at a time goes out.
 */
export class Lane {
  readonly id: string;
  readonly configured: ConfiguredLane;
  readonly compiled: CompiledRoute;
  readonly destination: ResolvedDestination;
  readonly breaker: Breaker;
  readonly workload: Workload;
  readonly #parts: LaneParts;
  readonly #commits: LaneCommits;
  readonly #report: LaneReport;
  readonly #abort = new AbortController();
  /** Messages that share a request may be of one key. */
  readonly #together: boolean;
  #inFlight = 0;
  #turnAsked = false;
  #stopped = false;
  #fenced = false;
  #cancelDeferred: (() => void) | undefined;
  #onIdle: (() => void) | undefined;
  /** Delivered since the last commit. */
  #delivered = 0;

  constructor(parts: LaneParts) {
    const { configured, compiled, destination, prepare, order, lease, context, source, shared, letters } =
      parts;
    const { clock, random, ledger, logger } = context;
    const { format } = destination;
    this.id = laneIdOf(configured);
    this.configured = configured;
    this.compiled = compiled;
    this.destination = destination;
    this.#parts = parts;
    this.#together = order === "key" && destination.limits.oneRequest;
    // Every request of every batch in flight listens for it.
    setMaxListeners(0, this.#abort.signal);
    this.breaker = new Breaker(clock, random, this.#wakeUp);
    this.#report = new LaneReport(configured, destination, context);
    this.workload = new Workload({
      source,
      format: prepare === undefined ? format : (event, key) => format(prepare(event), key),
      order,
      hasKeys: destination.hasKeys,
      limits: destination.limits,
      clock,
      refusedBy: (message) => shared.parts?.refusedBy(message),
      wake: this.#wakeUp,
    });
    this.#commits = new LaneCommits({
      ledger,
      lease,
      letters,
      clock,
      logger,
      onFenced: () => this.#onFenced(),
      onCommitted: this.#wakeUp,
    });
  }

  get order(): Order {
    return this.#parts.order;
  }

  get report(): LaneReport {
    return this.#report;
  }

  get paused(): boolean {
    return isPaused(this.configured);
  }

  /** Everything at and below it is settled; at least what is on disk. */
  get cursor(): Position {
    return this.workload.slices.size === 0 && this.#commits.uncommitted === 0
      ? this.#parts.source.takenTo
      : this.#commits.committed;
  }

  /** Records a second the destination is thought to take; undefined where it never complained. */
  get paced(): number | undefined {
    return this.#parts.shared.pace.learnedLimit;
  }

  /** True where the delivery at that position has ended, or there was none. */
  hasSettled(position: Position): boolean {
    return position <= this.cursor || this.workload.slices.isDone(position);
  }

  /** Events of the project behind the cursor, matching or not. */
  get lag(): number {
    const { cursor } = this;
    const { log } = this.#parts.context;
    const { projectId } = this.configured.route;
    return cursor >= log.headOf(projectId) ? 0 : log.countBehind(projectId, cursor);
  }

  /** A matching event was appended. */
  offer(event: Event): void {
    const { source } = this.#parts;
    if (source instanceof Feed) source.offer(event);
    this.wake();
  }

  /** Asks for a turn, once. */
  wake(): void {
    if (this.#turnAsked || this.#stopped || this.paused) return;
    this.#turnAsked = true;
    this.#parts.context.turns.ask(() => {
      this.#turnAsked = false;
      this.#turn();
    });
  }

  readonly #wakeUp = (): void => this.wake();

  /** Writes down how far an idle lane has come past events that do not match; costs nothing where that is known. */
  noteIdleProgress(): void {
    const { cursor } = this;
    if (this.#fenced || this.workload.slices.size > 0 || this.#commits.uncommitted > 0) return;
    if (cursor <= this.#commits.committed) return;
    const settled = new Settled();
    settled.cursor = cursor;
    this.#commits.add(settled);
  }

  /**
   * Stops taking events and resolves when nothing of this lane is in flight and all it settled is on disk. What is still
   * open below what was confirmed is parked, so that the next lane repeats nothing that was confirmed.
   * Answers false where the disk did not take everything in time.
   * @param signal aborts what is in flight; its messages stay unsettled and are sent again by the next lane
   */
  async stop(signal: AbortSignal): Promise<boolean> {
    this.#halt();
    const abort = (): void => this.#abort.abort();
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    signal.removeEventListener("abort", abort);
    if (!this.#fenced) this.#closeOut();
    return this.#commits.flushed(FLUSH_LIMIT);
  }

  #closeOut(): void {
    const { parked, cursor } = closeOut(this.workload.slices, this.#parts.context.clock.now());
    if (cursor === undefined) {
      this.noteIdleProgress();
      return;
    }
    const settled = new Settled();
    settled.cursor = cursor;
    settled.delivered = this.#delivered;
    this.#delivered = 0;
    for (const row of parked) settled.parked.push(row);
    this.#commits.add(settled);
  }

  get #mayRead(): boolean {
    return this.#commits.uncommitted < MAX_UNCOMMITTED && this.workload.slices.size < MAX_UNCOMMITTED;
  }

  /** One turn: at most one batch, so that lanes with much to do do not hold up the others. */
  #turn(): void {
    if (this.#stopped || this.#inFlight >= this.destination.limits.concurrency) return;
    if (this.breaker.open) {
      this.#probe();
      return;
    }
    const allowance = this.#parts.shared.pace.allow(this.#wakeUp);
    if (allowance === undefined) return;
    const mayRead = this.#mayRead;
    const cut = this.workload.cut(allowance, mayRead);
    this.#take(cut);
    if (cut.failure !== undefined) return;
    if (cut.sends) this.wake();
    else if (this.workload.hasReady || (mayRead && this.workload.mayFindMore)) this.wake();
    else this.#finishIfDone();
  }

  /** While the destination is unavailable one message at a time goes out: a probe, or a parked delivery that is due. */
  #probe(): void {
    if (this.#inFlight > 0) return;
    const mayRead = this.#mayRead;
    if (this.breaker.probeDue) {
      const cut = this.workload.probe(mayRead);
      if (cut.sends) this.breaker.probeSent();
      this.#take(cut);
      if (cut.sends || cut.failure !== undefined) return;
    }
    if (this.workload.parking.hasDue) {
      const cut = this.workload.cutDue();
      this.#take(cut);
      if (!cut.sends && cut.failure === undefined) this.wake();
      return;
    }
    // A timer may go off a little early, and nothing else would set it again.
    this.workload.parking.settleTimer();
    if (this.breaker.probeDue && mayRead && this.workload.mayFindMore) this.wake();
    else this.#finishIfDone();
  }

  /** A source that ends has been worked off: also where the last delivery of it failed. */
  #finishIfDone(): void {
    if (this.#inFlight === 0 && this.workload.finished) this.#parts.onFinished(this);
  }

  /** Sends what was cut, and writes down what was settled on the way. */
  #take(cut: Cut): void {
    const { letters, context } = this.#parts;
    const tally = emptyTally();
    this.#write(settleCut(cut, tally, { letters, now: context.clock.now() }));
    this.#report.undeliverable(tally);
    for (const { position } of cut.gone) this.#report.gone(position);
    if (cut.failure !== undefined) this.#cannotRead(cut.failure);
    if (cut.sends) void this.#deliver(cut.batch);
    if (this.workload.hasDeferred) this.#scheduleDeferred();
  }

  /** What keeps the log from being read is no more the events' fault than a destination that is down: the lane waits and tries. */
  #cannotRead(failure: Error): void {
    const code = failure instanceof MillraceError ? failure.code : "log_unreadable";
    this.breaker.probeSent();
    this.breaker.unavailable({ code, message: failure.message, blame: "millrace" }, 0);
  }

  /** Parts of the destination at their limit are looked at again when the first may take more. */
  #scheduleDeferred(): void {
    const { parts } = this.#parts.shared;
    if (this.#cancelDeferred !== undefined || parts === undefined) return;
    this.#cancelDeferred = this.#parts.context.clock.after(parts.takeWait(), () => {
      this.#cancelDeferred = undefined;
      this.workload.releaseDeferred();
      this.wake();
    });
  }

  async #deliver(batch: Batch): Promise<void> {
    const { pace } = this.#parts.shared;
    this.#inFlight++;
    // Of an event that is too large, what it becomes is counted when it goes out.
    pace.begin(batch.messages.length, batch.bytes);
    const started = performance.now();
    const outcomes = await this.#attempt(batch);
    this.#inFlight--;
    pace.end();
    this.#settle(batch, outcomes, performance.now() - started);
    if (this.#inFlight === 0) this.#onIdle?.();
    this.wake();
  }

  async #attempt(batch: Batch): Promise<readonly Outcome[]> {
    const { shared, context } = this.#parts;
    const { clock, random, large } = context;
    const { sender, pace } = shared;
    const signal = this.#abort.signal;
    const onAgain = (records: number, bytes: number): void => pace.again(records, bytes);
    const common = { sender, clock, random, signal, onAgain };
    const [first] = batch.deliveries;
    if (batch.tooLarge === undefined || first?.event === undefined) {
      const keys = this.#together ? batch.deliveries.map(({ key }) => key) : undefined;
      return attempt(batch.messages, { ...common, keys });
    }
    const { format, limits } = this.destination;
    const outcome = await attemptLarge(this.#prepared(first.event), batch.tooLarge, {
      large,
      format,
      limits,
      attempt: (messages) => {
        const keys = this.#together ? messages.map(() => first.key) : undefined;
        const bytes = sizeOfAll(messages);
        batch.bytes += bytes;
        pace.again(messages.length, bytes);
        return attempt(messages, { ...common, keys });
      },
    });
    return [outcome];
  }

  #prepared(event: Event): Event {
    const { prepare } = this.#parts;
    return prepare === undefined ? event : prepare(event);
  }

  #settle(batch: Batch, outcomes: readonly Outcome[], duration: number): void {
    const { context, letters, shared } = this.#parts;
    const { clock, random } = context;
    const now = clock.now();
    const tally = tallyOf(outcomes);
    const retries = batch.deliveries.reduce((sum, { attempts }) => sum + (attempts > 0 ? 1 : 0), 0);
    // What was aborted says nothing of the destination.
    if (!this.#abort.signal.aborted) learn(batch, outcomes, tally, { ...shared, breaker: this.breaker });
    const settled = settleBatch(batch, outcomes, tally, {
      workload: this.workload,
      letters,
      schedule: this.destination.schedule,
      now,
      random,
      open: this.breaker.open,
      successes: this.breaker.successes,
      aborted: this.#abort.signal.aborted,
      onDelivered: (acceptedAt, first) => this.#report.delivered(acceptedAt, first, now),
    });
    this.#delivered += tally.delivered;
    this.#report.batch(batch, tally, retries, duration);
    this.#write(settled);
  }

  #write(settled: Settled): void {
    settled.cursor = this.workload.slices.advance();
    if (settled.empty) return;
    settled.delivered = this.#delivered;
    this.#delivered = 0;
    this.#commits.add(settled);
  }

  #halt(): void {
    this.#stopped = true;
    this.breaker.close();
    this.workload.parking.close();
    this.#cancelDeferred?.();
    this.#parts.shared.pace.forget(this.#wakeUp);
  }

  /** Another owner has opened this lane, or nothing can be written any more: what is not committed is for the next owner to do. */
  #onFenced(): void {
    this.#fenced = true;
    this.#halt();
    this.#abort.abort();
    this.#report.fenced();
  }
}
