import type { Milliseconds } from "../core/time.ts";
import { bucketOf, PER_DOUBLING } from "./latency-buckets.ts";

const NONE = new Uint32Array(0);

/** Neighbouring buckets of a histogram: all others are empty. */
export interface LatencySpan {
  /** The bucket that `counts` begins with. */
  readonly first: number;
  readonly counts: Uint32Array;
}

/**
 * Counts latencies between two flushes. A route's latencies lie close together, so only the buckets around them are held;
 * a route that is idle holds none.
 */
export class LatencyWindow {
  #first = 0;
  #counts = NONE;
  /** The buckets that were in use before the last flush, which are likely to be needed again. */
  #usualFirst = 0;
  #usualEnd = 0;

  add(latency: Milliseconds): void {
    const bucket = bucketOf(latency);
    let at = bucket - this.#first;
    if (at < 0 || at >= this.#counts.length) at = this.#makeRoom(bucket);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** Hands over what was counted and begins anew. */
  take(): LatencySpan {
    const [counts, start] = [this.#counts, this.#first];
    this.#counts = NONE;
    this.#first = 0;
    const low = counts.findIndex((count) => count > 0);
    if (low === -1) return { first: 0, counts: NONE };
    const high = counts.findLastIndex((count) => count > 0);
    this.#usualFirst = start + low;
    this.#usualEnd = start + high + 1;
    return { first: start + low, counts: counts.subarray(low, high + 1) };
  }

  /** Widens the window by whole doublings and answers where the bucket now stands in it. */
  #makeRoom(bucket: number): number {
    const counts = this.#counts;
    const held = counts.length > 0;
    const low = held ? this.#first : this.#usualEnd > 0 ? this.#usualFirst : bucket;
    const end = held ? this.#first + counts.length : this.#usualEnd;
    this.#first = floor(Math.min(low, bucket));
    const size = floor(Math.max(end - 1, bucket)) + PER_DOUBLING - this.#first;
    this.#counts = new Uint32Array(size);
    if (held) this.#counts.set(counts, low - this.#first);
    return bucket - this.#first;
  }
}

function floor(bucket: number): number {
  return bucket - (bucket % PER_DOUBLING);
}
