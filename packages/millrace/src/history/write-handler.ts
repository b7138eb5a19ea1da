import type { SqliteDatabase } from "../sqlite/database.ts";
import type { OpenHandler } from "../sqlite/writer-thread.ts";
import { COUNTS } from "./counts.ts";
import type { AddJob, HistoryJob, HistoryResult } from "./history-job.ts";
import { BUCKETS } from "./latency-buckets.ts";
import { encodeLatency } from "./latency-codec.ts";
import { keptSince, RESOLUTIONS } from "./resolution.ts";
import { openRollUp } from "./roll-up.ts";
import { SeriesNumbers } from "./series-numbers.ts";
import { openWritePoint } from "./write-point.ts";

/** Runs in the history's writer thread. */
export const openHandler: OpenHandler<HistoryJob, HistoryResult> = (database) => {
  const series = new SeriesNumbers(database);
  const add = openAdd(database, series);
  const rollUp = openRollUp(database);
  const [, , day] = RESOLUTIONS;
  const run = (job: HistoryJob): HistoryResult => {
    switch (job.kind) {
      case "add":
        add(job);
        return true;
      case "rollUp":
        series.removeUnusedSince(keptSince(day, job.now));
        return rollUp(job.now);
      case "removeRoute":
        series.removeRoute(job.projectId, job.routeId);
        return true;
      case "removeProject":
        series.removeProject(job.projectId);
        return true;
    }
  };
  return { run: (jobs) => jobs.map(run), rolledBack: () => series.forget() };
};

/** The sum over the routes of a project that a job names. */
interface ProjectSum {
  readonly counts: Float64Array;
  readonly buckets: Float64Array;
}

function openAdd(database: SqliteDatabase, series: SeriesNumbers): (job: AddJob) => void {
  const [{ width }] = RESOLUTIONS;
  const writePoint = openWritePoint(database);
  return (job) => {
    const time = job.time / 1_000;
    const write = (projectId: string, routeId: string, counts: Float64Array, latency: Uint8Array): void => {
      const number = series.numberOf(projectId, routeId, time);
      writePoint({ width: width / 1_000, time, series: number }, counts, latency);
    };
    const projects = new Map<string, ProjectSum>();
    for (const { projectId, routeId, counts, first, buckets } of entriesOf(job)) {
      if (routeId !== "") write(projectId, routeId, counts, encodeLatency(buckets, first));
      const sum = projects.get(projectId) ?? {
        counts: new Float64Array(COUNTS.length),
        buckets: new Float64Array(BUCKETS),
      };
      projects.set(projectId, sum);
      counts.forEach((count, i) => (sum.counts[i] = (sum.counts[i] ?? 0) + count));
      buckets.forEach((count, i) => (sum.buckets[first + i] = (sum.buckets[first + i] ?? 0) + count));
    }
    for (const [projectId, sum] of projects) write(projectId, "", sum.counts, encodeLatency(sum.buckets));
  };
}

function* entriesOf({ owners, counts, spans, buckets }: AddJob) {
  let bucket = 0;
  for (let i = 0; i < owners.length / 2; i++) {
    const [first = 0, length = 0] = [spans[2 * i], spans[2 * i + 1]];
    yield {
      projectId: owners[2 * i] ?? "",
      routeId: owners[2 * i + 1] ?? "",
      counts: counts.subarray(i * COUNTS.length, (i + 1) * COUNTS.length),
      first,
      buckets: buckets.subarray(bucket, bucket + length),
    };
    bucket += length;
  }
}
