import type { DeliveryEngine } from "../../delivery/engine.ts";
import type { Store } from "../../store/open-store.ts";
import { routesOfSync } from "../../store/routes.ts";
import { missingOf } from "../../syncs/missing.ts";
import type { FoundSync, TileInUse } from "../../syncs/found-sync.ts";
import type { Sync } from "../../syncs/sync.ts";
import { findInCatalog } from "../../tiles/catalog.ts";
import { toAnswer } from "./routes.ts";

/** A sync as the API answers it. Of secret parameters it holds the names alone. */
export async function syncAnswer(
  { store, engine }: { readonly store: Store; readonly engine: Pick<DeliveryEngine, "stateOf"> },
  { sync, tile, destination, parameters }: FoundSync,
) {
  const { id, projectId, name, state, definition, createTime, updateTime } = sync;
  const routes = await routesOfSync(store, id);
  const missing = missingOf(definition, tile?.version.definition, parameters);
  return {
    id,
    projectId,
    name,
    state,
    ...(tile !== undefined && {
      tile: await tileAnswer(store, sync, tile),
      parameters: parameters.open,
      secretParameters: Object.keys(parameters.secret),
    }),
    destination: { id: destination.id, name: destination.name, type: destination.type },
    definition,
    missing: missing.map((each) => ({ name: each.name, detail: each.detail })),
    routes: routes.map((route) => toAnswer(route, destination, engine)),
    createTime,
    updateTime,
  };
}

async function tileAnswer(store: Store, { projectId }: Sync, { tile, version }: TileInUse) {
  const newest = (await findInCatalog(store, projectId, tile.id))?.version.version ?? 0;
  return {
    id: tile.id,
    name: tile.name,
    displayName: version.definition.displayName,
    version: version.version,
    ...(newest > version.version && { newerVersion: newest }),
  };
}
