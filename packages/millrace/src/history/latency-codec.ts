import { BUCKETS } from "./latency-buckets.ts";

/**
 * A histogram as it is stored: for each bucket that counts something, the distance from the one before it and the count,
 * each as a number of seven bits a byte, lowest first. A route's minute takes some ten to forty bytes.
 */
export type StoredLatency = Uint8Array;

/** Seven bits a byte: counts of a day may be larger than 32 bits, so no bit operations. */
const BASE = 128;

/** Room for the longest histogram there can be: every bucket with a count of eight bytes. */
const scratch = new Uint8Array(BUCKETS * 10);

/**
 * Puts a histogram, or a piece of one, into the form it is stored in.
 * @param first the bucket that `counts` begins with
 */
export function encodeLatency(counts: Float64Array | Uint32Array, first = 0): StoredLatency {
  let end = 0;
  let before = 0;
  const put = (value: number): void => {
    let rest = value;
    for (; rest >= BASE; rest = Math.floor(rest / BASE)) scratch[end++] = (rest % BASE) + BASE;
    scratch[end++] = rest;
  };
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    put(first + at - before);
    put(count);
    before = first + at;
  }
  return scratch.slice(0, end);
}

/** Adds a stored histogram to a whole one, {@link BUCKETS} long. What a damaged file holds beyond its end is left out. */
export function addLatency(sum: Float64Array, stored: StoredLatency): void {
  let bucket = 0;
  let isCount = false;
  let value = 0;
  let unit = 1;
  for (let at = 0; at < stored.length; at++) {
    const byte = stored[at] ?? 0;
    value += (byte & (BASE - 1)) * unit;
    unit *= BASE;
    if (byte >= BASE) continue;
    if (isCount) sum[bucket] = (sum[bucket] ?? 0) + value;
    else bucket += value;
    if (bucket >= BUCKETS) return;
    isCount = !isCount;
    value = 0;
    unit = 1;
  }
}

/** The sum of two stored histograms. */
export function mergeLatencies(a: StoredLatency, b: StoredLatency): StoredLatency {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const sum = new Float64Array(BUCKETS);
  addLatency(sum, a);
  addLatency(sum, b);
  return encodeLatency(sum);
}
