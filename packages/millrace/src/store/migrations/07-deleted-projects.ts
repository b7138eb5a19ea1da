import type { Migration } from "../../sqlite/database.ts";

/** What is left to remove of deleted projects. */
export const deletedProjects: Migration = {
  name: "projects that are being deleted",
  sql: `
  -- What was configured of them is gone; what they have in the other files has yet to go.
  CREATE TABLE deleted_projects (
    id TEXT PRIMARY KEY,
    delete_time TEXT NOT NULL
  ) WITHOUT ROWID;

  -- The ledger knows lanes and no projects.
  CREATE TABLE lanes_of_deleted_projects (
    project_id TEXT NOT NULL REFERENCES deleted_projects (id),
    lane_id TEXT NOT NULL,
    PRIMARY KEY (project_id, lane_id)
  ) WITHOUT ROWID;
  `,
};
