import type { Milliseconds } from "../core/time.ts";

/**
 * Latencies are counted on a log scale: each doubling is cut into {@link PER_DOUBLING} buckets of equal width, so a
 * bucket's middle is at most 1/33, or 3.03 %, away from any latency in it. Bucket 0 holds what is below
 * {@link SHORTEST}; the last one holds whatever is longer than 99 days.
 */
export const BUCKETS = 593;

/** The error of a latency read from its bucket, relative to the latency itself. */
export const RELATIVE_ERROR = 1 / 33;

/** A sixteenth of a millisecond; shorter latencies read as 0. */
export const SHORTEST: Milliseconds = 2 ** -4;

/** Buckets of a doubling. Growing windows grow by as many. */
export const PER_DOUBLING = 16;

/** One word, seen as a number and as its bits: both halves have the same size, so the machine's byte order does not matter. */
const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** Of a single-precision number these remain: the sign, eight bits of exponent and four of what stands behind the leading one. */
const DROPPED_BITS = 19;

/** Brings {@link SHORTEST} to bucket 1. */
const BELOW_FIRST = (123 << 4) - 1;

/** The bucket of a latency. What is no positive number (a clock was set back) counts as 0. */
export function bucketOf(latency: Milliseconds): number {
  if (!(latency >= SHORTEST)) return 0;
  number[0] = latency;
  const bucket = ((bits[0] ?? 0) >>> DROPPED_BITS) - BELOW_FIRST;
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** What stands for the latencies of a bucket: within {@link RELATIVE_ERROR} of each of them. */
export function latencyOf(bucket: number): Milliseconds {
  if (bucket === 0) return 0;
  const [low, high] = [lowerBound(bucket), lowerBound(bucket + 1)];
  // Of all numbers between the bounds this one is, relatively, equally far from both.
  return (2 * low * high) / (low + high);
}

/** The shortest latency of a bucket from 1 on. */
function lowerBound(bucket: number): Milliseconds {
  const doublings = Math.floor((bucket - 1) / PER_DOUBLING);
  return SHORTEST * 2 ** doublings * (1 + ((bucket - 1) % PER_DOUBLING) / PER_DOUBLING);
}

/** Latencies that half, 95 and 99 of a hundred deliveries did not exceed. */
export interface Percentiles {
  readonly p50: Milliseconds;
  readonly p95: Milliseconds;
  readonly p99: Milliseconds;
}

/** Reads the percentiles of a whole histogram, {@link BUCKETS} long; undefined where it counts nothing. */
export function percentilesOf(counts: Float64Array): Percentiles | undefined {
  let total = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) total += counts[bucket] ?? 0;
  if (total === 0) return undefined;
  let bucket = -1;
  let seen = 0;
  const at = (share: number): Milliseconds => {
    const rank = Math.ceil(total * share);
    while (seen < rank && bucket < BUCKETS - 1) seen += counts[++bucket] ?? 0;
    return threeDigits(latencyOf(bucket));
  };
  // From the lowest up: one walk finds all three.
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** More digits would claim what a bucket does not know. */
function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
