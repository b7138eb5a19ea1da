import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import type { Tables } from "./tables.ts";

/** Rows that one statement removes, some milliseconds of work. */
const ROWS_A_STATEMENT = 500;

/**
 * Whatever belongs to a project, with what tells its rows apart. In this order: what leads somewhere goes before what it
 * leads to.
 */
const OF_PROJECT: readonly (readonly [table: keyof Tables, key: string])[] = [
  ["replays", "id"],
  ["routes", "id"],
  ["event_streams", "project_id"],
  ["syncs", "id"],
  ["installations", "id"],
  ["integrations", "id"],
  ["transformations", "project_id"],
  ["destinations", "id"],
  ["tiles", "id"],
  ["api_keys", "id"],
  ["access_keys", "id"],
  ["data_keys", "id"],
  ["lost_data_keys", "id"],
];

/**
 * Removes a project with everything that is configured of it, and notes that the rest of it has yet to go. Tiles that syncs of
 * other projects are made of must be no more.
 * @param transaction a transaction: half of it must not stay
 */
export async function deleteProjectRows(transaction: Store, id: string, now: Timestamp): Promise<void> {
  await transaction.insertInto("deleted_projects").values({ id, delete_time: now }).execute();
  for (const [table, key] of OF_PROJECT) await removeRows(transaction, table, key, id);
  await transaction.deleteFrom("projects").where("id", "=", id).execute();
}

async function removeRows(
  transaction: Store,
  table: keyof Tables,
  key: string,
  projectId: string,
): Promise<void> {
  for (let removed = ROWS_A_STATEMENT; removed >= ROWS_A_STATEMENT;) {
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM ${sql.table(table)} WHERE ${sql.ref(key)} IN
        (SELECT ${sql.ref(key)} FROM ${sql.table(table)} WHERE project_id = ${projectId} LIMIT ${ROWS_A_STATEMENT})
    `.execute(transaction);
    removed = Number(numAffectedRows);
    // Statements are synchronous: without a break the whole process would stand still until the last of them.
    await setImmediate();
  }
}

/** Projects whose configuration is deleted and of which something else may be left, the one deleted first at the front. */
export async function listDeletedProjects(store: Store): Promise<readonly string[]> {
  const rows = await store
    .selectFrom("deleted_projects")
    .select("id")
    .orderBy("delete_time")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes that nothing is left of a deleted project. Its lanes must be gone. */
export async function projectIsGone(store: Store, id: string): Promise<void> {
  await store.deleteFrom("deleted_projects").where("id", "=", id).execute();
}
