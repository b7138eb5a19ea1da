import { InvariantError, NotFoundError } from "../core/errors.ts";
import type { DeliveryOptions } from "../core/delivery-options.ts";
import { scheduleOf } from "../core/delivery-options.ts";
import type { DestinationLimits, DestinationType, NetworkPolicy } from "../core/destination.ts";
import { forProject } from "../core/destination.ts";
import type { Replay } from "../core/replay.ts";
import type { Route } from "../core/route.ts";
import type { Clock } from "../core/time.ts";
import { compileRoute } from "../shaping/compile-route.ts";
import { revealSecrets } from "../routing/reveal-secrets.ts";
import type { Vault } from "../secrets/vault.ts";
import { destinationVersions, findDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import { removedLanesAreGone } from "../store/removed-lanes.ts";
import { openReplays, setReplayState } from "../store/replays.ts";
import { findRoute, listAllRoutes, listRoutes } from "../store/routes.ts";
import type { CurrentTransformations } from "./project-transformations.ts";
import { ProjectTransformations } from "./project-transformations.ts";
import type { ConfiguredLane, DeliveryConfig, ResolvedDestination } from "./resolved-destination.ts";

/** What {@link storeConfig} reads from. */
export interface StoreConfigDependencies {
  readonly store: Store;
  readonly vault: Vault;
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly policy: NetworkPolicy;
  readonly clock: Clock;
}

/** Routes, replays and destinations as the store has them, credentials decrypted for the sender alone. */
export function storeConfig(dependencies: StoreConfigDependencies): DeliveryConfig {
  const { store, clock } = dependencies;
  const transformations = new ProjectTransformations(store);
  const lanesFrom = async (
    routes: readonly Route[],
    replays: readonly Replay[],
    versions: ReadonlyMap<string, string>,
  ) => lanesOf(routes, replays, versions, await transformations.forRoutes(routes));
  return {
    async allLanes() {
      const versions = await destinationVersions(store);
      return lanesFrom(await listAllRoutes(store), await openReplays(store), versions);
    },
    async lanesOf(projectId) {
      const versions = await destinationVersions(store, projectId);
      const replays = await openReplays(store, { projectId });
      return lanesFrom(await listRoutes(store, projectId), replays, versions);
    },
    async lanesOfRoute(projectId, routeId) {
      const route = await findRoute(store, projectId, routeId);
      if (route === undefined) return [];
      const replays = await openReplays(store, { projectId, routeId });
      const ids = new Set([route.destinationId, ...replays.map(({ destinationId }) => destinationId)]);
      const versions = new Map<string, string>();
      for (const id of ids) {
        const destination = await findDestination(store, projectId, id);
        if (destination !== undefined) versions.set(id, destination.updateTime);
      }
      return lanesFrom([route], replays, versions);
    },
    resolve: (projectId, destinationId) => resolve(dependencies, projectId, destinationId),
    async replayDone(replay, result) {
      await setReplayState(store, replay.id, { state: "done", result }, clock.timestamp());
    },
    lanesAreGone: (lanes) => removedLanesAreGone(store, lanes),
    forget: (projectId) => transformations.forget(projectId),
  };
}

function lanesOf(
  routes: readonly Route[],
  replays: readonly Replay[],
  versions: ReadonlyMap<string, string>,
  transformationsFor: (route: Route) => CurrentTransformations,
): readonly ConfiguredLane[] {
  const byId = new Map(routes.map((route) => [route.id, route]));
  const lane = (route: Route, destinationId: string): ConfiguredLane => {
    const { version, compiled } = transformationsFor(route);
    return {
      route,
      destinationVersion: versions.get(destinationId) ?? "",
      shapeVersion: version,
      compile: () => compileRoute(route, compiled),
    };
  };
  const own = routes.map((route) => lane(route, route.destinationId));
  const again = replays.flatMap((replay) => {
    const route = byId.get(replay.routeId);
    return route === undefined ? [] : [{ ...lane(route, replay.destinationId), replay }];
  });
  return [...own, ...again];
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
  const { id, name, metadata, delivery, updateTime } = destination;
  const secrets = await revealSecrets({ store, vault }, destination);
  return {
    id,
    projectId,
    name,
    type: type.type,
    version: updateTime,
    limits: limitsWith(type.limits(metadata), delivery),
    hasKeys: type.hasKeys(metadata),
    schedule: scheduleOf(delivery),
    pace: delivery.pace ?? {},
    format: type.formatter(metadata, { destinationId: id }, secrets),
    open: () => type.open(metadata, secrets, forProject(policy, projectId)),
  };
}

/**
 * The destination's limits under its owner's wishes. Where every message is a request of its own and requests in flight are
 * limited, batches are single messages: only so can they be counted.
 */
function limitsWith(limits: DestinationLimits, { pace }: DeliveryOptions): DestinationLimits {
  const { concurrency } = pace ?? {};
  if (concurrency === undefined) return limits;
  return limits.oneRequest
    ? { ...limits, concurrency: Math.min(limits.concurrency, concurrency) }
    : { ...limits, batchRecords: 1, concurrency };
}
