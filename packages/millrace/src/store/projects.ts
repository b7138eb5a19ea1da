import { ConflictError, NotFoundError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import type { JsonObject } from "../core/json/object.ts";
import { readObject } from "./json-column.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";
import { orConflict } from "./unique-violation.ts";

/** What people note of a project, by key. */
export type Tags = Readonly<Record<string, string>>;

/** A tenant. */
export interface Project {
  readonly id: string;
  /** Unique in the instance; a project can be addressed by it. */
  readonly name: string;
  /** What the project's own users know the product as. */
  readonly appName?: string;
  /** By key, in the order they were given. */
  readonly tags: Tags;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** @throws {ConflictError} where the name is taken */
export async function createProject(
  store: Store,
  project: { name: string; appName?: string | undefined; tags?: Tags | undefined },
  now: Timestamp,
): Promise<Project> {
  const insert = store
    .insertInto("projects")
    .values({
      id: newId(),
      name: project.name,
      app_name: project.appName ?? null,
      tags: JSON.stringify(project.tags ?? {}),
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toProject(await orConflict(insert, () => nameTaken(project.name)));
}

/**
 * Changes a project; undefined where there is none of that id.
 * @throws {ConflictError} where another project has the new name
 */
export async function updateProject(
  store: Store,
  id: string,
  change: Pick<Project, "name" | "appName" | "tags">,
  now: Timestamp,
): Promise<Project | undefined> {
  const update = store
    .updateTable("projects")
    .set({
      name: change.name,
      app_name: change.appName ?? null,
      tags: JSON.stringify(change.tags),
      update_time: now,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  const row = await orConflict(update, () => nameTaken(change.name));
  return row && toProject(row);
}

/**
 * For what is about to be written for a project: it may have been deleted since the call was let in.
 * @throws {NotFoundError}
 */
export async function requireProject(store: Store, id: string): Promise<void> {
  const row = await store.selectFrom("projects").select("id").where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError("project", id);
}

/** The project of that id or name. Names never look like ids, so one cannot hide the other. */
export async function findProject(store: Store, idOrName: string): Promise<Project | undefined> {
  const row = await store
    .selectFrom("projects")
    .selectAll()
    .where((is) => is.or([is("id", "=", idOrName), is("name", "=", idOrName)]))
    .executeTakeFirst();
  return row && toProject(row);
}

/** The projects, oldest first; where `only` is given, that one alone. */
export async function listProjects(
  store: Store,
  { only, ...page }: Page & { readonly only?: string | undefined } = {},
): Promise<readonly Project[]> {
  const { after, limit } = boundsOf(page);
  const all = store.selectFrom("projects").selectAll();
  const rows = await (only === undefined ? all : all.where("id", "=", only))
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toProject);
}

function nameTaken(name: string): ConflictError {
  return new ConflictError("project_exists", `There is a project "${name}" already.`);
}

function toProject(row: Row<"projects">): Project {
  return {
    id: row.id,
    name: row.name,
    ...(row.app_name !== null && { appName: row.app_name }),
    tags: toTags(readObject(row.tags)),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}

function toTags(object: JsonObject): Tags {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, String(value)]));
}
