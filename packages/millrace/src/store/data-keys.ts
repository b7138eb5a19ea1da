import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import type { Row } from "./tables.ts";

/** A project's data key as it is kept: wrapped under the master key of that fingerprint. */
export interface WrappedDataKey {
  readonly id: string;
  readonly projectId: string;
  readonly wrapped: Buffer;
  readonly masterKeyId: string;
}

/** The project's data key, if it has one yet. */
export async function findDataKey(store: Store, projectId: string): Promise<WrappedDataKey | undefined> {
  const row = await store
    .selectFrom("data_keys")
    .selectAll()
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && toDataKey(row);
}

/** Keeps a project's first data key; where another one came first, that one stays. Answers the one that is kept. */
export async function keepDataKey(
  store: Store,
  key: WrappedDataKey,
  now: Timestamp,
): Promise<WrappedDataKey> {
  await store
    .insertInto("data_keys")
    .values({
      id: key.id,
      project_id: key.projectId,
      wrapped: key.wrapped,
      master_key_id: key.masterKeyId,
      create_time: now,
    })
    .onConflict((conflict) => conflict.column("project_id").doNothing())
    .execute();
  return (await findDataKey(store, key.projectId)) ?? key;
}

/** Every data key. */
export async function listDataKeys(store: Store): Promise<readonly WrappedDataKey[]> {
  const rows = await store.selectFrom("data_keys").selectAll().orderBy("id").execute();
  return rows.map(toDataKey);
}

/** Replaces a data key's wrapping; the data key itself stays the same. */
export async function rewrapDataKey(
  store: Store,
  key: Pick<WrappedDataKey, "id" | "wrapped" | "masterKeyId">,
): Promise<void> {
  await store
    .updateTable("data_keys")
    .set({ wrapped: key.wrapped, master_key_id: key.masterKeyId })
    .where("id", "=", key.id)
    .execute();
}

/** The fingerprints of the master keys this store was used with. */
export async function listMasterKeyIds(store: Store): Promise<readonly string[]> {
  const rows = await store.selectFrom("master_keys").select("id").orderBy("id").execute();
  return rows.map((row) => row.id);
}

/** Notes that the store is used with this master key from now on. */
export async function noteMasterKey(store: Store, id: string, now: Timestamp): Promise<void> {
  await store
    .insertInto("master_keys")
    .values({ id, create_time: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Forgets master keys that wrap nothing any more. */
export async function forgetMasterKeys(store: Store, ids: readonly string[]): Promise<void> {
  await store.deleteFrom("master_keys").where("id", "in", ids).execute();
}

function toDataKey(row: Row<"data_keys">): WrappedDataKey {
  return { id: row.id, projectId: row.project_id, wrapped: row.wrapped, masterKeyId: row.master_key_id };
}
