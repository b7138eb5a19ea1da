import TinyQueue from "tinyqueue";
import type { DestinationLimits, Formatter } from "../core/destination.ts";
import type { Event, Position } from "../core/event.ts";
import { messageOf } from "../core/errors.ts";
import type { Bytes, Formatted, Message, TooLarge } from "../core/message.ts";
import { isDiscard, isTooLarge, sizeOf } from "../core/message.ts";
import type { Order } from "../core/order.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import type { ParkedDelivery } from "../ledger/ledger.ts";
import type { Allowance } from "./batch.ts";
import { Cut } from "./batch.ts";
import { cutLimit } from "./cut-limit.ts";
import { Deferred } from "./deferred.ts";
import { Delivery, rowBehind } from "./delivery.ts";
import { KeyQueues } from "./key-queues.ts";
import { ParkedAhead } from "./parked-ahead.ts";
import { MAX_PARKED, Parking } from "./parking.ts";
import { Slice, Slices } from "./slices.ts";
import type { Source } from "./source.ts";

/** Events a lane holds in memory beyond what it has in flight: those held back, and those behind others of their key. */
const MAX_HELD = 2_000;
const MAX_HELD_BYTES: Bytes = 32 * 1_048_576;

/** What a {@link Workload} is made of. */
export interface WorkloadOptions {
  readonly source: Source;
  readonly format: Formatter;
  readonly order: Order;
  /** False where the destination gives messages no keys: the whole route is one key then. */
  readonly hasKeys: boolean;
  readonly limits: DestinationLimits;
  readonly clock: Clock;
  /** The part of the destination that takes the message and may not have it now. */
  readonly refusedBy: (message: Message) => string | undefined;
  /** Called when a parked delivery is due. */
  readonly wake: () => void;
}

/**
 * What a lane has before it: events from its source, deliveries held back and parked ones, and which of them may go out
 * next. Knows order and memory, and nothing of time to wait, of failures or of the network.
 */
export class Workload {
  readonly parking: Parking;
  readonly slices = new Slices();
  readonly #options: WorkloadOptions;
  readonly #queues = new KeyQueues();
  readonly #ahead = new ParkedAhead();
  /** May go out, oldest first. An entry whose delivery is not `ready` any more is passed over. */
  readonly #ready = new TinyQueue<Delivery>([], (a, b) => a.position - b.position);
  readonly #deferred = new Deferred();
  #unsettled = 0;
  #unsettledBytes: Bytes = 0;
  #probes = 0;
  /** Several of a key may share a request. */
  readonly #together: boolean;

  constructor(options: WorkloadOptions) {
    this.#options = options;
    this.#together = options.order === "key" && options.limits.oneRequest;
    this.parking = new Parking(options.clock, options.wake);
  }

  /**
   * Takes in what was parked when the lane was opened.
   * @param rows in log order
   * @param cursor events behind it come from the source once more
   * @param wait says how long each still has to wait
   */
  restore(
    rows: readonly ParkedDelivery[],
    cursor: Position,
    wait: (row: ParkedDelivery) => Milliseconds,
  ): void {
    const ahead: Delivery[] = [];
    for (const row of rows) {
      const key = this.#options.order === "none" ? "" : row.orderingKey;
      const delivery = new Delivery(row.position, key, undefined);
      delivery.row = row;
      delivery.stand = "parked";
      delivery.dueAt = this.#options.clock.elapsed() + wait(row);
      this.parking.add(delivery);
      if (key !== "" && row.position > cursor) ahead.push(delivery);
      else this.#lineUp(delivery);
    }
    this.#ahead.set(ahead);
  }

