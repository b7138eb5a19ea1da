import type { Milliseconds } from "../core/time.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A throttled place gets this share of what it was just sent. */
const DOWN = 0.7;
/** And, while it does not throttle again, this much more each second. */
const UP = 1.1;
/** Once this many times the rate goes through that was throttled, there is no limit any more. */
const FREE = 3;
/** Throttling is heard at most this often: what was in flight already says the same thing several times. */
const DEAF: Milliseconds = 500;
const SECOND: Milliseconds = 1_000;

/**
 * A rate nobody configured: none at first; when the place throttles, something below what it was being sent; from there
 * slowly up again until it throttles once more or has plainly recovered.
 */
export class AdaptiveRate {
  readonly #most: number;
  #bucket: TokenBucket | undefined;
  #throttledAt: Milliseconds = -Infinity;
  #grownAt: Milliseconds = 0;
  #throttledRate = 0;
  #sent = 0;
  #sentBefore = 0;
  #secondAt: Milliseconds = 0;

  /** @param most what the place is known to take; the rate never grows beyond it */
  constructor(most = Infinity) {
    this.#most = most;
  }

  /** Records a second at the moment; undefined where nothing limits them. */
  get limit(): number | undefined {
    return this.#bucket?.rate;
  }

  /** Records that may go out now; Infinity where nothing limits them. */
  available(now: Milliseconds): number {
    this.#grow(now);
    return this.#bucket?.available(now) ?? Infinity;
  }

  /** How long until one more may go out. */
  wait(now: Milliseconds): Milliseconds {
    this.#grow(now);
    return this.#bucket?.wait(now) ?? 0;
  }

  /** Records went out. */
  sent(count: number, now: Milliseconds): void {
    this.#count(count, now);
    this.#bucket?.take(count, now);
  }

  /** The place asked to slow down. */
  throttled(now: Milliseconds): void {
    if (now - this.#throttledAt < DEAF) return;
    this.#throttledAt = now;
    this.#grownAt = now;
    this.#count(0, now);
    this.#throttledRate = this.#bucket?.rate ?? this.#measured;
    const rate = Math.max(0.2, Math.min(this.#most, this.#throttledRate * DOWN));
    if (this.#bucket === undefined) this.#bucket = new TokenBucket(rate, now, 1);
    else this.#bucket.setRate(rate, now);
  }

  /** What was sent in a second; where nobody counted yet, what the place is known to take. */
  get #measured(): number {
    const sent = Math.max(this.#sent, this.#sentBefore);
    return sent === 0 && this.#most < Infinity ? this.#most : Math.max(1, sent);
  }

  #count(count: number, now: Milliseconds): void {
    if (now - this.#secondAt >= SECOND) {
      this.#sentBefore = (this.#sent * SECOND) / (now - this.#secondAt);
      this.#sent = 0;
      this.#secondAt = now;
    }
    this.#sent += count;
  }

  #grow(now: Milliseconds): void {
    const bucket = this.#bucket;
    if (bucket === undefined || now - this.#grownAt < SECOND) return;
    const rate = bucket.rate * UP ** ((now - this.#grownAt) / SECOND);
    this.#grownAt = now;
    if (rate > this.#throttledRate * FREE && this.#most === Infinity) this.#bucket = undefined;
    else bucket.setRate(Math.min(rate, this.#most), now);
  }
}
