import type { Bytes } from "../core/message.ts";
import type { Milliseconds } from "../core/time.ts";
import type { LatencySpan } from "./latency-window.ts";
import { LatencyWindow } from "./latency-window.ts";

/** Where counts go when they are flushed; an absent project means nowhere. */
export interface CounterOwner {
  readonly projectId: string;
  readonly routeId: string;
}

/** What a route counted between two flushes: the numbers in the order of `COUNTS`. */
export interface TakenCounts {
  readonly counts: readonly number[];
  readonly latency: LatencySpan;
}

/**
 * Counts what becomes of one route's deliveries. Each call is a few additions; nothing is allocated, no clock is asked,
 * nothing is written. The counts go to disk with the next flush, under the minute in which they were made.
 */
export class RouteCounter {
  readonly owner: CounterOwner;
  readonly #touched: RouteCounter[];
  /** False while there is nothing to flush: a route that is idle costs nothing. */
  #active = false;
  #firstAttempt = 0;
  #afterRetry = 0;
  #expired = 0;
  #discarded = 0;
  #attempts = 0;
  #records = 0;
  #bytes = 0;
  readonly #latency = new LatencyWindow();

  /** @param touched where the counter puts itself as soon as it has something to flush */
  constructor(owner: CounterOwner, touched: RouteCounter[]) {
    this.owner = owner;
    this.#touched = touched;
  }

  /**
   * A delivery succeeded.
   * @param latency since its event was accepted
   * @param firstAttempt whether its first attempt did it
   */
  delivered(latency: Milliseconds, firstAttempt: boolean): void {
    if (firstAttempt) this.#firstAttempt++;
    else this.#afterRetry++;
    this.#latency.add(latency);
    if (!this.#active) this.#touch();
  }

  /** Deliveries ended as dead letters. */
  ended(how: "discarded" | "expired", count: number): void {
    if (how === "expired") this.#expired += count;
    else this.#discarded += count;
    if (!this.#active) this.#touch();
  }

  /**
   * A batch was handed to the destination, whatever became of it.
   * @param bytes messages and keys
   * @param attempts deliveries of which this was an attempt, where that is not each record: a probe of a destination that
   *   is down uses up none
   */
  attempted(records: number, bytes: Bytes, attempts: number = records): void {
    this.#attempts += attempts;
    this.#records += records;
    this.#bytes += bytes;
    if (!this.#active) this.#touch();
  }

  /** Hands over what was counted and begins anew. */
  take(): TakenCounts {
    const counts = [
      this.#firstAttempt,
      this.#afterRetry,
      this.#expired,
      this.#discarded,
      this.#attempts,
      this.#records,
      this.#bytes,
    ];
    this.#firstAttempt = this.#afterRetry = this.#expired = this.#discarded = 0;
    this.#attempts = this.#records = this.#bytes = 0;
    this.#active = false;
    return { counts, latency: this.#latency.take() };
  }

  #touch(): void {
    this.#active = true;
    this.#touched.push(this);
  }
}
