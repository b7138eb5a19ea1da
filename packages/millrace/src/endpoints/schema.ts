import type { Migration } from "../sqlite/database.ts";

/** The schema of `endpoints.db`, step by step. */
export const ENDPOINTS_MIGRATIONS: readonly Migration[] = [
  {
    name: "endpoints",
    sql: `
      CREATE TABLE endpoints (
        project_id TEXT NOT NULL,
        -- The endpoint's id in lower case.
        key TEXT NOT NULL,
        user_id TEXT,
        -- A JSON object under Pinpoint's names.
        document TEXT NOT NULL,
        PRIMARY KEY (project_id, key)
      ) STRICT, WITHOUT ROWID;

      CREATE INDEX endpoints_of_user ON endpoints (project_id, user_id) WHERE user_id IS NOT NULL;
    `,
  },
];
