import type { Sender } from "../core/destination.ts";
import { sizeOf } from "../core/message.ts";
import type { Message } from "../core/message.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import { AdaptiveRate } from "./adaptive-rate.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Soonest that messages held back for a part at its limit are looked at again. */
const SOONEST: Milliseconds = 20;

interface Part {
  readonly records: AdaptiveRate;
  readonly bytes: TokenBucket;
}

/**
 * The pace of a destination that is made of parts with limits of their own, such as the shards of a stream. A part is paced
 * once it has throttled, and no other part waits for it.
 */
export class PartPace {
  readonly #clock: Clock;
  readonly #parts: NonNullable<Sender["parts"]>;
  readonly #paced = new Map<string, Part>();
  #readyAt: Milliseconds = Infinity;

  constructor(clock: Clock, parts: NonNullable<Sender["parts"]>) {
    this.#clock = clock;
    this.#parts = parts;
  }

  /** The part that may not take the message now. Undefined where it may go out, which is then counted. */
  refusedBy(message: Message): string | undefined {
    if (this.#paced.size === 0) return undefined;
    const name = this.#parts.of(message);
    const part = name === undefined ? undefined : this.#paced.get(name);
    if (part === undefined) return undefined;
    const now = this.#clock.elapsed();
    const wait = Math.max(part.records.wait(now), part.bytes.wait(now));
    if (wait > 0) {
      this.#readyAt = Math.min(this.#readyAt, now + wait);
      return name;
    }
    part.records.sent(1, now);
    part.bytes.take(sizeOf(message), now);
    return undefined;
  }

  /** How long until something that was not admitted may be tried again; starts anew with each call. */
  takeWait(): Milliseconds {
    const readyAt = this.#readyAt;
    this.#readyAt = Infinity;
    // Where nothing was refused since, what is held back can be looked at.
    return readyAt === Infinity ? SOONEST : Math.max(SOONEST, readyAt - this.#clock.elapsed());
  }

  /** The message was throttled. False where it is not known which part that was. */
  throttled(message: Message): boolean {
    this.#parts.learn();
    const name = this.#parts.of(message);
    if (name === undefined) return false;
    const now = this.#clock.elapsed();
    const { recordsPerSecond, bytesPerSecond } = this.#parts;
    let part = this.#paced.get(name);
    if (part === undefined) {
      part = { records: new AdaptiveRate(recordsPerSecond), bytes: new TokenBucket(bytesPerSecond, now) };
      this.#paced.set(name, part);
    }
    part.records.throttled(now);
    return true;
  }
}
