import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, BUCKETS, latencyOf, percentilesOf, RELATIVE_ERROR, SHORTEST } from "./latency-buckets.ts";
import { addLatency, encodeLatency, mergeLatencies } from "./latency-codec.ts";
import { LatencyWindow } from "./latency-window.ts";

/** From a sixteenth of a millisecond to 99 days, each doubling as likely as any other. */
const latency = fc.double({ min: -4, max: 32.9, noNaN: true }).map((power) => 2 ** power);
const latencies = fc.array(latency, { minLength: 1, maxLength: 300 });

function stored(values: readonly number[]): Uint8Array {
  const window = new LatencyWindow();
  for (const value of values) window.add(value);
  const { first, counts } = window.take();
  return encodeLatency(counts, first);
}

function decoded(bytes: Uint8Array): Float64Array {
  const counts = new Float64Array(BUCKETS);
  addLatency(counts, bytes);
  return counts;
}

/** The smallest value that `share` of all do not exceed. */
function exact(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;
}

describe("a bucket", () => {
  it("stands for its latencies within the error it promises", () => {
    fc.assert(
      fc.property(latency, (value) => {
        expect(Math.abs(latencyOf(bucketOf(value)) - value) / value).toBeLessThanOrEqual(
          RELATIVE_ERROR + 1e-6,
        );
      }),
    );
  });

  it("is never below that of a shorter latency", () => {
    fc.assert(
      fc.property(latency, latency, (a, b) => {
        expect(Math.sign(bucketOf(a) - bucketOf(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [0, 0],
    [-5, 0],
    [NaN, 0],
    [-Infinity, 0],
    [SHORTEST / 2, 0],
    [SHORTEST, 1],
    [2 ** 33, BUCKETS - 1],
    [Infinity, BUCKETS - 1],
  ])("of %d ms is %d", (value, bucket) => {
    expect(bucketOf(value)).toBe(bucket);
  });
});

describe("a histogram", () => {
  it("answers percentiles within 3.6 %, the rounding to three digits included", () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const found = percentilesOf(decoded(stored(values)));
        for (const [answer, share] of [
          [found?.p50, 0.5],
          [found?.p95, 0.95],
          [found?.p99, 0.99],
        ] as const) {
          const wanted = exact(values, share);
          expect(Math.abs((answer ?? NaN) - wanted) / wanted).toBeLessThan(0.036);
        }
      }),
    );
  });

  it("has no percentiles where it counts nothing", () => {
    expect(percentilesOf(decoded(stored([])))).toBeUndefined();
  });

  it("merges into the histogram of all latencies, in whatever order and grouping", () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (a, b, c) => {
        const whole = stored([...a, ...b, ...c]);
        const left = mergeLatencies(mergeLatencies(stored(a), stored(b)), stored(c));
        const right = mergeLatencies(stored(c), mergeLatencies(stored(b), stored(a)));
        expect(left).toEqual(whole);
        expect(right).toEqual(whole);
      }),
    );
  });

  it("keeps counts beyond 32 bits", () => {
    const counts = new Float64Array(BUCKETS);
    counts[0] = 2 ** 48 + 1;
    counts[592] = 8_640_000_000;
    expect(decoded(encodeLatency(counts))).toEqual(counts);
  });

  it("is small where latencies lie close together", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 80 }), { maxLength: 5_000 }), (values) => {
        expect(stored(values).length).toBeLessThan(110);
      }),
    );
  });

  it("can be read, if not understood, whatever a damaged file holds", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decoded(bytes)).toHaveLength(BUCKETS);
      }),
    );
  });
});

describe("a window", () => {
  it("begins anew each time it is taken", () => {
    fc.assert(
      fc.property(fc.array(latencies, { minLength: 1, maxLength: 8 }), (rounds) => {
        const window = new LatencyWindow();
        for (const values of rounds) {
          for (const value of values) window.add(value);
          const { first, counts } = window.take();
          expect(encodeLatency(counts, first)).toEqual(stored(values));
        }
        expect(window.take().counts).toHaveLength(0);
      }),
    );
  });
});
