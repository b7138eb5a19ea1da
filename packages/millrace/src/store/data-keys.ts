import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { InvariantError } from "../core/errors.ts";
import { isUuid } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import { inTransaction } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import { requireProject } from "./projects.ts";
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

/**
 * Keeps a project's first data key; where another one came first, that one stays. Answers the one that is kept.
 * The master key is noted with it: one that has wrapped nothing leaves no trace.
 * @throws {NotFoundError} where the project was deleted meanwhile
 */
export async function keepDataKey(
  store: Store,
  key: WrappedDataKey,
  now: Timestamp,
): Promise<WrappedDataKey> {
  return inTransaction(store, async (transaction) => {
    const kept = await findDataKey(transaction, key.projectId);
    if (kept !== undefined) return kept;
    // Names that are no ids, such as the instance's, are no projects'.
    if (isUuid(key.projectId)) await requireProject(transaction, key.projectId);
    await noteMasterKeys(transaction, [key.masterKeyId], now);
    await transaction
      .insertInto("data_keys")
      .values({
        id: key.id,
        project_id: key.projectId,
        wrapped: key.wrapped,
        master_key_id: key.masterKeyId,
        create_time: now,
      })
      .execute();
    return key;
  });
}

/** The data keys, oldest first. */
export async function listDataKeys(store: Store, page: Page = {}): Promise<readonly WrappedDataKey[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("data_keys")
    .selectAll()
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toDataKey);
}

/** Keys replaced by one statement, some two milliseconds of work; more save no time. */
const KEYS_A_STATEMENT = 500;

/**
 * Replaces the wrapping of data keys, which themselves stay the same: of all of them, or of none.
 * Master keys that wrap nothing afterwards are forgotten.
 * @throws {InvariantError} where one of them is not in the store
 */
export async function rewrapDataKeys(
  store: Store,
  keys: readonly WrappedDataKey[],
  now: Timestamp,
): Promise<void> {
  await inTransaction(store, async (transaction) => {
    await noteMasterKeys(transaction, new Set(keys.map((key) => key.masterKeyId)), now);
    for (let at = 0; at < keys.length; at += KEYS_A_STATEMENT) {
      await rewrapSome(transaction, keys.slice(at, at + KEYS_A_STATEMENT));
      // Statements are synchronous: without a break the whole process would stand still until the last of them.
      await setImmediate();
    }
    await forgetIdleMasterKeys(transaction);
  });
}

async function rewrapSome(transaction: Store, keys: readonly WrappedDataKey[]): Promise<void> {
  const rows = JSON.stringify(
    keys.map(({ id, wrapped, masterKeyId }) => ({ id, wrapped: wrapped.toString("hex"), masterKeyId })),
  );
  const { numAffectedRows } = await sql`
    UPDATE data_keys
    SET wrapped = unhex(new.value ->> 'wrapped'), master_key_id = new.value ->> 'masterKeyId'
    FROM json_each(${rows}) AS new
    WHERE data_keys.id = new.value ->> 'id'`.execute(transaction);
  if (numAffectedRows !== BigInt(keys.length))
    throw new InvariantError(
      `${keys.length} data keys were to be wrapped anew, and ${numAffectedRows ?? 0} are there.`,
    );
}

/** Notes the fingerprints of master keys that are about to wrap something. */
export async function noteMasterKeys(store: Store, ids: Iterable<string>, now: Timestamp): Promise<void> {
  for (const id of ids) {
    await store
      .insertInto("master_keys")
      .values({ id, create_time: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Forgets master keys that wrap nothing any more. */
export async function forgetIdleMasterKeys(store: Store): Promise<void> {
  await store
    .deleteFrom("master_keys")
    .where("id", "not in", store.selectFrom("data_keys").select("master_key_id"))
    .execute();
}

/** A row as the key it holds. */
export function toDataKey(row: Omit<Row<"data_keys">, "create_time">): WrappedDataKey {
  return { id: row.id, projectId: row.project_id, wrapped: row.wrapped, masterKeyId: row.master_key_id };
}
