import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import type { Row } from "./tables.ts";

/** Where all of a project's events go, as Pinpoint's clients set it (seed 003). A project has one at most. */
export interface EventStream {
  readonly projectId: string;
  /** The destination made for it; it belongs to the event stream alone. */
  readonly destinationId: string;
  readonly destinationStreamArn: string;
  readonly roleArn: string;
  /** Who set it last. */
  readonly lastUpdatedBy: string;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** What is kept of an event stream. */
export type NewEventStream = Omit<EventStream, "createTime" | "updateTime">;

/** The project's event stream, if it has one. */
export async function findEventStream(store: Store, projectId: string): Promise<EventStream | undefined> {
  const row = await store
    .selectFrom("event_streams")
    .selectAll()
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && toEventStream(row);
}

/** Keeps a project's event stream, in place of the one it has. */
export async function putEventStream(
  store: Store,
  stream: NewEventStream,
  now: Timestamp,
): Promise<EventStream> {
  const fields = {
    destination_id: stream.destinationId,
    destination_stream_arn: stream.destinationStreamArn,
    role_arn: stream.roleArn,
    last_updated_by: stream.lastUpdatedBy,
    update_time: now,
  };
  const row = await store
    .insertInto("event_streams")
    .values({ project_id: stream.projectId, ...fields, create_time: now })
    .onConflict((conflict) => conflict.column("project_id").doUpdateSet(fields))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toEventStream(row);
}

/** Removes a project's event stream, and the route it made. */
export async function deleteEventStream(store: Store, projectId: string): Promise<void> {
  await store.deleteFrom("event_streams").where("project_id", "=", projectId).execute();
}

function toEventStream(row: Row<"event_streams">): EventStream {
  return {
    projectId: row.project_id,
    destinationId: row.destination_id,
    destinationStreamArn: row.destination_stream_arn,
    roleArn: row.role_arn,
    lastUpdatedBy: row.last_updated_by,
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}
