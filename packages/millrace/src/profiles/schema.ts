import type { Migration } from "../sqlite/database.ts";

/** The schema of `profiles.db`, step by step. */
export const PROFILES_MIGRATIONS: readonly Migration[] = [
  {
    name: "profiles and how far the log is in them",
    sql: `
      CREATE TABLE profiles (
        project_id TEXT NOT NULL,
        -- user, device or group.
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        -- A JSON object.
        properties TEXT NOT NULL,
        -- Of a device: 1 once its properties went to a user.
        claimed INTEGER NOT NULL,
        PRIMARY KEY (project_id, kind, key)
      ) STRICT, WITHOUT ROWID;

      -- The events of the log at and below the position are in the profiles; the project is empty for all of them.
      CREATE TABLE applied (
        project_id TEXT PRIMARY KEY,
        position INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
