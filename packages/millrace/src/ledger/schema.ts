import type { Migration } from "../sqlite/database.ts";

/** The schema of `ledger.db`, step by step. */
export const LEDGER_MIGRATIONS: readonly Migration[] = [
  {
    name: "lanes, parked deliveries, dead letters",
    sql: `
      CREATE TABLE lanes (
        route_id TEXT PRIMARY KEY,
        cursor INTEGER NOT NULL,
        fence INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE parked (
        route_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        first_attempt_at INTEGER NOT NULL,
        next_attempt_at INTEGER NOT NULL,
        last_error TEXT NOT NULL,
        PRIMARY KEY (route_id, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE dead_letters (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL,
        route_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        topic TEXT NOT NULL,
        time TEXT NOT NULL,
        metadata TEXT NOT NULL,
        data TEXT NOT NULL,
        ended TEXT NOT NULL,
        code TEXT NOT NULL,
        error TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        first_attempt_at INTEGER,
        ended_at INTEGER NOT NULL
      ) STRICT;
      -- A crash may make a lane end the same delivery twice; it stays one dead letter.
      CREATE UNIQUE INDEX dead_letters_by_route ON dead_letters (route_id, position);
      CREATE INDEX dead_letters_by_project ON dead_letters (project_id, id);
    `,
  },
  {
    name: "lanes of replays, order, every attempt behind a failure",
    sql: `
      -- A lane is a route's own, or a replay's: its id is the route's or the replay's.
      ALTER TABLE lanes RENAME COLUMN route_id TO lane_id;
      ALTER TABLE lanes ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE lanes ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE lanes ADD COLUMN expired INTEGER NOT NULL DEFAULT 0;

      CREATE TABLE parked_deliveries (
        lane_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        -- Empty where the delivery waits for nobody else and nobody waits for it.
        ordering_key TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        first_attempt_at INTEGER,
        next_attempt_at INTEGER NOT NULL,
        -- Every failed attempt as JSON, oldest first: [{"at": milliseconds since 1970, "error": {…}}].
        failures TEXT NOT NULL,
        PRIMARY KEY (lane_id, position)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO parked_deliveries
        SELECT route_id, position, '', attempts, first_attempt_at, next_attempt_at,
          json_array(json_object('at', first_attempt_at, 'error', json(last_error))) FROM parked;
      DROP TABLE parked;
      ALTER TABLE parked_deliveries RENAME TO parked;

      -- The lane whose failure this is: a delivery fails once a lane and destination, however often it is tried again.
      ALTER TABLE dead_letters ADD COLUMN lane_id TEXT NOT NULL DEFAULT '';
      -- Empty for letters from before this step, until they are tried again.
      ALTER TABLE dead_letters ADD COLUMN destination_id TEXT NOT NULL DEFAULT '';
      -- Milliseconds since 1970; 0 for events from before this step.
      ALTER TABLE dead_letters ADD COLUMN accepted_at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE dead_letters ADD COLUMN failures TEXT NOT NULL DEFAULT '[]';
      UPDATE dead_letters SET lane_id = route_id,
        failures = json_array(json_object('at', ended_at, 'error', json(error)));
      DROP INDEX dead_letters_by_route;
      CREATE UNIQUE INDEX dead_letters_by_lane ON dead_letters (lane_id, position, destination_id);
      CREATE INDEX dead_letters_by_route ON dead_letters (route_id, id);
    `,
  },
  {
    name: "dead letters by error",
    sql: `
      -- Counts are read from it alone: the events in the letters may be large.
      CREATE INDEX dead_letters_by_code ON dead_letters (route_id, ended, code, id);
    `,
  },
  {
    name: "lanes that begin anew",
    sql: `
      -- Of the route's restarts, the last one that the cursor was set for.
      ALTER TABLE lanes ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
    `,
  },
];
