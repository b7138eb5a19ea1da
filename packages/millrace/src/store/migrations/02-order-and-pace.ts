import type { Migration } from "../../sqlite/database.ts";

/** How a route keeps order, how a destination retries and paces, what is sent again. */
export const orderAndPace: Migration = {
  name: "order of routes, retries and pace of destinations, replays",
  sql: `
  -- none, key or strict; null for the default.
  ALTER TABLE routes ADD COLUMN "order" TEXT;
  ALTER TABLE destinations ADD COLUMN delivery TEXT NOT NULL DEFAULT '{}';

  CREATE TABLE replays (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    route_id TEXT NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    destination_id TEXT NOT NULL REFERENCES destinations (id),
    replay_of TEXT NOT NULL,
    total INTEGER NOT NULL,
    state TEXT NOT NULL,
    result TEXT,
    create_time TEXT NOT NULL,
    update_time TEXT NOT NULL
  );
  CREATE INDEX replays_of_project ON replays (project_id, id);
  CREATE INDEX replays_of_route ON replays (route_id, id);
  CREATE INDEX replays_of_destination ON replays (destination_id);
  `,
};
