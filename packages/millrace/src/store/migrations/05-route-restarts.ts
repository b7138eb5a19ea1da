import type { Migration } from "../../sqlite/database.ts";

/** A count by which a lane knows that it begins anew. */
export const routeRestarts: Migration = {
  name: "how often routes were given another start",
  sql: `
  ALTER TABLE routes ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
  `,
};
