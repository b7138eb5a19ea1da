import type { Migration } from "../../sqlite/database.ts";

/** The schema of `log.db`, step by step. */
export const LOG_MIGRATIONS: readonly Migration[] = [
  {
    name: "events",
    sql: `
      CREATE TABLE projects (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE
      ) STRICT;

      CREATE TABLE events (
        position INTEGER PRIMARY KEY,
        project INTEGER NOT NULL REFERENCES projects (number),
        id TEXT NOT NULL,
        topic TEXT NOT NULL,
        time TEXT NOT NULL,
        metadata TEXT NOT NULL,
        data TEXT NOT NULL
      ) STRICT;

      -- Ids first: they are UUIDv7 unless a caller chose otherwise, so the index grows at one end.
      CREATE UNIQUE INDEX events_by_id ON events (id, project);
      -- A lane reads one project in order; the position is the last column of every index.
      CREATE INDEX events_by_project ON events (project);

      -- The highest position ever given, kept apart so that deleting old events cannot bring a position back.
      CREATE TABLE head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        position INTEGER NOT NULL
      ) STRICT;
      INSERT INTO head (only, position) VALUES (1, 0);
    `,
  },
  {
    name: "when events were accepted",
    sql: `
      -- Milliseconds since 1970, growing with the position; 0 for events from before this step.
      ALTER TABLE events ADD COLUMN accepted_at INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    name: "removed events",
    sql: `
      -- The highest position of the project that was removed, so that a reader below it can be told.
      ALTER TABLE projects ADD COLUMN removed_through INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    name: "projects that are forgotten",
    sql: `
      -- The highest number ever given to a project: one that was forgotten must not give its number to another.
      ALTER TABLE head ADD COLUMN projects INTEGER NOT NULL DEFAULT 0;
      UPDATE head SET projects = coalesce((SELECT max(number) FROM projects), 0);
    `,
  },
];
