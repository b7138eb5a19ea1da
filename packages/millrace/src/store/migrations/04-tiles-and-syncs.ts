import type { Migration } from "../../sqlite/database.ts";

/** Tiles with their versions and reviews, syncs, transformations. */
export const tilesAndSyncs: Migration = {
  name: "tiles, syncs, transformations",
  sql: `
  CREATE TABLE tiles (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL UNIQUE,
    create_time TEXT NOT NULL,
    update_time TEXT NOT NULL
  );
  CREATE INDEX tiles_of_project ON tiles (project_id, id);

  CREATE TABLE tile_versions (
    tile_id TEXT NOT NULL REFERENCES tiles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    internal INTEGER NOT NULL,
    definition TEXT NOT NULL,
    -- SHA-256 in hexadecimal.
    logo TEXT REFERENCES tile_logos (hash),
    create_time TEXT NOT NULL,
    update_time TEXT NOT NULL,
    PRIMARY KEY (tile_id, version)
  ) WITHOUT ROWID;
  CREATE INDEX tile_versions_by_state ON tile_versions (state, tile_id);

  CREATE TABLE tile_logos (
    hash TEXT PRIMARY KEY,
    png BLOB NOT NULL
  );

  -- What happened to versions, and who did it.
  CREATE TABLE tile_reviews (
    id TEXT PRIMARY KEY,
    tile_id TEXT NOT NULL REFERENCES tiles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    action TEXT NOT NULL,
    by_label TEXT NOT NULL,
    notes TEXT,
    time TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX tile_reviews_of_tile ON tile_reviews (tile_id, id);

  CREATE TABLE syncs (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    tile_id TEXT REFERENCES tiles (id),
    tile_version INTEGER,
    destination_id TEXT NOT NULL REFERENCES destinations (id),
    definition TEXT NOT NULL,
    create_time TEXT NOT NULL,
    update_time TEXT NOT NULL,
    UNIQUE (project_id, name)
  );
  CREATE INDEX syncs_of_project ON syncs (project_id, id);
  CREATE INDEX syncs_of_tile ON syncs (tile_id);
  CREATE INDEX syncs_of_destination ON syncs (destination_id);

  -- How a project's events look to those who choose transformed events: rules as JSON, in order.
  CREATE TABLE transformations (
    project_id TEXT PRIMARY KEY REFERENCES projects (id),
    rules TEXT NOT NULL,
    update_time TEXT NOT NULL
  ) WITHOUT ROWID;

  -- Set where the destination belongs to a sync of a tile, which alone may change it.
  ALTER TABLE destinations ADD COLUMN of_sync INTEGER NOT NULL DEFAULT 0;

  ALTER TABLE routes ADD COLUMN origin_sync_id TEXT REFERENCES syncs (id) ON DELETE CASCADE;
  ALTER TABLE routes ADD COLUMN origin_part TEXT;
  ALTER TABLE routes ADD COLUMN origin_view TEXT;
  ALTER TABLE routes ADD COLUMN shape TEXT;
  ALTER TABLE routes ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
  CREATE UNIQUE INDEX routes_of_sync ON routes (origin_sync_id, origin_part, origin_view);
  `,
};
