import type { Timestamp } from "../core/time.ts";
import type { WrappedDataKey } from "./data-keys.ts";
import { forgetIdleMasterKeys, noteMasterKeys, toDataKey } from "./data-keys.ts";
import type { Store } from "./open-store.ts";
import { inTransaction } from "./open-store.ts";

/**
 * Sets data keys aside that nothing at hand opens, so that their projects get new ones. They are kept: the master key
 * may turn up again. Answers how many destinations have credentials that need to be set again.
 */
export async function loseDataKeys(
  store: Store,
  keys: readonly WrappedDataKey[],
  now: Timestamp,
): Promise<number> {
  return inTransaction(store, async (transaction) => {
    let destinations = 0;
    for (const key of keys) {
      await transaction
        .insertInto("lost_data_keys")
        .columns(["id", "project_id", "wrapped", "master_key_id", "create_time", "lost_time"])
        .expression((from) =>
          from
            .selectFrom("data_keys")
            .select(["id", "project_id", "wrapped", "master_key_id", "create_time"])
            .select(from.val(now).as("lost_time"))
            .where("id", "=", key.id),
        )
        .execute();
      await transaction.deleteFrom("data_keys").where("id", "=", key.id).execute();
      const { count } = await transaction
        .selectFrom("destinations")
        .select((all) => all.fn.countAll<number>().as("count"))
        .where("project_id", "=", key.projectId)
        .executeTakeFirstOrThrow();
      destinations += count;
    }
    await forgetIdleMasterKeys(transaction);
    return destinations;
  });
}

/** The data keys that were set aside, the last one first. */
export async function listLostDataKeys(store: Store): Promise<readonly WrappedDataKey[]> {
  const rows = await store
    .selectFrom("lost_data_keys")
    .selectAll()
    .orderBy("lost_time", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(toDataKey);
}

/** Whether the project once had a data key of that id, which was set aside. */
export async function isLostDataKey(
  store: Store,
  key: Pick<WrappedDataKey, "id" | "projectId">,
): Promise<boolean> {
  const row = await store
    .selectFrom("lost_data_keys")
    .select("id")
    .where("id", "=", key.id)
    .where("project_id", "=", key.projectId)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes data keys back that were set aside and can be opened again. A project that has got a new one since keeps that:
 * its credentials may have been set again. Answers how many were taken back.
 */
export async function restoreDataKeys(
  store: Store,
  keys: readonly WrappedDataKey[],
  now: Timestamp,
): Promise<number> {
  return inTransaction(store, async (transaction) => {
    let restored = 0;
    for (const key of keys) {
      const { id, projectId, wrapped, masterKeyId } = key;
      await noteMasterKeys(transaction, [masterKeyId], now);
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto("data_keys")
        .values({ id, project_id: projectId, wrapped, master_key_id: masterKeyId, create_time: now })
        .onConflict((conflict) => conflict.column("project_id").doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) continue;
      await transaction.deleteFrom("lost_data_keys").where("id", "=", id).execute();
      restored++;
    }
    await forgetIdleMasterKeys(transaction);
    return restored;
  });
}