  /** Puts the next batch together: parked deliveries that are due and those held back, then what the source has. */
  cut(allowance: Allowance, mayRead: boolean): Cut {
    const cut = new Cut(this.#options.limits, allowance);
    for (let due = this.parking.takeDue(); due !== undefined; due = this.parking.takeDue())
      this.#makeReady(due);
    this.parking.settleTimer();
    this.#fillFromReady(cut);
    if (mayRead && !cut.full) this.#fillFromSource(cut);
    return cut;
  }

  /**
   * One message to find out with whether the destination works again: every other time one that was never tried, else one
   * of those held back, each time another. What is held back may be what fails, and must not keep the destination shut for
   * all that come after it.
   */
  probe(mayRead: boolean): Cut {
    const cut = this.#single();
    const turn = this.#probes++;
    const fresh = turn % 2 === 0;
    if (fresh && mayRead) this.#fillFromSource(cut);
    const ready = this.#ready.data.filter(({ stand }) => stand === "ready");
    for (let i = 0; i < ready.length && !cut.full; i++) {
      const candidate = ready[((turn >> 1) + i) % ready.length];
      if (candidate !== undefined) this.#join(candidate, cut);
    }
    if (!fresh && mayRead && !cut.full) this.#fillFromSource(cut);
    return cut;
  }

  /** One parked delivery that is due. */
  cutDue(): Cut {
    const cut = this.#single();
    const due = this.parking.takeDue();
    this.parking.settleTimer();
    if (due !== undefined) {
      due.stand = "ready";
      this.#join(due, cut);
    }
    return cut;
  }

  /** True where the source may hold more than was looked at, and there is room for it. */
  get mayFindMore(): boolean {
    return this.#hasRoom && (this.#options.source.behind || this.#options.source.peek() !== undefined);
  }

  /** True where nothing is left, nothing is under way, and nothing will come. */
  get finished(): boolean {
    return this.#options.source.exhausted && this.slices.size === 0 && this.parking.size === 0;
  }

  /** The delivery ended. */
  finish(delivery: Delivery): void {
    delivery.stand = "done";
    this.#settle(delivery);
    if (delivery.row !== undefined) this.parking.remove(delivery);
    this.#letGo(delivery);
    if (delivery.key === "") return;
    const first = this.#queues.remove(delivery);
    if (first !== undefined) this.#comeFirst(first);
  }

  /** The delivery goes out again as soon as anything may. */
  hold(delivery: Delivery): void {
    if (delivery.key === "" || this.#queues.isFirst(delivery)) this.#makeReady(delivery);
    else delivery.stand = "waiting";
  }

  /**
   * The delivery waits for its next attempt, or behind others of its key.
   * Answers the rows of those behind it, which now wait at no attempt.
   */
  park(delivery: Delivery, row: ParkedDelivery, wait: Milliseconds): readonly ParkedDelivery[] {
    delivery.dueAt = this.#options.clock.elapsed() + wait;
    this.#parkOne(delivery, row);
    if (delivery.key === "") {
      this.parking.schedule(delivery);
      return [];
    }
    if (this.#queues.isFirst(delivery)) this.parking.schedule(delivery);
    const rows: ParkedDelivery[] = [];
    for (const behind of this.#queues.behind(delivery)) {
      if (behind.row === undefined && behind.stand !== "underWay") rows.push(this.#parkBehind(behind, row));
    }
    return rows;
  }

  /** Some deliveries of each part that was at its limit may be tried again. */
  releaseDeferred(): void {
    for (const delivery of this.#deferred.release()) if (delivery.stand === "waiting") this.hold(delivery);
  }

  get hasDeferred(): boolean {
    return this.#deferred.size > 0;
  }

  /** True where something may go out that was not looked at. */
  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** Memory set aside is taken up. */
  get #hasRoom(): boolean {
    const { concurrency, batchRecords, batchBytes } = this.#options.limits;
    return (
      this.#unsettled < MAX_HELD + concurrency * batchRecords &&
      this.#unsettledBytes < MAX_HELD_BYTES + concurrency * Math.min(batchBytes, MAX_HELD_BYTES) &&
      // Those ahead must not keep the source from being taken as far as they stand.
      this.parking.size - this.#ahead.size < MAX_PARKED
    );
  }

  #single(): Cut {
    return new Cut({ ...this.#options.limits, batchRecords: 1 }, { records: 1, bytes: Infinity });
  }

  #fillFromReady(cut: Cut): void {
    const isEnough = cutLimit(this.#options.clock, this.#options.limits.batchRecords);
    for (let next = this.#ready.peek(); next !== undefined && !cut.full; next = this.#ready.peek()) {
      if (isEnough()) return;
      this.#ready.pop();
      next.queued = false;
      if (next.stand === "ready") this.#join(next, cut);
    }
  }

  /** Puts a delivery that is ready into the batch and, where they may travel together, those of its key behind it. */
  #join(delivery: Delivery, cut: Cut): void {
    if (!this.#load(delivery, cut)) return;
    if (!this.#add(delivery, cut)) return;
    // One that has failed before goes alone: were it to fail again, all the others would have to be sent again.
    if (!this.#together || delivery.key === "" || delivery.attempts > 0) return;
    for (const behind of this.#queues.behind(delivery)) {
      if (cut.full || behind.stand === "underWay" || behind.attempts > 0) return;
      if (!this.#load(behind, cut)) return;
      if (!this.#add(behind, cut)) return;
    }
  }

  #fillFromSource(cut: Cut): void {
    const { source } = this.#options;
    try {
      source.fill();
    } catch (error) {
      cut.failure = asError(error);
      return;
    }
    const slice = new Slice();
    const isEnough = cutLimit(this.#options.clock, this.#options.limits.batchRecords);
    let looked = 0;
    for (let event = source.peek(); event !== undefined && !cut.full; event = source.peek()) {
      if (!this.#hasRoom || isEnough()) break;
      looked++;
      this.#lineUpThrough(event.position);
      source.take();
      const formatted = this.#format(event);
      if (isDiscard(formatted))
        cut.undeliverable.push({ event, error: formatted.discard, delivery: undefined });
      else this.#take(event, formatted, slice, cut);
    }
    this.#lineUpThrough(source.takenTo);
    if (looked === 0) return;
    slice.through = source.takenTo;
    this.slices.push(slice);
  }

  #take(event: Event, formatted: Message | TooLarge, slice: Slice, cut: Cut): void {
    const delivery = new Delivery(event.position, this.#keyOf(formatted), slice);
    delivery.event = event;
    delivery.formatted = formatted;
    slice.add(delivery);
    this.#unsettled++;
    this.#unsettledBytes += bytesOf(formatted);
    if (delivery.key !== "") {
      const before = this.#queues.push(delivery);
      if (before?.row !== undefined && before.stand !== "underWay") {
        cut.parked.push(this.#parkBehind(delivery, before.row));
        return;
      }
      if (before !== undefined && !(this.#together && before.batch === cut.batch && before.attempts === 0))
        return;
    }
    this.#add(delivery, cut);
  }

  /** Parked deliveries from before take their place in their keys. */
  #lineUpThrough(position: Position): void {
    for (const delivery of this.#ahead.takeThrough(position)) this.#lineUp(delivery);
  }

  #lineUp(delivery: Delivery): void {
    if (delivery.key === "" || this.#queues.push(delivery) === undefined) this.parking.schedule(delivery);
  }

  #keyOf(formatted: Message | TooLarge): string {
    const { order, hasKeys } = this.#options;
    if (order === "none") return "";
    if (!hasKeys) return WHOLE_ROUTE;
    return isTooLarge(formatted) ? formatted.tooLarge.key : formatted.key;
  }

  /** False where the batch does not take it now: it comes up again by itself. */
  #add(delivery: Delivery, cut: Cut): boolean {
    const { formatted } = delivery;
    if (formatted === undefined) return false;
    const refusedBy = isTooLarge(formatted) || cut.full ? undefined : this.#options.refusedBy(formatted);
    if (refusedBy !== undefined) {
      delivery.stand = "waiting";
      this.#deferred.add(delivery, refusedBy);
      // What is in the ledger need not be held in memory as well.
      if (delivery.row !== undefined) this.#letGo(delivery);
      return false;
    }
    if (cut.add(delivery, formatted)) {
      delivery.stand = "underWay";
      return true;
    }
    this.hold(delivery);
    return false;
  }

  /** Fetches and formats again what was let go of. False where the delivery has ended by that. */
  #load(delivery: Delivery, cut: Cut): boolean {
    if (delivery.formatted !== undefined) return true;
    let event: Event | undefined;
    try {
      event = delivery.event ?? this.#options.source.at(delivery.position);
    } catch (error) {
      cut.failure = asError(error);
      this.hold(delivery);
      return false;
    }
    if (event === undefined) {
      cut.gone.push(delivery);
      this.finish(delivery);
      return false;
    }
    const formatted = this.#format(event);
    if (isDiscard(formatted)) {
      cut.undeliverable.push({ event, error: formatted.discard, delivery });
      this.finish(delivery);
      return false;
    }
    delivery.event = event;
    delivery.formatted = formatted;
    return true;
  }

  /** A format step that breaks its promise must not lose an event, nor stop those behind it. */
  #format(event: Event): Formatted {
    try {
      return this.#options.format(event);
    } catch (error) {
      return { discard: { code: "format_failed", message: messageOf(error), blame: "millrace" } };
    }
  }

  #makeReady(delivery: Delivery): void {
    delivery.stand = "ready";
    if (delivery.queued) return;
    delivery.queued = true;
    this.#ready.push(delivery);
  }

  /** Nothing of its key has to end before it any more. */
  #comeFirst(delivery: Delivery): void {
    if (delivery.stand === "waiting" && !delivery.deferred) this.#makeReady(delivery);
    else if (delivery.stand === "parked" && delivery.attempts === 0) this.#makeReady(delivery);
    else if (delivery.stand === "parked") this.parking.schedule(delivery);
  }

  #parkOne(delivery: Delivery, row: ParkedDelivery): void {
    this.#settle(delivery);
    delivery.row = row;
    delivery.stand = "parked";
    this.parking.add(delivery);
    this.#letGo(delivery);
  }

  #parkBehind(delivery: Delivery, { nextAttemptAt }: ParkedDelivery): ParkedDelivery {
    const row = rowBehind(delivery, nextAttemptAt);
    this.#parkOne(delivery, row);
    return row;
  }

  /** Its slice need not wait for it any longer. */
  #settle(delivery: Delivery): void {
    if (delivery.slice === undefined || delivery.row !== undefined) return;
    delivery.slice.unsettled--;
    this.#unsettled--;
    if (delivery.formatted !== undefined) this.#unsettledBytes -= bytesOf(delivery.formatted);
  }

  #letGo(delivery: Delivery): void {
    delivery.event = undefined;
    delivery.formatted = undefined;
    delivery.batch = undefined;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(messageOf(error));
}

/** The key of all deliveries of a route whose messages have none. */
const WHOLE_ROUTE = "*";

function bytesOf(formatted: Message | TooLarge): Bytes {
  return isTooLarge(formatted) ? formatted.tooLarge.bytes : sizeOf(formatted);
}
