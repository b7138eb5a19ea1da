import type { PaceOptions } from "../core/delivery-options.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import { AdaptiveRate } from "./adaptive-rate.ts";
import type { Allowance } from "./batch.ts";
import { UNLIMITED } from "./batch.ts";
import { TokenBucket } from "./token-bucket.ts";

/** After a request that was throttled as a whole: the first pause, doubled as long as nothing else comes back. */
const FIRST_PAUSE: Milliseconds = 250;
const LONGEST_PAUSE: Milliseconds = 30_000;
/** However long the destination asks to wait. */
const LONGEST_ASKED: Milliseconds = 15 * 60_000;

/** How long lanes that wait for a learned rate sleep at most before they ask again. */
const LONGEST_SLEEP: Milliseconds = 1_000;

/** What a {@link DestinationPace} goes by. */
export interface PaceRules {
  readonly options: PaceOptions;
  /** A batch is one request; where not, every message is one. */
  readonly oneRequest: boolean;
  /** Shared by all destinations of the project that count against it. */
  readonly projectBudget: TokenBucket | undefined;
}

/**
 * How fast messages may go to one destination, over all the lanes that lead there: what its owner has set, what the project
 * may send, and what the destination itself made known by throttling.
 */
export class DestinationPace {
  readonly #clock: Clock;
  readonly #oneRequest: boolean;
  readonly #requests: readonly TokenBucket[];
  readonly #records: readonly TokenBucket[];
  readonly #bytes: TokenBucket | undefined;
  readonly #slots: number;
  readonly #learned = new AdaptiveRate();
  readonly #waiting = new Set<() => void>();
  readonly #limited: boolean;
  #inFlight = 0;
  #throttles = 0;
  #pausedTo: Milliseconds = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, { options, oneRequest, projectBudget }: PaceRules) {
    const now = clock.elapsed();
    const bucket = (rate: number | undefined): TokenBucket[] =>
      rate === undefined ? [] : [new TokenBucket(rate, now)];
    const { requestsPerSecond, requestsPerMinute, recordsPerSecond, bytesPerSecond, concurrency } = options;
    this.#clock = clock;
    this.#oneRequest = oneRequest;
    this.#requests = [
      ...bucket(requestsPerSecond),
      ...bucket(requestsPerMinute === undefined ? undefined : requestsPerMinute / 60),
    ];
    this.#records = [...bucket(recordsPerSecond), ...(projectBudget === undefined ? [] : [projectBudget])];
    this.#bytes = bucket(bytesPerSecond)[0];
    this.#slots = concurrency ?? Infinity;
    this.#limited =
      this.#slots < Infinity || this.#bytes !== undefined || this.#requests.length + this.#records.length > 0;
  }

  /** Records a second that the destination is thought to take at the moment; undefined where it never complained. */
  get learnedLimit(): number | undefined {
    return this.#learned.limit;
  }

  /** What may go out now. Undefined where nothing may: `wake` is then called when it is worth asking again. */
  allow(wake: () => void): Allowance | undefined {
    const now = this.#clock.elapsed();
    if (!this.#limited && this.#pausedTo === 0 && this.#learned.limit === undefined) return UNLIMITED;
    const wait = this.#inFlight >= this.#slots ? Infinity : this.#wait(now);
    if (wait === 0) return this.#allowance(now);
    this.#waiting.add(wake);
    if (wait < Infinity) this.#setTimer(wait);
    return undefined;
  }

  /** A batch goes out. */
  begin(records: number, bytes: Bytes): void {
    this.#inFlight++;
    if (records > 0) this.#took(records, bytes);
  }

  /** Further messages of a batch under way go out, or some of it once more. */
  again(records: number, bytes: Bytes): void {
    this.#took(records, bytes);
  }

  /** The batch came back. */
  end(): void {
    this.#inFlight--;
    if (this.#waiting.size > 0 && this.#slots < Infinity) this.#wakeAll();
  }

  /** The lane behind `wake` is gone. */
  forget(wake: () => void): void {
    this.#waiting.delete(wake);
  }

  /** Messages got through. */
  flows(): void {
    this.#throttles = 0;
    if (this.#pausedTo !== 0 && this.#pausedTo <= this.#clock.elapsed()) this.#pausedTo = 0;
  }

  /**
   * The destination asked to slow down.
   * @param whole nothing of the request was taken
   * @param after how long it asked to wait
   */
  throttled(whole: boolean, after: Milliseconds): void {
    const now = this.#clock.elapsed();
    this.#learned.throttled(now);
    if (!whole && after === 0) return;
    if (whole && this.#pausedTo <= now) this.#throttles++;
    const pause = whole ? Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(this.#throttles - 1, 10)) : 0;
    this.#pausedTo = Math.max(this.#pausedTo, now + Math.max(pause, Math.min(after, LONGEST_ASKED)));
  }

  close(): void {
    this.#cancelTimer?.();
    this.#waiting.clear();
  }

  #took(records: number, bytes: Bytes): void {
    const now = this.#clock.elapsed();
    this.#learned.sent(records, now);
    if (!this.#limited) return;
    for (const bucket of this.#requests) bucket.take(this.#oneRequest ? 1 : records, now);
    for (const bucket of this.#records) bucket.take(records, now);
    this.#bytes?.take(bytes, now);
  }

  #wait(now: Milliseconds): Milliseconds {
    let wait = Math.max(0, this.#pausedTo - now, this.#learned.wait(now), this.#bytes?.wait(now) ?? 0);
    for (const bucket of this.#requests) wait = Math.max(wait, bucket.wait(now));
    for (const bucket of this.#records) wait = Math.max(wait, bucket.wait(now));
    return wait;
  }

  #allowance(now: Milliseconds): Allowance {
    let records = this.#learned.available(now);
    for (const bucket of this.#records) records = Math.min(records, bucket.available(now));
    if (!this.#oneRequest)
      for (const bucket of this.#requests) records = Math.min(records, bucket.available(now));
    return { records: Math.max(1, Math.floor(records)), bytes: this.#bytes?.available(now) ?? Infinity };
  }

  #setTimer(wait: Milliseconds): void {
    if (this.#cancelTimer !== undefined) return;
    // A rate that was learned grows again meanwhile: asked now and then, it may have room long before.
    const sleep = this.#learned.limit === undefined ? wait : Math.min(wait, LONGEST_SLEEP);
    this.#cancelTimer = this.#clock.after(sleep, () => {
      this.#cancelTimer = undefined;
      this.#wakeAll();
    });
  }

  #wakeAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
