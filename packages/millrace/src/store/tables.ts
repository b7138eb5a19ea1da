import type { ColumnType, Generated, Selectable } from "kysely";

/** Text that is never changed after the row was made. */
type Fixed<T> = ColumnType<T, T, never>;

/** Tenants. */
interface ProjectsTable {
  seq: Generated<number>;
  id: Fixed<string>;
  name: string;
  app_name: string | null;
  tags: ColumnType<string, string | undefined, string>;
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

/** Keys that requests are signed with; `project_id` is null for keys of the whole instance, `secret` is sealed. */
interface AccessKeysTable {
  id: Fixed<string>;
  project_id: Fixed<string | null>;
  access_key_id: Fixed<string>;
  label: string;
  scopes: Fixed<string>;
  secret: Fixed<Buffer>;
  disabled: ColumnType<number, number | undefined, number>;
  create_time: Fixed<string>;
  update_time: string;
}

/** The master keys that wrap data keys, by fingerprint only. */
interface MasterKeysTable {
  id: Fixed<string>;
  create_time: Fixed<string>;
}

/** Each project's data key and the instance's, wrapped under a master key. */
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
  owner: Fixed<string | null>;
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

/** Which events go where. The `origin_` columns are null but for those of what made the route. */
interface RoutesTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  name: string;
  origin_integration_id: Fixed<string | null>;
  origin_action: Fixed<string | null>;
  origin_object: Fixed<string | null>;
  origin_sync_id: Fixed<string | null>;
  origin_part: Fixed<string | null>;
  origin_view: Fixed<string | null>;
  origin_event_stream: Fixed<string | null>;
  destination_id: string;
  match: string;
  shape: string | null;
  paused: number;
  disabled: number;
  order: ColumnType<string | null, string | null | undefined, string | null>;
  start_position: number;
  restarts: number;
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

/** Partners' integrations. */
interface TilesTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  name: Fixed<string>;
  create_time: Fixed<string>;
  update_time: string;
}

/** What tiles say, version by version. */
interface TileVersionsTable {
  tile_id: Fixed<string>;
  version: Fixed<number>;
  state: string;
  internal: number;
  definition: string;
  logo: string | null;
  create_time: Fixed<string>;
  update_time: string;
}

/** Logos, each once. */
interface TileLogosTable {
  hash: Fixed<string>;
  png: Fixed<Buffer>;
}

/** What happened to versions of tiles. */
interface TileReviewsTable {
  id: Fixed<string>;
  tile_id: Fixed<string>;
  version: Fixed<number>;
  action: Fixed<string>;
  by_label: Fixed<string>;
  notes: Fixed<string | null>;
  time: Fixed<string>;
}

/** Customers' uses of tiles and destinations. */
interface SyncsTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  name: string;
  state: string;
  tile_id: Fixed<string | null>;
  tile_version: number | null;
  destination_id: string;
  definition: string;
  create_time: Fixed<string>;
  update_time: string;
}

/** Where all of a project's events go, as Pinpoint's clients set it. */
interface EventStreamsTable {
  project_id: Fixed<string>;
  destination_id: string;
  destination_stream_arn: string;
  role_arn: string;
  last_updated_by: string;
  create_time: Fixed<string>;
  update_time: string;
}

/** Each project's transformations. */
interface TransformationsTable {
  project_id: Fixed<string>;
  rules: string;
  update_time: string;
}

/** Signatures that calls were carried out with, until they expire. */
interface UsedSignaturesTable {
  signature: Fixed<Buffer>;
  /** Milliseconds since 1970. */
  expiry: Fixed<number>;
}

/** Projects whose configuration is deleted, until everything else of them is. */
interface DeletedProjectsTable {
  id: Fixed<string>;
  delete_time: Fixed<string>;
}

/** Routes and replays that are removed, until their lanes are. */
interface RemovedLanesTable {
  project_id: Fixed<string>;
  lane_id: Fixed<string>;
}

/** Every table of `store.db`. */
export interface Tables {
  projects: ProjectsTable;
  deleted_projects: DeletedProjectsTable;
  removed_lanes: RemovedLanesTable;
  api_keys: ApiKeysTable;
  access_keys: AccessKeysTable;
  master_keys: MasterKeysTable;
  data_keys: DataKeysTable;
  lost_data_keys: LostDataKeysTable;
  destinations: DestinationsTable;
  integrations: IntegrationsTable;
  installations: InstallationsTable;
  routes: RoutesTable;
  replays: ReplaysTable;
  tiles: TilesTable;
  tile_versions: TileVersionsTable;
  tile_logos: TileLogosTable;
  tile_reviews: TileReviewsTable;
  syncs: SyncsTable;
  transformations: TransformationsTable;
  event_streams: EventStreamsTable;
  used_signatures: UsedSignaturesTable;
}

/** A row as it is read. */
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
