import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import type { JsonObject } from "../core/json/object.ts";
import { readObject } from "./json-column.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";

/** What a manifest says of one integration, as it is deployed. */
export interface Integration {
  readonly id: string;
  readonly projectId: string;
  /** Unique in the project. */
  readonly name: string;
  readonly provider: string;
  /** Changes whenever the content does, and only then. */
  readonly revisionId: string;
  /** The integration as the manifest states it. */
  readonly content: JsonObject;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** An integration on its way into the store. */
export type NewIntegration = Pick<Integration, "projectId" | "name" | "provider" | "content">;

/** Creates the integration or gives it a new revision; the same content again changes nothing. */
export async function saveIntegration(
  store: Store,
  integration: NewIntegration,
  now: Timestamp,
): Promise<{ integration: Integration; changed: boolean }> {
  const content = JSON.stringify(integration.content);
  const found = await findRow(store, integration.projectId, integration.name);
  if (found !== undefined && found.content === content && found.provider === integration.provider) {
    return { integration: toIntegration(found), changed: false };
  }
  const revision = { provider: integration.provider, revision_id: newId(), content, update_time: now };
  const row =
    found === undefined
      ? await store
          .insertInto("integrations")
          .values({
            id: newId(),
            project_id: integration.projectId,
            name: integration.name,
            create_time: now,
            ...revision,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      : await store
          .updateTable("integrations")
          .set(revision)
          .where("id", "=", found.id)
          .returningAll()
          .executeTakeFirstOrThrow();
  return { integration: toIntegration(row), changed: true };
}

/** The project's integration of that id or name. */
export async function findIntegration(
  store: Store,
  projectId: string,
  idOrName: string,
): Promise<Integration | undefined> {
  const row = await findRow(store, projectId, idOrName);
  return row && toIntegration(row);
}

/** The project's integrations, oldest first. */
export async function listIntegrations(
  store: Store,
  projectId: string,
  page: Page = {},
): Promise<readonly Integration[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("integrations")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toIntegration);
}

/** Removes an integration, and with it its installations and its routes. */
export async function deleteIntegration(store: Store, id: string): Promise<void> {
  await store.deleteFrom("integrations").where("id", "=", id).execute();
}

async function findRow(
  store: Store,
  projectId: string,
  idOrName: string,
): Promise<Row<"integrations"> | undefined> {
  return store
    .selectFrom("integrations")
    .selectAll()
    .where("project_id", "=", projectId)
    .where((is) => is.or([is("id", "=", idOrName), is("name", "=", idOrName)]))
    .executeTakeFirst();
}

function toIntegration(row: Row<"integrations">): Integration {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    provider: row.provider,
    revisionId: row.revision_id,
    content: readObject(row.content),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}
