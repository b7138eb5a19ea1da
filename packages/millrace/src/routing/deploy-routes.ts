import { InvariantError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Match, Route } from "../core/route.ts";
import type { Timestamp } from "../core/time.ts";
import type { Integration } from "../store/integrations.ts";
import type { Store } from "../store/open-store.ts";
import { routesOfIntegration } from "../store/routes.ts";
import type { DeployableObject } from "./manifest-reader.ts";
import type { WantedRoute } from "./reconcile-routes.ts";
import { reconcileRoutes } from "./reconcile-routes.ts";

/** Names of the routes that a deploy made, changed and removed. */
export interface RouteChanges {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
}

/** What the routes of an integration are made from. */
interface Wanted {
  readonly objects: readonly DeployableObject[];
  /** Id by name. */
  readonly destinations: ReadonlyMap<string, string>;
  readonly start: Position;
  readonly now: Timestamp;
}

/**
 * Brings an integration's routes in line with its objects. A route belongs to the action and the object, so that it
 * keeps its id and its place in the log whatever else the manifest changes.
 */
export async function deployRoutes(
  store: Store,
  integration: Integration,
  wanted: Wanted,
): Promise<RouteChanges> {
  const existing = new Map(
    (await routesOfIntegration(store, integration.id)).map((route) => [keyOfRoute(route), route]),
  );
  const routes = wanted.objects.map((object) => wantedRoute(integration, object, wanted));
  const { created, updated, removed } = await reconcileRoutes(store, existing, routes, wanted.now);
  return { created: created.map(nameOf), updated: updated.map(nameOf), removed: removed.map(nameOf) };
}

function wantedRoute(integration: Integration, object: DeployableObject, wanted: Wanted): WantedRoute {
  const destinationId = wanted.destinations.get(object.destination);
  if (destinationId === undefined)
    throw new InvariantError(
      `A manifest with the unknown destination "${object.destination}" was taken for good.`,
    );
  return {
    key: keyOf(object.action, object.objectName),
    make: newRoute(integration, object, destinationId, wanted.start),
    change: (found) => (found.destinationId === destinationId ? undefined : { destinationId }),
  };
}

function newRoute(
  integration: Integration,
  object: DeployableObject,
  destinationId: string,
  start: Position,
) {
  const { action, objectName } = object;
  const match: Match = {
    topics: [action],
    object: { integrationId: integration.id, rawObjectName: objectName },
  };
  return {
    projectId: integration.projectId,
    name: `${integration.name}/${action}/${objectName}`,
    origin: { kind: "manifest" as const, integrationId: integration.id, action, objectName },
    destinationId,
    match,
    start,
  };
}

function keyOfRoute({ origin, id }: Route): string {
  return origin.kind === "manifest" ? keyOf(origin.action, origin.objectName) : id;
}

function keyOf(action: string, objectName: string): string {
  return `${action}\0${objectName}`;
}

function nameOf({ name }: Route): string {
  return name;
}
