import { parseDeliveryOptions } from "../core/delivery-options.ts";
import type { DeliveryOptions } from "../core/delivery-options.ts";
import { ConflictError, InvariantError } from "../core/errors.ts";
import type { Timestamp } from "../core/time.ts";
import type { JsonObject } from "../core/json/object.ts";
import { readObject } from "./json-column.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";
import { orConflict } from "./unique-violation.ts";

/** What a destination may belong to: a sync of a tile, or the event stream of a project. */
export const DESTINATION_OWNERS = ["sync", "event_stream"] as const;

/** One of {@link DESTINATION_OWNERS}. */
export type DestinationOwner = (typeof DESTINATION_OWNERS)[number];

/** A named place. Its credentials are not part of it: see {@link findSealedSecrets}. */
export interface Destination {
  readonly id: string;
  readonly projectId: string;
  /** Unique in the project. */
  readonly name: string;
  readonly type: string;
  /** The settings, in the shape of the type's schema. */
  readonly metadata: JsonObject;
  /** When failed deliveries are attempted again, and how fast messages go out. */
  readonly delivery: DeliveryOptions;
  /** What it belongs to, which alone may change it; absent where it is the project's own. */
  readonly owner?: DestinationOwner;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** What a destination is made of. The caller gives the id, because the secrets are sealed for it. */
export interface NewDestination {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly type: string;
  readonly metadata: JsonObject;
  readonly delivery?: DeliveryOptions;
  readonly owner?: DestinationOwner;
  readonly sealedSecrets: Buffer;
}

/** What a change of a destination may change. */
export type DestinationChange = Partial<
  Pick<NewDestination, "name" | "metadata" | "delivery" | "sealedSecrets">
>;

/** @throws {ConflictError} where the project has a destination of that name */
export async function createDestination(
  store: Store,
  destination: NewDestination,
  now: Timestamp,
): Promise<Destination> {
  const insert = store
    .insertInto("destinations")
    .values({
      id: destination.id,
      project_id: destination.projectId,
      name: destination.name,
      type: destination.type,
      metadata: JSON.stringify(destination.metadata),
      delivery: JSON.stringify(destination.delivery ?? {}),
      owner: destination.owner ?? null,
      secrets: destination.sealedSecrets,
      create_time: now,
      update_time: now,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return toDestination(await orConflict(insert, () => nameTaken(destination.name)));
}

/**
 * Changes a destination, unless somebody else did since it was read: then undefined is answered and nothing is changed.
 * @throws {ConflictError} where the project has another destination of the new name
 */
export async function updateDestination(
  store: Store,
  read: Pick<Destination, "id" | "updateTime">,
  change: DestinationChange,
  now: Timestamp,
): Promise<Destination | undefined> {
  const update = store
    .updateTable("destinations")
    .set({
      ...(change.name !== undefined && { name: change.name }),
      ...(change.metadata !== undefined && { metadata: JSON.stringify(change.metadata) }),
      ...(change.delivery !== undefined && { delivery: JSON.stringify(change.delivery) }),
      ...(change.sealedSecrets !== undefined && { secrets: change.sealedSecrets }),
      update_time: now,
    })
    .where("id", "=", read.id)
    .where("update_time", "=", read.updateTime)
    .returning(COLUMNS)
    .executeTakeFirst();
  const row = await orConflict(update, () => nameTaken(change.name ?? ""));
  return row && toDestination(row);
}

/** The project's destination of that id or name. */
export async function findDestination(
  store: Store,
  projectId: string,
  idOrName: string,
): Promise<Destination | undefined> {
  const row = await store
    .selectFrom("destinations")
    .select(COLUMNS)
    .where("project_id", "=", projectId)
    .where((is) => is.or([is("id", "=", idOrName), is("name", "=", idOrName)]))
    .executeTakeFirst();
  return row && toDestination(row);
}

/** The project's destinations, oldest first. */
export async function listDestinations(
  store: Store,
  projectId: string,
  page: Page = {},
): Promise<readonly Destination[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("destinations")
    .select(COLUMNS)
    .where("project_id", "=", projectId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toDestination);
}

/** Id by name, of all of the project's destinations but those that belong to something. */
export async function destinationIdsByName(
  store: Store,
  projectId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await store
    .selectFrom("destinations")
    .select(["id", "name"])
    .where("project_id", "=", projectId)
    .where("owner", "is", null)
    .execute();
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** A destination's credentials, still sealed. */
export async function findSealedSecrets(store: Store, id: string): Promise<Buffer | undefined> {
  const row = await store
    .selectFrom("destinations")
    .select("secrets")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.secrets;
}

/**
 * Removes a destination.
 * @throws {ConflictError} naming the routes, the syncs, or a replay, that lead to it, if any do
 */
export async function deleteDestination(
  store: Store,
  destination: Pick<Destination, "id" | "name">,
): Promise<void> {
  const rows = await store
    .selectFrom("routes")
    .select("name")
    .where("destination_id", "=", destination.id)
    .orderBy("name")
    .execute();
  if (rows.length > 0)
    throw inUse(
      destination.name,
      rows.map((row) => row.name),
    );
  // A sync may lead here and send nothing as yet.
  const syncs = await store
    .selectFrom("syncs")
    .select("name")
    .where("destination_id", "=", destination.id)
    .orderBy("name")
    .execute();
  if (syncs.length > 0)
    throw inUse(
      destination.name,
      syncs.map((row) => row.name),
      "sync",
    );
  const open = await store
    .selectFrom("replays")
    .select("id")
    .where("destination_id", "=", destination.id)
    .where("state", "in", ["running", "paused"])
    .executeTakeFirst();
  if (open !== undefined) throw inReplay(destination.name, open.id);
  await store.deleteFrom("replays").where("destination_id", "=", destination.id).execute();
  await store.deleteFrom("destinations").where("id", "=", destination.id).execute();
}

function inReplay(name: string, id: string): ConflictError {
  return new ConflictError("destination_in_use", `The replay ${id} leads to the destination "${name}".`, {
    remedy: "Wait until it is done, or cancel it, then delete the destination.",
  });
}

/** Enough names to act on; a destination may have thousands of routes. */
const MOST_NAMED = 20;

function inUse(name: string, users: readonly string[], kind: "route" | "sync" = "route"): ConflictError {
  const named = users.slice(0, MOST_NAMED).map((user) => `"${user}"`);
  const more = users.length > MOST_NAMED ? ` and ${users.length - MOST_NAMED} more` : "";
  const what = users.length === 1 ? `a ${kind}` : `${users.length} ${kind}s`;
  return new ConflictError(
    "destination_in_use",
    `The destination "${name}" is in use by ${what}: ${named.join(", ")}${more}.`,
    {
      remedy:
        kind === "sync"
          ? "Delete the syncs, or let them lead elsewhere, then delete the destination."
          : "Remove the objects from the manifest and deploy it, or delete the routes or the syncs that made them, then delete the destination.",
    },
  );
}

function nameTaken(name: string): ConflictError {
  return new ConflictError("destination_exists", `There is a destination "${name}" in this project already.`);
}

const COLUMNS = [
  "id",
  "project_id",
  "name",
  "type",
  "metadata",
  "delivery",
  "owner",
  "create_time",
  "update_time",
] as const;

function toDestination(row: Pick<Row<"destinations">, (typeof COLUMNS)[number]>): Destination {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    type: row.type,
    metadata: readObject(row.metadata),
    delivery: parseDeliveryOptions(row.delivery),
    ...(row.owner !== null && { owner: toOwner(row.owner) }),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}

function toOwner(text: string): DestinationOwner {
  const owner = DESTINATION_OWNERS.find((each) => each === text);
  if (owner === undefined) throw new InvariantError(`A destination belongs to "${text}".`);
  return owner;
}

/** When each destination was last changed, by its id: of one project, or of all. */
export async function destinationVersions(
  store: Store,
  projectId?: string,
): Promise<ReadonlyMap<string, Timestamp>> {
  const all = store.selectFrom("destinations").select(["id", "update_time"]);
  const rows = await (projectId === undefined ? all : all.where("project_id", "=", projectId)).execute();
  return new Map(rows.map((row) => [row.id, row.update_time]));
}
