import { isDeepStrictEqual } from "node:util";
import type { Position } from "../core/event.ts";
import type { Route } from "../core/route.ts";
import type { Timestamp } from "../core/time.ts";
import type { ReconciledRoutes, WantedRoute } from "../routing/reconcile-routes.ts";
import { reconcileRoutes } from "../routing/reconcile-routes.ts";
import type { Store } from "../store/open-store.ts";
import type { NewRoute, RouteChange } from "../store/routes.ts";
import { routesOfSync } from "../store/routes.ts";
import type { SyncState } from "./definition.ts";
import type { SyncRoute } from "./routes-of-sync.ts";
import type { Sync } from "./sync.ts";

/** Where the routes of a sync begin. */
export interface Starts {
  /** New ones take the events behind this position. */
  readonly fresh: Position;
  /** Those that are there do too; absent where they go on from where they are. */
  readonly all?: Position;
}

/** Brings a sync's routes in line with what it says. A route belongs to its part and view, and keeps its id. */
export async function applySync(
  store: Store,
  sync: Sync,
  routes: readonly SyncRoute[],
  starts: Starts,
  now: Timestamp,
): Promise<ReconciledRoutes> {
  const existing = new Map((await routesOfSync(store, sync.id)).map((route) => [keyOfRoute(route), route]));
  const wanted = routes.map((route) => wantedRoute(sync, route, starts));
  return reconcileRoutes(store, existing, wanted, now);
}

function wantedRoute(sync: Sync, route: SyncRoute, starts: Starts): WantedRoute {
  const { part, view, match, shape } = route;
  const fields = {
    name: `${sync.name}/${part}${view === "transformed" ? "-transformed" : ""}`,
    destinationId: sync.destinationId,
    match,
    shape,
    ...runningIn(sync.state),
  };
  const make: NewRoute = {
    ...fields,
    projectId: sync.projectId,
    origin: { kind: "sync", syncId: sync.id, part, view },
    start: starts.all ?? starts.fresh,
  };
  return { key: keyOf(route), make, change: (found) => changeOf(found, fields, starts.all) };
}

/** What a state means to routes. */
function runningIn(state: SyncState): { readonly paused: boolean; readonly disabled: boolean } {
  return { paused: state === "paused", disabled: state === "disabled" };
}

/** Names, places and rules that are other than they are to be; undefined where none are. */
function changeOf(
  found: Route,
  wanted: Required<Omit<RouteChange, "order" | "start">>,
  start: Position | undefined,
): RouteChange | undefined {
  const change: RouteChange = {
    ...(found.name !== wanted.name && { name: wanted.name }),
    ...(found.destinationId !== wanted.destinationId && { destinationId: wanted.destinationId }),
    ...(!isDeepStrictEqual(found.match, wanted.match) && { match: wanted.match }),
    ...(!isDeepStrictEqual(found.shape, wanted.shape) && { shape: wanted.shape }),
    ...(found.paused !== wanted.paused && { paused: wanted.paused }),
    ...(found.disabled !== wanted.disabled && { disabled: wanted.disabled }),
    ...(start !== undefined && { start }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

function keyOfRoute({ origin, id }: Route): string {
  return origin.kind === "sync" ? keyOf(origin) : id;
}

function keyOf({ part, view }: Pick<SyncRoute, "part" | "view">): string {
  return `${part}/${view}`;
}
