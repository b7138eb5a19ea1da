import type { Timestamp } from "../core/time.ts";
import type { Scope } from "./api-keys.ts";
import { readScopes } from "./api-keys.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";

/** A key that requests are signed with (AWS Signature Version 4). Its secret is not part of it: see {@link findSealedSecretKey}. */
export interface AccessKey {
  readonly id: string;
  /** Undefined for keys of the whole instance. */
  readonly projectId?: string;
  /** What requests name. */
  readonly accessKeyId: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** Requests signed with it are refused. */
  readonly disabled: boolean;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** What an access key is made of. */
export interface NewAccessKey {
  readonly id: string;
  readonly projectId?: string | undefined;
  readonly accessKeyId: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly sealedSecret: Buffer;
}

/** Keeps a new access key. */
export async function createAccessKey(store: Store, key: NewAccessKey, now: Timestamp): Promise<AccessKey> {
  const row = await store
    .insertInto("access_keys")
    .values({
      id: key.id,
      project_id: key.projectId ?? null,
      access_key_id: key.accessKeyId,
      label: key.label,
      scopes: JSON.stringify(key.scopes),
      secret: key.sealedSecret,
      create_time: now,
      update_time: now,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return toAccessKey(row);
}

/** The key that requests name by `accessKeyId`. */
export async function findAccessKey(store: Store, accessKeyId: string): Promise<AccessKey | undefined> {
  const row = await store
    .selectFrom("access_keys")
    .select(COLUMNS)
    .where("access_key_id", "=", accessKeyId)
    .executeTakeFirst();
  return row && toAccessKey(row);
}

/** A key's secret, still sealed. */
export async function findSealedSecretKey(store: Store, id: string): Promise<Buffer | undefined> {
  const row = await store.selectFrom("access_keys").select("secret").where("id", "=", id).executeTakeFirst();
  return row?.secret;
}

/** A project's access keys, oldest first; without a project, those of the whole instance. */
export async function listAccessKeys(
  store: Store,
  projectId: string | undefined,
  page: Page = {},
): Promise<readonly AccessKey[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("access_keys")
    .select(COLUMNS)
    .where("project_id", "is", projectId ?? null)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toAccessKey);
}

/** Changes a key; undefined where the project (without one: the instance) has no such key. */
export async function updateAccessKey(
  store: Store,
  { projectId, id }: { readonly projectId: string | undefined; readonly id: string },
  change: { readonly label?: string; readonly disabled?: boolean },
  now: Timestamp,
): Promise<AccessKey | undefined> {
  const row = await store
    .updateTable("access_keys")
    .set({
      ...(change.label !== undefined && { label: change.label }),
      ...(change.disabled !== undefined && { disabled: change.disabled ? 1 : 0 }),
      update_time: now,
    })
    .where("project_id", "is", projectId ?? null)
    .where("id", "=", id)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && toAccessKey(row);
}

/** Takes a key back. False where the project (without one: the instance) has no such key. */
export async function deleteAccessKey(
  store: Store,
  projectId: string | undefined,
  id: string,
): Promise<boolean> {
  const result = await store
    .deleteFrom("access_keys")
    .where("project_id", "is", projectId ?? null)
    .where("id", "=", id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

const COLUMNS = [
  "id",
  "project_id",
  "access_key_id",
  "label",
  "scopes",
  "disabled",
  "create_time",
  "update_time",
] as const;

function toAccessKey(row: Pick<Row<"access_keys">, (typeof COLUMNS)[number]>): AccessKey {
  return {
    id: row.id,
    ...(row.project_id !== null && { projectId: row.project_id }),
    accessKeyId: row.access_key_id,
    label: row.label,
    scopes: readScopes(row.scopes),
    disabled: row.disabled !== 0,
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}
