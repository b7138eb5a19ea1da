import type { Migration } from "../sqlite/database.ts";

/** The schema of `history.db`, step by step. Times and widths are seconds. */
export const HISTORY_MIGRATIONS: readonly Migration[] = [
  {
    name: "series and their points",
    sql: `
      -- What is counted: a route, or a whole project where the route is empty. A number is never given twice, so that the
      -- points of a series that was removed can wait for the next roll-up: nobody can ask for them any more.
      CREATE TABLE series (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        project_id TEXT NOT NULL,
        route_id TEXT NOT NULL,
        -- The newest day that has points.
        last_day INTEGER NOT NULL,
        UNIQUE (project_id, route_id)
      ) STRICT;

      -- The time before the series: what one flush writes stands together, and so does what a roll-up takes away.
      -- A count is in one point only, so points of different widths can be added up.
      CREATE TABLE points (
        width INTEGER NOT NULL,
        time INTEGER NOT NULL,
        series INTEGER NOT NULL,
        delivered_first_attempt INTEGER NOT NULL,
        delivered_after_retry INTEGER NOT NULL,
        expired INTEGER NOT NULL,
        discarded INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        records INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        latency BLOB NOT NULL,
        PRIMARY KEY (width, time, series)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];

/** The columns of counts, in the order of `COUNTS`. */
export const COUNT_COLUMNS = [
  "delivered_first_attempt",
  "delivered_after_retry",
  "expired",
  "discarded",
  "attempts",
  "records",
  "bytes",
] as const;
