import type { Milliseconds } from "../core/time.ts";

/**
 * A rate with a little slack: holds up to `burst` tokens and gains `rate` of them a second. What is taken may go beyond
 * what is there, once: the debt is waited off before anything more is taken. So one large batch passes a small rate,
 * and the rate still holds.
 */
export class TokenBucket {
  #rate: number;
  #burst: number;
  #tokens: number;
  #at: Milliseconds;

  /** @param rate tokens a second, above 0; a tenth of a second's worth may go at once */
  constructor(rate: number, now: Milliseconds, burst = burstOf(rate)) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Changes the rate from now on. */
  setRate(rate: number, now: Milliseconds): void {
    this.#gain(now);
    this.#rate = rate;
    this.#burst = burstOf(rate);
    this.#tokens = Math.min(this.#tokens, this.#burst);
  }

  /** Tokens there are; below 0 where more was taken than there was. */
  available(now: Milliseconds): number {
    this.#gain(now);
    return this.#tokens;
  }

  /** How long until there is a whole token. */
  wait(now: Milliseconds): Milliseconds {
    const missing = 1 - this.available(now);
    return missing <= 0 ? 0 : Math.ceil((missing * 1_000) / this.#rate);
  }

  take(count: number, now: Milliseconds): void {
    this.#gain(now);
    this.#tokens -= count;
  }

  #gain(now: Milliseconds): void {
    if (now <= this.#at) return;
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) * this.#rate) / 1_000);
    this.#at = now;
  }
}

function burstOf(rate: number): number {
  return Math.max(1, rate / 10);
}
