import type { SqliteDatabase } from "../sqlite/database.ts";
import { COUNTS } from "./counts.ts";
import type { StoredLatency } from "./latency-codec.ts";
import { mergeLatencies } from "./latency-codec.ts";
import { COUNT_COLUMNS } from "./schema.ts";

/** Ends an insert of points: where there is one already, both are added up. */
export const ADD_TO_POINT = `ON CONFLICT DO UPDATE SET ${COUNT_COLUMNS.map(
  (name) => `${name} = ${name} + excluded.${name}`,
).join(", ")}, latency = merge_latencies(latency, excluded.latency)`;

/** The point to add to; times and widths in seconds. */
export interface PointKey {
  readonly width: number;
  readonly time: number;
  readonly series: number;
}

/** Adds to a point: as many counts as there are `COUNTS`, and a histogram. */
export type WritePoint = (key: PointKey, counts: Float64Array, latency: StoredLatency) => void;

/** Prepares the writing of points, and the function that {@link ADD_TO_POINT} adds histograms with. */
export function openWritePoint(database: SqliteDatabase): WritePoint {
  database.function("merge_latencies", { deterministic: true }, (a: StoredLatency, b: StoredLatency) =>
    mergeLatencies(a, b),
  );
  const insert = database.prepare(
    `INSERT INTO points (width, time, series, ${COUNT_COLUMNS.join(", ")}, latency)
     VALUES (?, ?, ?, ${COUNTS.map(() => "?").join(", ")}, ?) ${ADD_TO_POINT}`,
  );
  return ({ width, time, series }, counts, latency) =>
    void insert.run(width, time, series, ...counts, latency);
}
