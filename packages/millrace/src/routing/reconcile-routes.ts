import type { Route } from "../core/route.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "../store/open-store.ts";
import type { NewRoute, RouteChange } from "../store/routes.ts";
import { createRoute, deleteRoute, updateRoute } from "../store/routes.ts";

/** A route that is to be there, under the key that it keeps whatever else changes. */
export interface WantedRoute {
  readonly key: string;
  readonly make: NewRoute;
  /** What is to be changed of the route that has the key already; undefined where nothing is. */
  readonly change: (found: Route) => RouteChange | undefined;
}

/** What {@link reconcileRoutes} did. */
export interface ReconciledRoutes {
  readonly created: readonly Route[];
  readonly updated: readonly Route[];
  readonly removed: readonly Route[];
}

/**
 * Brings the routes that something made in line with those it wants: a route that is wanted still keeps its id and with it
 * its place in the log. To be called in a transaction.
 * @param existing by key
 */
export async function reconcileRoutes(
  store: Store,
  existing: ReadonlyMap<string, Route>,
  wanted: readonly WantedRoute[],
  now: Timestamp,
): Promise<ReconciledRoutes> {
  const left = new Map(existing);
  const created: Route[] = [];
  const updated: Route[] = [];
  for (const { key, make, change: changeOf } of wanted) {
    const found = left.get(key);
    left.delete(key);
    const change = found && changeOf(found);
    if (found === undefined) created.push(await createRoute(store, make, now));
    else if (change !== undefined) updated.push(await updateRoute(store, found.id, change, now));
  }
  const removed = [...left.values()];
  for (const route of removed) await deleteRoute(store, route.id);
  return { created, updated, removed };
}
