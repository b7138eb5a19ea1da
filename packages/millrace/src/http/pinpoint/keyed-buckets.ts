import type { Clock, Milliseconds } from "../../core/time.ts";
import { TokenBucket } from "../../delivery/token-bucket.ts";

/** How often something may be done under one name. */
interface Rate {
  /** 0 for as often as anybody likes. */
  readonly perSecond: number;
  /** So many at once. */
  readonly burst: number;
}

/** So many names are remembered. Beyond them the ones that did nothing for longest are forgotten, and start afresh. */
const MAX_NAMES = 10_000;

/** A token bucket for each of many names, such as projects or addresses, in bounded memory. */
export class KeyedBuckets {
  readonly #rate: Rate;
  readonly #clock: Pick<Clock, "elapsed">;
  /** Those used last stand last. */
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(rate: Rate, clock: Pick<Clock, "elapsed">) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** How long until a name may do it again; 0 where it may now. Takes nothing. */
  wait(name: string): Milliseconds {
    return this.#buckets.get(name)?.wait(this.#clock.elapsed()) ?? 0;
  }

  /** Counts one under a name where there is room. Answers how long to wait where there is none, else 0. */
  take(name: string): Milliseconds {
    if (this.#rate.perSecond === 0) return 0;
    const now = this.#clock.elapsed();
    const { perSecond, burst } = this.#rate;
    const bucket = this.#buckets.get(name) ?? new TokenBucket(perSecond, now, burst);
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    this.#forgetOldest();
    const wait = bucket.wait(now);
    if (wait === 0) bucket.take(1, now);
    return wait;
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= MAX_NAMES) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
