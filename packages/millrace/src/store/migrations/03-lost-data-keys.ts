import type { Migration } from "../../sqlite/database.ts";

/** Keys of data that no master key at hand opens. */
export const lostDataKeys: Migration = {
  name: "data keys that nothing opens",
  sql: `
  CREATE TABLE lost_data_keys (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    wrapped BLOB NOT NULL,
    master_key_id TEXT NOT NULL,
    create_time TEXT NOT NULL,
    lost_time TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
};
