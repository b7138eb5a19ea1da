import type { EpochMilliseconds } from "../core/time.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import { BUCKETS } from "./latency-buckets.ts";
import type { StoredLatency } from "./latency-codec.ts";
import { addLatency, encodeLatency } from "./latency-codec.ts";
import { floorTo, keptSince, RESOLUTIONS } from "./resolution.ts";
import { COUNT_COLUMNS } from "./schema.ts";
import { ADD_TO_POINT } from "./write-point.ts";

/**
 * Prepares the roll-up on an open database. Each call moves the points of one hour (or day) into the next resolution and
 * answers whether there was one. Points leave the one in the transaction that adds them to the other, so a crash between
 * calls, or in one, neither loses nor doubles a count.
 */
export function openRollUp(database: SqliteDatabase): (now: EpochMilliseconds) => boolean {
  database.aggregate<StoredLatency[]>("sum_latencies", {
    start: () => [],
    step: (all, stored) => void all.push(stored),
    result: sumOf,
  });
  const oldest = database
    .prepare<[number], number | null>("SELECT min(time) FROM points WHERE width = ?")
    .pluck();
  // Points whose series was removed are left behind here, and deleted with the others.
  const add = database.prepare<[number, number, number, number, number]>(
    `INSERT INTO points (width, time, series, ${COUNT_COLUMNS.join(", ")}, latency)
     SELECT ?, ?, series, ${COUNT_COLUMNS.map((name) => `sum(${name})`).join(", ")}, sum_latencies(latency)
     FROM points WHERE width = ? AND time >= ? AND time < ? AND series IN (SELECT number FROM series) GROUP BY series
     ${ADD_TO_POINT}`,
  );
  const remove = database.prepare<[number, number, number]>(
    "DELETE FROM points WHERE width = ? AND time >= ? AND time < ?",
  );
  return (now) => {
    for (const [i, rule] of RESOLUTIONS.entries()) {
      const width = rule.width / 1_000;
      const end = keptSince(rule, now) / 1_000;
      const first = oldest.get(width) ?? end;
      if (first >= end) continue;
      const next = RESOLUTIONS[i + 1];
      if (next === undefined) {
        remove.run(width, first, end);
        return true;
      }
      const nextWidth = next.width / 1_000;
      const slot = floorTo(first, nextWidth);
      add.run(nextWidth, slot, width, slot, slot + nextWidth);
      remove.run(width, slot, slot + nextWidth);
      return true;
    }
    return false;
  };
}

function sumOf(all: readonly StoredLatency[]): StoredLatency {
  const sum = new Float64Array(BUCKETS);
  for (const stored of all) addLatency(sum, stored);
  return encodeLatency(sum);
}
