import type { Migration } from "../../sqlite/database.ts";

/** Deleted projects of which something may be left. */
export const deletedProjects: Migration = {
  name: "projects that are being deleted",
  sql: `
  -- What was configured of them is gone; what they have in the other files has yet to go.
  CREATE TABLE deleted_projects (
    id TEXT PRIMARY KEY,
    delete_time TEXT NOT NULL
  ) WITHOUT ROWID;
  `,
};
