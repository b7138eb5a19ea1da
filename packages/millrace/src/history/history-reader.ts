import type { EpochMilliseconds } from "../core/time.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import type { Counts } from "./counts.ts";
import { COUNTS } from "./counts.ts";
import type { Percentiles } from "./latency-buckets.ts";
import { BUCKETS, percentilesOf } from "./latency-buckets.ts";
import type { StoredLatency } from "./latency-codec.ts";
import { addLatency } from "./latency-codec.ts";
import type { HistoryRange } from "./resolution.ts";
import { floorTo, RESOLUTIONS } from "./resolution.ts";
import { COUNT_COLUMNS } from "./schema.ts";

/** What was counted in some time, with the percentiles of accepted to delivered; none where nothing was delivered. */
export type Summary = Counts & { readonly latency?: Percentiles };

/** What was counted from one moment on, for as long as the resolution says. */
export type HistoryPoint = Summary & { readonly time: EpochMilliseconds };

/** The history of a route or a project over a range. Times in which nothing happened have no point. */
export interface HistoryAnswer {
  readonly points: readonly HistoryPoint[];
  /** Over all points. */
  readonly totals: Summary;
}

/** A row: its time in seconds, its counts in the order of {@link COUNTS}, its histogram. */
type Row = [time: number, ...rest: (number | StoredLatency)[]];

/** A whole histogram, for one sum after the other. */
const scratch = new Float64Array(BUCKETS);

/** Reads `history.db` on the caller's thread, through a connection that cannot write. */
export class HistoryReader {
  readonly #database: SqliteDatabase;
  readonly #numberOf;
  readonly #points;
  /** In one transaction: a roll-up between two statements would show points twice, or not at all. */
  readonly #read: (series: readonly number[], range: HistoryRange) => HistoryAnswer;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#numberOf = database
      .prepare<[string, string], number>("SELECT number FROM series WHERE project_id = ? AND route_id = ?")
      .pluck();
    // One series stands scattered over its times. Walking from one time that has points to the next takes two look-ups a
    // time, however many other series there are, and none for times in which nothing happened anywhere.
    this.#points = database
      .prepare<{ width: number; from: number; to: number; series: number }, Row>(
        `WITH RECURSIVE times (t) AS (
           SELECT min(time) FROM points WHERE width = @width AND time >= @from AND time < @to
           UNION ALL
           SELECT (SELECT min(time) FROM points WHERE width = @width AND time > t AND time < @to) FROM times WHERE t IS NOT NULL
         )
         SELECT time, ${COUNT_COLUMNS.join(", ")}, latency
         FROM times CROSS JOIN points ON width = @width AND time = t AND series = @series`,
      )
      .raw();
    this.#read = database.transaction((series: readonly number[], range: HistoryRange) =>
      this.#readSeries(series, range),
    );
  }

  /**
   * The sum over some routes of a project: latencies are added up, and percentiles read from the sum.
   * @param routeIds an empty one for the sum over the project's routes, those that are deleted by now included
   */
  read(projectId: string, routeIds: readonly string[], range: HistoryRange): HistoryAnswer {
    const series = routeIds.flatMap((routeId) => this.#numberOf.get(projectId, routeId) ?? []);
    return series.length === 0 ? NOTHING : this.#read(series, range);
  }

  #readSeries(series: readonly number[], { from, to, width }: HistoryRange): HistoryAnswer {
    const totals = new Sum();
    const sums = new Map<number, Sum>();
    const bounds = { from: from / 1_000, to: (floorTo(to - 1, width) + width) / 1_000 };
    for (const rule of RESOLUTIONS) {
      for (const each of series) {
        for (const row of this.#points.all({ width: rule.width / 1_000, ...bounds, series: each })) {
          // A clock that was ahead once had points rolled up early: these are longer than asked for, and stand where they begin.
          const time = floorTo(row[0] * 1_000, width);
          const sum = sums.get(time) ?? new Sum();
          sums.set(time, sum);
          sum.add(row);
          totals.add(row);
        }
      }
    }
    const points = [...sums].sort(([a], [b]) => a - b).map(([time, sum]) => sum.summary({ time }));
    return { points, totals: totals.summary({}) };
  }

  close(): void {
    this.#database.close();
  }
}

/** Adds up rows. */
class Sum {
  readonly #counts = new Float64Array(COUNTS.length);
  readonly #latencies: StoredLatency[] = [];

  add(row: Row): void {
    for (let i = 0; i < COUNTS.length; i++) this.#counts[i] = (this.#counts[i] ?? 0) + Number(row[i + 1]);
    const latency = row[COUNTS.length + 1];
    if (latency instanceof Uint8Array && latency.length > 0) this.#latencies.push(latency);
  }

  summary<T extends object>(head: T): T & Summary {
    const [
      deliveredFirstAttempt = 0,
      deliveredAfterRetry = 0,
      expired = 0,
      discarded = 0,
      attempts = 0,
      records = 0,
      bytes = 0,
    ] = this.#counts;
    const latency = this.#percentiles();
    return {
      ...head,
      deliveredFirstAttempt,
      deliveredAfterRetry,
      expired,
      discarded,
      attempts,
      records,
      bytes,
      ...(latency !== undefined && { latency }),
    };
  }

  #percentiles(): Percentiles | undefined {
    if (this.#latencies.length === 0) return undefined;
    scratch.fill(0);
    for (const stored of this.#latencies) addLatency(scratch, stored);
    return percentilesOf(scratch);
  }
}

/** A series that has no points. */
const NOTHING: HistoryAnswer = { points: [], totals: new Sum().summary({}) };
