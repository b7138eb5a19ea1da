import type { DeliveryError } from "../core/message.ts";
import { probeWait } from "../core/retry-schedule.ts";
import { formatTimestamp } from "../core/time.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";

/** This many messages in a row that failed, with none that got through, are the destination's doing. */
const FAILURES_TO_OPEN = 10;

/** What a person is told of the breaker. */
export type BreakerState = "healthy" | "failing" | "open";

/** An error, and when it was seen, RFC 3339. */
export type SeenError = DeliveryError & { readonly at: string };

/**
 * Whether a lane's destination can be reached.
 *
 * - `healthy → failing`: the last messages failed, each on its own account.
 * - `→ open`: an outcome spoke for the whole destination, or {@link FAILURES_TO_OPEN} messages failed in a row. Nothing is
 *   sent but one probe at a time, first after a second, then less and less often up to once a minute.
 * - `→ healthy`: something got through.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onProbe: () => void;
  #state: BreakerState = "healthy";
  #since: EpochMilliseconds;
  /** Messages that failed since the last one that got through. */
  #failed = 0;
  /** Probes that failed since the breaker opened. */
  #misses = 0;
  #successes = 0;
  #probeDue = false;
  #nextProbeAt: EpochMilliseconds | undefined;
  #cancelTimer: (() => void) | undefined;
  #cause: SeenError | undefined;
  #lastError: SeenError | undefined;

  /** @param onProbe called when a probe may go out */
  constructor(clock: Clock, random: () => number, onProbe: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onProbe = onProbe;
    this.#since = clock.now();
  }

  get state(): BreakerState {
    return this.#state;
  }

  get open(): boolean {
    return this.#state === "open";
  }

  /** When it came into its state. */
  get since(): EpochMilliseconds {
    return this.#since;
  }

  /** Why it is failing or open. */
  get cause(): SeenError | undefined {
    return this.#state === "healthy" ? undefined : this.#cause;
  }

  /** The last failure of any kind, whatever came after it. */
  get lastError(): SeenError | undefined {
    return this.#lastError;
  }

  /** When the next probe goes out; undefined where none is to come, or one is under way. */
  get nextProbeAt(): EpochMilliseconds | undefined {
    return this.#nextProbeAt;
  }

  /** How often anything got through. */
  get successes(): number {
    return this.#successes;
  }

  /** True once the time for a probe has come, until {@link probeSent}. */
  get probeDue(): boolean {
    return this.#probeDue;
  }

  probeSent(): void {
    this.#probeDue = false;
  }

  /** The destination took a message, or told one message from another by refusing it. */
  succeeded(): void {
    this.#successes++;
    this.#failed = 0;
    if (this.#state === "healthy") return;
    this.close();
    this.#misses = 0;
    this.#probeDue = false;
    this.#enter("healthy");
  }

  /** Remembers a failure among messages that got through. */
  note(error: DeliveryError): void {
    this.#lastError = { ...error, at: formatTimestamp(this.#clock.now()) };
  }

  /** `count` messages failed and none got through. */
  failed(count: number, error: DeliveryError, after: Milliseconds): void {
    this.#failed += count;
    if (this.open || this.#failed >= FAILURES_TO_OPEN) {
      this.unavailable(error, after);
      return;
    }
    this.note(error);
    this.#cause = this.#lastError;
    this.#enter("failing");
  }

  /**
   * The destination as a whole does not work. What comes back of batches sent before does not push the probe back.
   * @param someGotThrough other messages of the same batch did: perhaps it is the one that fails
   */
  unavailable(error: DeliveryError, after: Milliseconds, someGotThrough = false): void {
    if (someGotThrough) this.#successes++;
    this.note(error);
    this.#cause = this.#lastError;
    this.#enter("open");
    if (this.#cancelTimer !== undefined || this.#probeDue) return;
    this.#misses++;
    const wait = Math.max(Math.min(after, MAX_PROBE_WAIT), probeWait(this.#misses, this.#random()));
    this.#nextProbeAt = this.#clock.now() + wait;
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.close();
      this.#probeDue = true;
      this.#onProbe();
    });
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#nextProbeAt = undefined;
  }

  #enter(state: BreakerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#clock.now();
  }
}

/** However long a destination asks to wait, a probe goes out after this. */
const MAX_PROBE_WAIT: Milliseconds = 15 * 60_000;
