import type { Clock, EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import { formatTimestamp } from "../../core/time.ts";

/** A clock that stands still until it is told to go on, or set anew. */
export class ManualClock implements Clock {
  #now: EpochMilliseconds;
  #elapsed: Milliseconds = 0;
  #timers: { readonly at: Milliseconds; readonly callback: () => void }[] = [];

  constructor(now: EpochMilliseconds) {
    this.#now = now;
  }

  now(): EpochMilliseconds {
    return this.#now;
  }

  elapsed(): Milliseconds {
    return this.#elapsed;
  }

  timestamp(): string {
    return formatTimestamp(this.#now);
  }

  after(delay: Milliseconds, callback: () => void): () => void {
    const timer = { at: this.#elapsed + delay, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((each) => each !== timer));
  }

  /** Time passes; timers that are due call back, each at its own moment. */
  pass(time: Milliseconds): void {
    const end = this.#elapsed + time;
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#go(next.at - this.#elapsed);
      next.callback();
    }
    this.#go(end - this.#elapsed);
  }

  /** Somebody sets the clock: no time passes. */
  set(now: EpochMilliseconds): void {
    this.#now = now;
  }

  #go(time: Milliseconds): void {
    this.#now += time;
    this.#elapsed += time;
  }
}
