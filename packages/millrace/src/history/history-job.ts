import type { EpochMilliseconds } from "../core/time.ts";
import { COUNTS } from "./counts.ts";
import type { RouteCounter } from "./route-counter.ts";

/** What the history's thread can do. */
export type HistoryJob =
  | AddJob
  | { readonly kind: "rollUp"; readonly now: EpochMilliseconds }
  | { readonly kind: "removeRoute"; readonly projectId: string; readonly routeId: string }
  | { readonly kind: "removeProject"; readonly projectId: string };

/** Whether a `rollUp` found something to do; true for the others. */
export type HistoryResult = boolean;

/** Counts to add to the points of one minute. Flat, because objects cost several times as much on their way into the thread. */
export interface AddJob {
  readonly kind: "add";
  /** The beginning of the minute. */
  readonly time: EpochMilliseconds;
  /** Two texts a route: its project and itself. The route is empty where only its project's sum is to grow. */
  readonly owners: readonly string[];
  /** As many numbers a route as there are `COUNTS`. */
  readonly counts: Float64Array;
  /** Two numbers a route: the bucket its latencies begin with, and how many buckets of `buckets` are its own. */
  readonly spans: Uint16Array;
  readonly buckets: Uint32Array;
}

/** Takes what the counters hold. `ownersOf` may answer none, for what is not to be kept. */
export function addJobOf(
  time: EpochMilliseconds,
  counters: readonly RouteCounter[],
  ownersOf: (counter: RouteCounter) => readonly [projectId: string, routeId: string] | undefined,
): AddJob {
  const taken = counters.flatMap((counter) => {
    const { counts, latency } = counter.take();
    const owners = ownersOf(counter);
    return owners === undefined ? [] : [{ owners, counts, latency }];
  });
  const job = {
    kind: "add" as const,
    time,
    owners: taken.flatMap(({ owners }) => owners),
    counts: new Float64Array(taken.length * COUNTS.length),
    spans: new Uint16Array(taken.length * 2),
    buckets: new Uint32Array(taken.reduce((sum, { latency }) => sum + latency.counts.length, 0)),
  };
  let bucket = 0;
  taken.forEach(({ counts, latency }, i) => {
    job.counts.set(counts, i * COUNTS.length);
    job.spans[2 * i] = latency.first;
    job.spans[2 * i + 1] = latency.counts.length;
    job.buckets.set(latency.counts, bucket);
    bucket += latency.counts.length;
  });
  return job;
}

/** The memory that a job holds, about. */
export function bytesOf({ owners, counts, buckets }: AddJob): number {
  return owners.length * 40 + counts.byteLength + buckets.byteLength;
}
