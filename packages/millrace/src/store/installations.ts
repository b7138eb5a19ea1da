import { ConflictError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import type { JsonObject } from "../core/json/object.ts";
import { readObject } from "./json-column.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";
import { orConflict } from "./unique-violation.ts";

/** A group's and a consumer's use of an integration, over one connection. */
export interface Installation {
  readonly id: string;
  readonly projectId: string;
  readonly integrationId: string;
  /** One installation a group and integration. */
  readonly groupRef: string;
  readonly groupName: string;
  readonly consumerRef: string;
  readonly consumerName: string;
  readonly connectionId: string;
  readonly config: InstallationConfig;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** What the customer chose: objects, fields, mappings. */
interface InstallationConfig {
  /** Changes with the content. */
  readonly id: string;
  readonly createTime: Timestamp;
  readonly content: JsonObject;
}

/** What a caller states of an installation. */
export interface InstallationFields {
  readonly groupRef: string;
  readonly groupName: string;
  readonly consumerRef: string;
  readonly consumerName: string;
  readonly connectionId: string;
  readonly config: JsonObject;
}

/** @throws {ConflictError} where the group has installed the integration already */
export async function createInstallation(
  store: Store,
  place: Pick<Installation, "projectId" | "integrationId">,
  fields: InstallationFields,
  now: Timestamp,
): Promise<Installation> {
  const insert = store
    .insertInto("installations")
    .values({
      id: newId(),
      project_id: place.projectId,
      integration_id: place.integrationId,
      ...columnsOf(fields),
      config_id: newId(),
      config_time: now,
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toInstallation(await orConflict(insert, () => groupTaken(fields.groupRef)));
}

/** @throws {ConflictError} where another installation of the integration has the new group */
export async function updateInstallation(
  store: Store,
  installation: Installation,
  fields: InstallationFields,
  now: Timestamp,
): Promise<Installation> {
  const columns = columnsOf(fields);
  const sameConfig = columns.config === JSON.stringify(installation.config.content);
  const update = store
    .updateTable("installations")
    .set({ ...columns, ...(!sameConfig && { config_id: newId(), config_time: now }), update_time: now })
    .where("id", "=", installation.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toInstallation(await orConflict(update, () => groupTaken(fields.groupRef)));
}

/** The project's installation of that id; with an integration, only one of it. */
export async function findInstallation(
  store: Store,
  place: { projectId: string; integrationId?: string | undefined },
  id: string,
): Promise<Installation | undefined> {
  const row = await store
    .selectFrom("installations")
    .selectAll()
    .where("id", "=", id)
    .where("project_id", "=", place.projectId)
    .$if(place.integrationId !== undefined, (query) =>
      query.where("integration_id", "=", place.integrationId ?? ""),
    )
    .executeTakeFirst();
  return row && toInstallation(row);
}

/** The project's installations, oldest first; with an integration, only those of it; with a group, only that group's. */
export async function listInstallations(
  store: Store,
  place: { projectId: string; integrationId?: string | undefined; groupRef?: string | undefined },
  page: Page = {},
): Promise<readonly Installation[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("installations")
    .selectAll()
    .where("project_id", "=", place.projectId)
    .where("id", ">", after)
    .$if(place.integrationId !== undefined, (query) =>
      query.where("integration_id", "=", place.integrationId ?? ""),
    )
    .$if(place.groupRef !== undefined, (query) => query.where("group_ref", "=", place.groupRef ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toInstallation);
}

/** Removes an installation. */
export async function deleteInstallation(store: Store, id: string): Promise<void> {
  await store.deleteFrom("installations").where("id", "=", id).execute();
}

function groupTaken(groupRef: string): ConflictError {
  return new ConflictError(
    "installation_exists",
    `The group "${groupRef}" has an installation of this integration already.`,
    { remedy: "Change that installation with PATCH, or delete it first." },
  );
}

function columnsOf(fields: InstallationFields) {
  return {
    group_ref: fields.groupRef,
    group_name: fields.groupName,
    consumer_ref: fields.consumerRef,
    consumer_name: fields.consumerName,
    connection_id: fields.connectionId,
    config: JSON.stringify(fields.config),
  };
}

function toInstallation(row: Row<"installations">): Installation {
  return {
    id: row.id,
    projectId: row.project_id,
    integrationId: row.integration_id,
    groupRef: row.group_ref,
    groupName: row.group_name,
    consumerRef: row.consumer_ref,
    consumerName: row.consumer_name,
    connectionId: row.connection_id,
    config: { id: row.config_id, createTime: row.config_time, content: readObject(row.config) },
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}
