import type { Migration } from "../../sqlite/database.ts";

/** Projects, API keys, destinations, integrations, installations, routes. */
export const configured: Migration = {
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
};
