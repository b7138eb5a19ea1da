import { Compile } from "typebox/compile";
import { ConflictError, InvariantError } from "../core/errors.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "../store/open-store.ts";
import type { Page } from "../store/page.ts";
import { boundsOf } from "../store/page.ts";
import type { Row } from "../store/tables.ts";
import { orConflict } from "../store/unique-violation.ts";
import type { SyncState } from "./definition.ts";
import { SYNC_STATES, syncDefinition } from "./definition.ts";
import type { Sync } from "./sync.ts";
import { normalName } from "./sync-name.ts";

/** What a sync is made of. The caller gives the id, because routes and a destination are named after it. */
export type NewSync = Omit<Sync, "createTime" | "updateTime">;

/** What of a sync may change. Which tile it is of stays. */
export type SyncChange = Pick<Sync, "name" | "state" | "destinationId" | "definition"> & {
  readonly tileVersion?: number | undefined;
};

/** @throws {ConflictError} where the project has a sync of that name */
export async function createSync(store: Store, sync: NewSync, now: Timestamp): Promise<Sync> {
  const insert = store
    .insertInto("syncs")
    .values({
      id: sync.id,
      project_id: sync.projectId,
      name: normalName(sync.name),
      state: sync.state,
      tile_id: sync.tile?.id ?? null,
      tile_version: sync.tile?.version ?? null,
      destination_id: sync.destinationId,
      definition: JSON.stringify(sync.definition),
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSync(await orConflict(insert, () => nameTaken(sync.name)));
}

/**
 * Changes a sync, unless somebody else did since it was read: then undefined is answered and nothing is changed.
 * @throws {ConflictError} where the project has another sync of the new name
 */
export async function updateSync(
  store: Store,
  read: Pick<Sync, "id" | "updateTime">,
  change: SyncChange,
  now: Timestamp,
): Promise<Sync | undefined> {
  const update = store
    .updateTable("syncs")
    .set({
      name: normalName(change.name),
      state: change.state,
      destination_id: change.destinationId,
      definition: JSON.stringify(change.definition),
      ...(change.tileVersion !== undefined && { tile_version: change.tileVersion }),
      update_time: now,
    })
    .where("id", "=", read.id)
    .where("update_time", "=", read.updateTime)
    .returningAll()
    .executeTakeFirst();
  const row = await orConflict(update, () => nameTaken(change.name));
  return row && toSync(row);
}

/** The project's sync of that id or name. */
export async function findSync(store: Store, projectId: string, idOrName: string): Promise<Sync | undefined> {
  const row = await store
    .selectFrom("syncs")
    .selectAll()
    .where("project_id", "=", projectId)
    .where((is) => is.or([is("id", "=", idOrName), is("name", "=", normalName(idOrName))]))
    .executeTakeFirst();
  return row && toSync(row);
}

/** The sync that a destination belongs to. */
export async function syncOfDestination(store: Store, destinationId: string): Promise<Sync | undefined> {
  const row = await store
    .selectFrom("syncs")
    .selectAll()
    .where("destination_id", "=", destinationId)
    .executeTakeFirst();
  return row && toSync(row);
}

/** The project's syncs, oldest first. */
export async function listSyncs(store: Store, projectId: string, page: Page = {}): Promise<readonly Sync[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("syncs")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toSync);
}

/** Removes a sync. Its routes must be gone, or go with it. */
export async function deleteSync(store: Store, id: string): Promise<void> {
  await store.deleteFrom("syncs").where("id", "=", id).execute();
}

function nameTaken(name: string): ConflictError {
  return new ConflictError("sync_exists", `There is a sync "${name}" in this project already.`);
}

const definition = Compile(syncDefinition);

function toSync(row: Row<"syncs">): Sync {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    state: toState(row.state),
    ...(row.tile_id !== null &&
      row.tile_version !== null && { tile: { id: row.tile_id, version: row.tile_version } }),
    destinationId: row.destination_id,
    definition: definition.Parse(JSON.parse(row.definition)),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}

function toState(text: string): SyncState {
  const state = SYNC_STATES.find((each) => each === text);
  if (state === undefined) throw new InvariantError(`A sync has the state "${text}".`);
  return state;
}
