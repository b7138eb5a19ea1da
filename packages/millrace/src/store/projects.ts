import { ConflictError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";
import { orConflict } from "./unique-violation.ts";

/** A tenant. */
export interface Project {
  readonly id: string;
  /** Unique in the instance; a project can be addressed by it. */
  readonly name: string;
  /** What the project's own users know the product as. */
  readonly appName?: string;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** @throws {ConflictError} where the name is taken */
export async function createProject(
  store: Store,
  project: { name: string; appName?: string | undefined },
  now: Timestamp,
): Promise<Project> {
  const insert = store
    .insertInto("projects")
    .values({
      id: newId(),
      name: project.name,
      app_name: project.appName ?? null,
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toProject(
    await orConflict(
      insert,
      () => new ConflictError("project_exists", `There is a project "${project.name}" already.`),
    ),
  );
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

/** The projects, oldest first. */
export async function listProjects(store: Store, page: Page = {}): Promise<readonly Project[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("projects")
    .selectAll()
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toProject);
}

function toProject(row: Row<"projects">): Project {
  return {
    id: row.id,
    name: row.name,
    ...(row.app_name !== null && { appName: row.app_name }),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}
