import { InvariantError, NotFoundError } from "../core/errors.ts";
import type { DestinationType, NetworkPolicy } from "../core/destination.ts";
import type { Route } from "../core/route.ts";
import { revealSecrets } from "../routing/reveal-secrets.ts";
import type { Vault } from "../secrets/vault.ts";
import { destinationVersions, findDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import { findRoute, listAllRoutes, listRoutes } from "../store/routes.ts";
import type { ConfiguredRoute, DeliveryConfig, ResolvedDestination } from "./resolved-destination.ts";

/** What {@link storeConfig} reads from. */
export interface StoreConfigDependencies {
  readonly store: Store;
  readonly vault: Vault;
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly policy: NetworkPolicy;
}

/** Routes and destinations as the store has them, credentials decrypted for the sender alone. */
export function storeConfig(dependencies: StoreConfigDependencies): DeliveryConfig {
  const { store } = dependencies;
  const withVersions = async (
    routes: readonly Route[],
    projectId?: string,
  ): Promise<readonly ConfiguredRoute[]> => {
    const versions = await destinationVersions(store, projectId);
    return routes.map((route) => ({ route, destinationVersion: versions.get(route.destinationId) ?? "" }));
  };
  return {
    allRoutes: async () => withVersions(await listAllRoutes(store)),
    routesOf: async (projectId) => withVersions(await listRoutes(store, projectId), projectId),
    async routeOf(projectId, routeId) {
      const route = await findRoute(store, projectId, routeId);
      const destination = route && (await findDestination(store, projectId, route.destinationId));
      return route && { route, destinationVersion: destination?.updateTime ?? "" };
    },
    resolve: (projectId, destinationId) => resolve(dependencies, projectId, destinationId),
  };
}

async function resolve(
  { store, vault, destinationTypes, policy }: StoreConfigDependencies,
  projectId: string,
  destinationId: string,
): Promise<ResolvedDestination> {
  const destination = await findDestination(store, projectId, destinationId);
  if (destination === undefined) throw new NotFoundError("destination", destinationId);
  const type = destinationTypes.get(destination.type);
  if (type === undefined) throw new InvariantError(`No destination type is named "${destination.type}".`);
  const { id, name, metadata, updateTime } = destination;
  const secrets = await revealSecrets({ store, vault }, destination);
  return {
    id,
    name,
    type: type.type,
    version: updateTime,
    limits: type.limits(metadata),
    format: type.formatter(metadata, { destinationId: id }),
    open: () => type.open(metadata, secrets, policy),
  };
}
