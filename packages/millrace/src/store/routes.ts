import { sql } from "kysely";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { ConflictError, InvariantError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import type { Order } from "../core/order.ts";
import type { Match, Route, RouteOrigin } from "../core/route.ts";
import { routeMatch } from "../core/route.ts";
import type { RouteShape } from "../core/shape.ts";
import { PARTS } from "../core/parts.ts";
import { routeShape, SYNC_VIEWS } from "../core/shape.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";
import { boundsOf } from "./page.ts";
import type { Row } from "./tables.ts";
import { orConflict } from "./unique-violation.ts";

/** What a route is made of. */
export interface NewRoute {
  readonly projectId: string;
  readonly name: string;
  readonly origin: RouteOrigin;
  readonly destinationId: string;
  readonly match: Match;
  readonly shape?: RouteShape;
  readonly paused?: boolean;
  readonly disabled?: boolean;
  readonly order?: Order;
  readonly start: Position;
}

/** @throws {ConflictError} where the project has a route of that name */
export async function createRoute(store: Store, route: NewRoute, now: Timestamp): Promise<Route> {
  const insert = store
    .insertInto("routes")
    .values({
      id: newId(),
      project_id: route.projectId,
      name: route.name,
      ...originColumns(route),
      destination_id: route.destinationId,
      match: JSON.stringify(route.match),
      shape: route.shape === undefined ? null : JSON.stringify(route.shape),
      paused: route.paused === true ? 1 : 0,
      disabled: route.disabled === true ? 1 : 0,
      order: route.order ?? null,
      start_position: route.start,
      restarts: 0,
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRoute(await orConflict(insert, () => nameTaken(route.name)));
}

/** What of a route may change. `order: null` stands for the default. */
export interface RouteChange {
  readonly name?: string;
  readonly destinationId?: string;
  readonly match?: Match;
  readonly shape?: RouteShape;
  readonly paused?: boolean;
  readonly disabled?: boolean;
  readonly order?: Order | null;
  /** Where its lane begins anew, wherever it has come to. */
  readonly start?: Position;
}

/**
 * Changes a route and keeps its id and its place in the log.
 * @throws {ConflictError} where the project has another route of the new name
 */
export async function updateRoute(
  store: Store,
  id: string,
  change: RouteChange,
  now: Timestamp,
): Promise<Route> {
  const update = store
    .updateTable("routes")
    .set({
      ...(change.name !== undefined && { name: change.name }),
      ...(change.destinationId !== undefined && { destination_id: change.destinationId }),
      ...(change.match !== undefined && { match: JSON.stringify(change.match) }),
      ...(change.shape !== undefined && { shape: JSON.stringify(change.shape) }),
      ...(change.paused !== undefined && { paused: change.paused ? 1 : 0 }),
      ...(change.disabled !== undefined && { disabled: change.disabled ? 1 : 0 }),
      ...(change.start !== undefined && {
        start_position: change.start,
        restarts: sql<number>`restarts + 1`,
      }),
      ...(change.order !== undefined && { order: change.order }),
      update_time: now,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRoute(await orConflict(update, () => nameTaken(change.name ?? "")));
}

/** The project's route of that id or name. */
export async function findRoute(
  store: Store,
  projectId: string,
  idOrName: string,
): Promise<Route | undefined> {
  const row = await store
    .selectFrom("routes")
    .selectAll()
    .where("project_id", "=", projectId)
    .where((is) => is.or([is("id", "=", idOrName), is("name", "=", idOrName)]))
    .executeTakeFirst();
  return row && toRoute(row);
}

/** The project's routes, oldest first. */
export async function listRoutes(
  store: Store,
  projectId: string,
  page: Page = {},
): Promise<readonly Route[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("routes")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toRoute);
}

/** Every project's routes, oldest first: what the lanes are started from. */
export async function listAllRoutes(store: Store): Promise<readonly Route[]> {
  const rows = await store.selectFrom("routes").selectAll().orderBy("id").execute();
  return rows.map(toRoute);
}

/** The routes that an integration's manifest made. */
export async function routesOfIntegration(store: Store, integrationId: string): Promise<readonly Route[]> {
  const rows = await store
    .selectFrom("routes")
    .selectAll()
    .where("origin_integration_id", "=", integrationId)
    .orderBy("id")
    .execute();
  return rows.map(toRoute);
}

/** The routes that a sync made. */
export async function routesOfSync(store: Store, syncId: string): Promise<readonly Route[]> {
  const rows = await store
    .selectFrom("routes")
    .selectAll()
    .where("origin_sync_id", "=", syncId)
    .orderBy("id")
    .execute();
  return rows.map(toRoute);
}

/** The route that a project's event stream made. */
export async function routeOfEventStream(store: Store, projectId: string): Promise<Route | undefined> {
  const row = await store
    .selectFrom("routes")
    .selectAll()
    .where("origin_event_stream", "=", projectId)
    .executeTakeFirst();
  return row && toRoute(row);
}

/** Removes a route. */
export async function deleteRoute(store: Store, id: string): Promise<void> {
  await store.deleteFrom("routes").where("id", "=", id).execute();
}

function nameTaken(name: string): ConflictError {
  return new ConflictError("route_exists", `There is a route "${name}" in this project already.`);
}

function toRoute(row: Row<"routes">): Route {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    origin: toOrigin(row),
    destinationId: row.destination_id,
    match: toMatch(row.match),
    ...(row.shape !== null && { shape: shape.Parse(JSON.parse(row.shape)) }),
    paused: row.paused !== 0,
    disabled: row.disabled !== 0,
    ...(row.order !== null && { order: toOrder(row.order) }),
    start: row.start_position,
    restarts: row.restarts,
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}

function toOrder(text: string): Order {
  if (text === "none" || text === "key" || text === "strict") return text;
  throw new InvariantError(`A route has the order "${text}".`);
}

function originColumns({ origin, projectId }: Pick<NewRoute, "origin" | "projectId">) {
  const none = {
    origin_integration_id: null,
    origin_action: null,
    origin_object: null,
    origin_sync_id: null,
    origin_part: null,
    origin_view: null,
    origin_event_stream: null,
  };
  switch (origin.kind) {
    case "api":
      return none;
    case "manifest": {
      const { integrationId, action, objectName } = origin;
      return {
        ...none,
        origin_integration_id: integrationId,
        origin_action: action,
        origin_object: objectName,
      };
    }
    case "sync": {
      const { syncId, part, view } = origin;
      return { ...none, origin_sync_id: syncId, origin_part: part, origin_view: view };
    }
    case "event_stream":
      return { ...none, origin_event_stream: projectId };
  }
}

function toOrigin(row: Row<"routes">): RouteOrigin {
  const { origin_integration_id: integrationId, origin_action: action, origin_object: objectName } = row;
  const { origin_sync_id: syncId, origin_part: part, origin_view: view } = row;
  if (row.origin_event_stream !== null) return { kind: "event_stream" };
  if (syncId !== null) return { kind: "sync", syncId, ...syncOrigin.Parse({ part, view }) };
  if (integrationId === null || objectName === null) return { kind: "api" };
  if (action !== "read" && action !== "subscribe")
    throw new InvariantError(`A route has the action "${action}".`);
  return { kind: "manifest", integrationId, action, objectName };
}

const shape = Compile(routeShape);
const syncOrigin = Compile(Type.Object({ part: Type.Enum([...PARTS]), view: Type.Enum([...SYNC_VIEWS]) }));
const match = Compile(routeMatch);

function toMatch(text: string): Match {
  return match.Parse(JSON.parse(text));
}
