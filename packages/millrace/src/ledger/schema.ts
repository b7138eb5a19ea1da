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
    name: "order, the attempts behind a failure, replays",
    sql: `
      -- Milliseconds since 1970; 0 for events from before this step.
      ALTER TABLE dead_letters ADD COLUMN accepted_at INTEGER NOT NULL DEFAULT 0;
      -- Every attempt with its error, as JSON, oldest first.
      ALTER TABLE dead_letters ADD COLUMN history TEXT NOT NULL DEFAULT '[]';
      -- The replay the delivery ended in; empty for the route's own lane.
      ALTER TABLE dead_letters ADD COLUMN replay_id TEXT NOT NULL DEFAULT '';
      ALTER TABLE dead_letters ADD COLUMN destination_id TEXT NOT NULL DEFAULT '';
      DROP INDEX dead_letters_by_route;
      CREATE UNIQUE INDEX dead_letters_by_route ON dead_letters (route_id, position, replay_id);

      -- Empty where the delivery waits for nobody else and nobody waits for it.
      ALTER TABLE parked ADD COLUMN ordering_key TEXT NOT NULL DEFAULT '';
      ALTER TABLE parked ADD COLUMN history TEXT NOT NULL DEFAULT '[]';
    `,
  },
];
