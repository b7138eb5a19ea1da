import type { Migration } from "../../sqlite/database.ts";

/** Applications of Pinpoint's clients: tags, event streams, access keys, and the instance's own data key. */
export const eventStreams: Migration = {
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
};
