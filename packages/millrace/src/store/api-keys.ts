import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import { readStrings } from "./json-column.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";

/** What a key may do. */
export const SCOPES = ["ingest", "read", "write", "admin", "review"] as const;

/** What a key of a project may do: reviewing is about every project's tiles. */
export const PROJECT_SCOPES = ["ingest", "read", "write", "admin"] as const;

/** What a key of the whole instance can be made for. */
export const INSTANCE_SCOPES = ["admin", "review"] as const;

/** One of {@link SCOPES}. */
export type Scope = (typeof SCOPES)[number];

/** Who may call the API. The key itself is not known any more, only its hash is kept. */
export interface ApiKey {
  readonly id: string;
  /** Undefined for keys of the whole instance. */
  readonly projectId?: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly createTime: Timestamp;
}

/** What a key is made of; `hash` is the key's SHA-256. */
export interface NewApiKey {
  readonly projectId?: string | undefined;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly hash: Buffer;
}

/** Keeps a new key. */
export async function createApiKey(store: Store, key: NewApiKey, now: Timestamp): Promise<ApiKey> {
  const row = await store
    .insertInto("api_keys")
    .values({
      id: newId(),
      project_id: key.projectId ?? null,
      label: key.label,
      scopes: JSON.stringify(key.scopes),
      hash: key.hash,
      create_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toApiKey(row);
}

/** The key whose SHA-256 is `hash`. */
export async function findApiKeyByHash(store: Store, hash: Buffer): Promise<ApiKey | undefined> {
  const row = await store.selectFrom("api_keys").selectAll().where("hash", "=", hash).executeTakeFirst();
  return row && toApiKey(row);
}

/** A project's keys, oldest first; without a project, the keys of the whole instance. */
export async function listApiKeys(
  store: Store,
  projectId: string | undefined,
  page: Page = {},
): Promise<readonly ApiKey[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("api_keys")
    .selectAll()
    .where("project_id", "is", projectId ?? null)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toApiKey);
}

/** Takes a key back. False where the project (without one: the instance) has no such key. */
export async function deleteApiKey(
  store: Store,
  projectId: string | undefined,
  id: string,
): Promise<boolean> {
  const result = await store
    .deleteFrom("api_keys")
    .where("project_id", "is", projectId ?? null)
    .where("id", "=", id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

function toApiKey(row: Row<"api_keys">): ApiKey {
  return {
    id: row.id,
    ...(row.project_id !== null && { projectId: row.project_id }),
    label: row.label,
    scopes: readScopes(row.scopes),
    createTime: row.create_time,
  };
}

/** Scopes as a column of JSON holds them. */
export function readScopes(json: string): readonly Scope[] {
  return readStrings(JSON.parse(json)).filter(isScope);
}

function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
