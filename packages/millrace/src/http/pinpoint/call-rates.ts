import type { Clock } from "../../core/time.ts";
import { KeyedBuckets } from "./keyed-buckets.ts";
import { tooManyRequests } from "./too-many-requests.ts";

/** Calls are of two kinds: those that hand in or read data, and those that change or read what is configured. */
export type CallKind = "data" | "configuration";

/** Calls a second of each kind that an application may have; 0 for as many as it likes. */
export type CallsPerSecond = Readonly<Record<CallKind, number>>;

/** Events, endpoints and users are data; applications and event streams are configuration. */
export function kindOf(url: string): CallKind {
  return /\/(?:events|endpoints|users)(?:\/|$)/.test(url) ? "data" : "configuration";
}

/** Bounds the calls of each application, as Pinpoint's quotas do. A second's worth may come at once. */
export class CallRates {
  readonly #buckets: Readonly<Record<CallKind, KeyedBuckets>>;
  readonly #perSecond: CallsPerSecond;

  constructor(perSecond: CallsPerSecond, clock: Pick<Clock, "elapsed">) {
    const bucketsOf = (rate: number) =>
      new KeyedBuckets({ perSecond: rate, burst: Math.max(1, rate) }, clock);
    this.#buckets = { data: bucketsOf(perSecond.data), configuration: bucketsOf(perSecond.configuration) };
    this.#perSecond = perSecond;
  }

  /**
   * For calls that are not known yet to be who they say: takes nothing.
   * @throws {PinpointError} 429
   */
  refuseMany(kind: CallKind, application: string): void {
    this.#refuse(kind, this.#buckets[kind].wait(application));
  }

  /**
   * Counts a call.
   * @throws {PinpointError} 429
   */
  take(kind: CallKind, application: string): void {
    this.#refuse(kind, this.#buckets[kind].take(application));
  }

  #refuse(kind: CallKind, wait: number): void {
    if (wait === 0) return;
    throw tooManyRequests(
      `The application has used up its ${this.#perSecond[kind]} calls a second for ${kind}.`,
      wait,
    );
  }
}
