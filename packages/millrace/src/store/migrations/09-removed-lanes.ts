import type { Migration } from "../../sqlite/database.ts";

/** What is left to remove of deleted routes and replays. */
export const removedLanes: Migration = {
  name: "lanes whose routes and replays are removed",
  sql: `
  -- What they have in the other files has yet to go; a crash may come in between. The ledger knows lanes and no projects.
  CREATE TABLE removed_lanes (
    project_id TEXT NOT NULL,
    lane_id TEXT NOT NULL,
    PRIMARY KEY (project_id, lane_id)
  ) WITHOUT ROWID;

  -- Routes and replays go with what they belong to as well.
  CREATE TRIGGER lanes_of_removed_routes AFTER DELETE ON routes BEGIN
    INSERT OR IGNORE INTO removed_lanes (project_id, lane_id) VALUES (old.project_id, old.id);
  END;
  CREATE TRIGGER lanes_of_removed_replays AFTER DELETE ON replays BEGIN
    INSERT OR IGNORE INTO removed_lanes (project_id, lane_id) VALUES (old.project_id, old.id);
  END;
  `,
};
