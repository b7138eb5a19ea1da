import type { Migration } from "../sqlite/database.ts";

/** The steps of `store.db`'s schema. Ids are UUIDv7, so ordering by id is ordering by age. */
export const storeMigrations: readonly Migration[] = [
  {
    name: "what is configured",
    sql: `
      CREATE TABLE projects (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        app_name TEXT,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL
      );

      CREATE TABLE api_keys (
        id TEXT PRIMARY KEY,
        project_id TEXT REFERENCES projects (id),
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        hash BLOB NOT NULL UNIQUE,
        create_time TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX api_keys_of_project ON api_keys (project_id, id);

      CREATE TABLE master_keys (
        id TEXT PRIMARY KEY,
        create_time TEXT NOT NULL
      ) WITHOUT ROWID;

      CREATE TABLE data_keys (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL UNIQUE REFERENCES projects (id),
        wrapped BLOB NOT NULL,
        master_key_id TEXT NOT NULL REFERENCES master_keys (id),
        create_time TEXT NOT NULL
      ) WITHOUT ROWID;

      CREATE TABLE destinations (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL REFERENCES projects (id),
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        metadata TEXT NOT NULL,
        secrets BLOB NOT NULL,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL,
        UNIQUE (project_id, name)
      );
      CREATE INDEX destinations_of_project ON destinations (project_id, id);

      CREATE TABLE integrations (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL REFERENCES projects (id),
        name TEXT NOT NULL,
        provider TEXT NOT NULL,
        revision_id TEXT NOT NULL,
        content TEXT NOT NULL,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL,
        UNIQUE (project_id, name)
      );

      CREATE TABLE installations (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL REFERENCES projects (id),
        integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
        group_ref TEXT NOT NULL,
        group_name TEXT NOT NULL,
        consumer_ref TEXT NOT NULL,
        consumer_name TEXT NOT NULL,
        connection_id TEXT NOT NULL,
        config_id TEXT NOT NULL,
        config TEXT NOT NULL,
        config_time TEXT NOT NULL,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL,
        UNIQUE (integration_id, group_ref)
      );
      CREATE INDEX installations_of_project ON installations (project_id, id);

      CREATE TABLE routes (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL REFERENCES projects (id),
        name TEXT NOT NULL,
        origin_integration_id TEXT REFERENCES integrations (id) ON DELETE CASCADE,
        origin_action TEXT,
        origin_object TEXT,
        destination_id TEXT NOT NULL REFERENCES destinations (id),
        match TEXT NOT NULL,
        paused INTEGER NOT NULL,
        start_position INTEGER NOT NULL,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL,
        UNIQUE (project_id, name),
        UNIQUE (origin_integration_id, origin_action, origin_object)
      );
      CREATE INDEX routes_of_destination ON routes (destination_id);
      CREATE INDEX routes_of_project ON routes (project_id, id);
    `,
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    name: "how often routes were given another start",
    sql: `
      ALTER TABLE routes ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    name: "applications, event streams, access keys",
    sql: `
      -- As JSON, by name.
      ALTER TABLE projects ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';

      -- The instance has a data key too, under a name that is no project's id.
      CREATE TABLE data_keys_of_all (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL UNIQUE,
        wrapped BLOB NOT NULL,
        master_key_id TEXT NOT NULL REFERENCES master_keys (id),
        create_time TEXT NOT NULL
      ) WITHOUT ROWID;
      INSERT INTO data_keys_of_all SELECT id, project_id, wrapped, master_key_id, create_time FROM data_keys;
      DROP TABLE data_keys;
      ALTER TABLE data_keys_of_all RENAME TO data_keys;

      CREATE TABLE lost_data_keys_of_all (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        master_key_id TEXT NOT NULL,
        create_time TEXT NOT NULL,
        lost_time TEXT NOT NULL
      ) WITHOUT ROWID;
      INSERT INTO lost_data_keys_of_all
        SELECT id, project_id, wrapped, master_key_id, create_time, lost_time FROM lost_data_keys;
      DROP TABLE lost_data_keys;
      ALTER TABLE lost_data_keys_of_all RENAME TO lost_data_keys;

      -- Keys that requests are signed with; project_id is null for those of the whole instance, secret is sealed.
      CREATE TABLE access_keys (
        id TEXT PRIMARY KEY,
        project_id TEXT REFERENCES projects (id),
        access_key_id TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        secret BLOB NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX access_keys_of_project ON access_keys (project_id, id);

      -- Where all of a project's events go, as Pinpoint's clients set it.
      CREATE TABLE event_streams (
        project_id TEXT PRIMARY KEY REFERENCES projects (id),
        destination_id TEXT NOT NULL REFERENCES destinations (id),
        destination_stream_arn TEXT NOT NULL,
        role_arn TEXT NOT NULL,
        last_updated_by TEXT NOT NULL,
        create_time TEXT NOT NULL,
        update_time TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX event_streams_of_destination ON event_streams (destination_id);

      ALTER TABLE routes ADD COLUMN origin_event_stream TEXT REFERENCES event_streams (project_id) ON DELETE CASCADE;
      CREATE UNIQUE INDEX routes_of_event_stream ON routes (origin_event_stream);

      -- sync or event_stream where the destination belongs to one, which alone may change it.
      ALTER TABLE destinations ADD COLUMN owner TEXT;
      UPDATE destinations SET owner = 'sync' WHERE of_sync = 1;
      ALTER TABLE destinations DROP COLUMN of_sync;
    `,
  },
  {
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
  },
  {
    name: "signatures that calls were carried out with",
    sql: `
      -- Each until it expires, in milliseconds since 1970: it must not be used again after a restart either.
      CREATE TABLE used_signatures (
        signature BLOB PRIMARY KEY,
        expiry INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX used_signatures_by_expiry ON used_signatures (expiry);
    `,
  },
  {
    name: "lanes whose routes and replays are removed",
    sql: `
      -- What they have in the other files has yet to go; a crash may come in between.
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
  },
];
