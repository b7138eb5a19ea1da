import type { Clock, EpochMilliseconds, Milliseconds } from "../time.ts";
import { formatTimestamp } from "../time.ts";

interface Timer {
  readonly at: Milliseconds;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. The wall clock can be set, as a machine's can. */
export class ManualClock implements Clock {
  #now: EpochMilliseconds;
  #elapsed: Milliseconds = 0;
  #timers: Timer[] = [];

  constructor(now: EpochMilliseconds = Date.parse("2026-01-01T00:00:00Z")) {
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
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Sets the wall clock, forward or back; time that passes is not changed by it. */
  set(now: EpochMilliseconds): void {
    this.#now = now;
  }

  /** Lets time pass and calls back what comes due, in order. */
  advance(by: Milliseconds): void {
    const end = this.#elapsed + by;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) this.#fire(next);
    this.#pass(end - this.#elapsed);
  }

  /** How long until the next timer; undefined where there is none. */
  get nextIn(): Milliseconds | undefined {
    const next = this.#next();
    return next && next.at - this.#elapsed;
  }

  #next(): Timer | undefined {
    return this.#timers.reduce<Timer | undefined>(
      (first, each) => (first === undefined || each.at < first.at ? each : first),
      undefined,
    );
  }

  #fire(timer: Timer): void {
    this.#pass(timer.at - this.#elapsed);
    this.#timers = this.#timers.filter((each) => each !== timer);
    timer.callback();
  }

  #pass(by: Milliseconds): void {
    if (by <= 0) return;
    this.#elapsed += by;
    this.#now += by;
  }
}
