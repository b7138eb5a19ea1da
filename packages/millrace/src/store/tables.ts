import type { ColumnType, Generated, Selectable } from "kysely";

/** Text that is never changed after the row was made. */
type Fixed<T> = ColumnType<T, T, never>;

/** Tenants. */
interface ProjectsTable {
  seq: Generated<number>;
  id: Fixed<string>;
  name: string;
  app_name: string | null;
  create_time: Fixed<string>;
  update_time: string;
}

/** Who may call the API; `project_id` is null for keys of the whole instance. */
interface ApiKeysTable {
  id: Fixed<string>;
  project_id: Fixed<string | null>;
  label: Fixed<string>;
  scopes: Fixed<string>;
  hash: Fixed<Buffer>;
  create_time: Fixed<string>;
}

/** The master keys that wrap data keys, by fingerprint only. */
interface MasterKeysTable {
  id: Fixed<string>;
  create_time: Fixed<string>;
}

/** Each project's data key, wrapped under a master key. */
interface DataKeysTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  wrapped: Buffer;
  master_key_id: string;
  create_time: Fixed<string>;
}

/** Data keys that were set aside because no master key at hand opens them. */
interface LostDataKeysTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  wrapped: Fixed<Buffer>;
  master_key_id: Fixed<string>;
  create_time: Fixed<string>;
  lost_time: Fixed<string>;
}

/** Named places; `secrets` is sealed. */
interface DestinationsTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  name: string;
  type: Fixed<string>;
  metadata: string;
  secrets: Buffer;
  delivery: ColumnType<string, string | undefined, string>;
  create_time: Fixed<string>;
  update_time: string;
}

/** What manifests deployed. */
interface IntegrationsTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  name: Fixed<string>;
  provider: string;
  revision_id: string;
  content: string;
  create_time: Fixed<string>;
  update_time: string;
}

/** A group's and a consumer's use of an integration. */
interface InstallationsTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  integration_id: Fixed<string>;
  group_ref: string;
  group_name: string;
  consumer_ref: string;
  consumer_name: string;
  connection_id: string;
  config_id: string;
  config: string;
  config_time: string;
  create_time: Fixed<string>;
  update_time: string;
}

/** Which events go where. The `origin_` columns are null for routes made by a caller. */
interface RoutesTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  name: string;
  origin_integration_id: Fixed<string | null>;
  origin_action: Fixed<string | null>;
  origin_object: Fixed<string | null>;
  destination_id: string;
  match: string;
  paused: number;
  order: ColumnType<string | null, string | null | undefined, string | null>;
  start_position: Fixed<number>;
  create_time: Fixed<string>;
  update_time: string;
}

/** Events of a route sent once more. */
interface ReplaysTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  route_id: Fixed<string>;
  destination_id: Fixed<string>;
  replay_of: Fixed<string>;
  total: Fixed<number>;
  state: string;
  result: ColumnType<string | null, string | null | undefined, string | null>;
  create_time: Fixed<string>;
  update_time: string;
}

/** Every table of `store.db`. */
export interface Tables {
  projects: ProjectsTable;
  api_keys: ApiKeysTable;
  master_keys: MasterKeysTable;
  data_keys: DataKeysTable;
  lost_data_keys: LostDataKeysTable;
  destinations: DestinationsTable;
  integrations: IntegrationsTable;
  installations: InstallationsTable;
  routes: RoutesTable;
  replays: ReplaysTable;
}

/** A row as it is read. */
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
