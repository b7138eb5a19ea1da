import type { DeliveryError } from "../core/message.ts";
import { probeWait } from "../core/retry-schedule.ts";
import { formatTimestamp } from "../core/time.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";

/**
 * Whether a lane's destination can be reached.
 *
 * `healthy → failing` on an outcome that speaks for the whole destination; while failing, nothing is sent but one probe
 * at a time, first after a second, then less and less often up to once a minute; a probe that gets through makes the lane
 * healthy again.
 */
export class LaneHealth {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onProbe: () => void;
  #failures = 0;
  #since: EpochMilliseconds;
  #probing = false;
  #nextProbeAt: EpochMilliseconds | undefined;
  #cancelTimer: (() => void) | undefined;
  #lastError: (DeliveryError & { readonly at: string }) | undefined;

  /** @param onProbe called when a probe may go out */
  constructor(clock: Clock, random: () => number, onProbe: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onProbe = onProbe;
    this.#since = clock.now();
  }

  get failing(): boolean {
    return this.#failures > 0;
  }

  get since(): EpochMilliseconds {
    return this.#since;
  }

  get nextProbeAt(): EpochMilliseconds | undefined {
    return this.#nextProbeAt;
  }

  get lastError(): (DeliveryError & { readonly at: string }) | undefined {
    return this.#lastError;
  }

  /** True where a batch may go out: always when healthy, once a probe's time has come when failing. */
  get maySend(): boolean {
    return !this.failing || this.#probing;
  }

  /** A probe is on its way: nothing more goes out until it ends. */
  probeSent(): void {
    this.#probing = false;
  }

  /** Remembers a failure that speaks for single messages only. */
  note(error: DeliveryError): void {
    this.#lastError = { ...error, at: formatTimestamp(this.#clock.now()) };
  }

  /** The destination could not be reached. Further failures of batches sent before do not push the probe back. */
  failed(error: DeliveryError, after: Milliseconds): void {
    this.note(error);
    if (this.#cancelTimer !== undefined) return;
    if (!this.failing) this.#since = this.#clock.now();
    this.#failures++;
    const wait = Math.max(after, probeWait(this.#failures, this.#random()));
    this.#nextProbeAt = this.#clock.now() + wait;
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.#cancelTimer = undefined;
      this.#nextProbeAt = undefined;
      this.#probing = true;
      this.#onProbe();
    });
  }

  /** Something got through. */
  succeeded(): void {
    if (!this.failing) return;
    this.close();
    this.#failures = 0;
    this.#probing = false;
    this.#since = this.#clock.now();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#nextProbeAt = undefined;
  }
}
