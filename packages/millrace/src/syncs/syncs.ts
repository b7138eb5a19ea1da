import { isDeepStrictEqual } from "node:util";
import type { DestinationType, NetworkPolicy } from "../core/destination.ts";
import { ConflictError, InvalidInputError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Clock } from "../core/time.ts";
import { DestinationValidator } from "../destinations/validator.ts";
import type { Vault } from "../secrets/vault.ts";
import { deleteDestination, findDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import { deleteRoute, routesOfSync } from "../store/routes.ts";
import { applySync } from "./apply-sync.ts";
import type { SyncDefinition, SyncState } from "./definition.ts";
import type { FoundSync } from "./found-sync.ts";
import { mustFindSync, readSync } from "./found-sync.ts";
import { changeOwn, createOwn, sealFor } from "./own-destination.ts";
import type { GivenParameters, ParameterValues } from "./parameters.ts";
import { NO_PARAMETERS } from "./parameters.ts";
import type { PlannedSync } from "./plan-sync.ts";
import { planSync } from "./plan-sync.ts";
import type { StartLog } from "./start-of.ts";
import { startOf } from "./start-of.ts";
import type { Sync } from "./sync.ts";
import { createSync, deleteSync, updateSync } from "./sync-store.ts";
import type { NamedTarget, Target } from "./sync-target.ts";
import { destinationNamed, mustStillBe, targetOfChange, targetOfNew } from "./sync-target.ts";

/** What {@link Syncs} works with. */
export interface SyncsDependencies {
  readonly store: Store;
  readonly vault: Vault;
  readonly log: StartLog;
  readonly clock: Clock;
  /** Told of each route that changed: a project may have thousands. */
  readonly engine: { refresh(projectId: string, routeId: string): Promise<void> };
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly policy: NetworkPolicy;
}

/** What a caller says of a sync beside its name and where it leads. */
interface SyncInput {
  readonly parameters?: GivenParameters;
  readonly definition?: SyncDefinition;
  readonly state?: SyncState;
  /** Where it starts: see `startOf`. */
  readonly from?: string;
}

/** What a caller says of a new sync, which is disabled where nothing else is said. */
export type NewSyncInput = SyncInput & NamedTarget & { readonly name: string };

/** What a caller wants changed of a sync; what is left out stays. */
export type SyncChangeInput = SyncInput & Omit<NamedTarget, "tile"> & { readonly name?: string };

/** What a sync that nobody has made yet would come to. */
export interface Draft {
  readonly target: Target;
  readonly definition: SyncDefinition;
  readonly planned: PlannedSync;
}

/** Changes of one sync at once are rare; each repetition starts from what the other one left. */
const MAX_ATTEMPTS = 10;

/** What customers make of tiles and destinations. Every change happens whole or not at all. */
export class Syncs {
  readonly #deps: SyncsDependencies;
  readonly #validator: DestinationValidator;

  constructor(deps: SyncsDependencies) {
    this.#deps = deps;
    this.#validator = new DestinationValidator(deps.destinationTypes, deps.policy);
  }

  /**
   * The sync with what it is made of.
   * @throws {NotFoundError}
   */
  async read(projectId: string, idOrName: string): Promise<FoundSync> {
    return readSync(this.#deps, await mustFindSync(this.#deps.store, projectId, idOrName));
  }

  /**
   * Holds what is said of a new sync against every rule.
   * @throws {InvalidInputError}
   */
  async draft(projectId: string, given: Omit<NewSyncInput, "name" | "from">): Promise<Draft> {
    const target = await targetOfNew(this.#deps.store, projectId, given);
    const { definition = {} } = given;
    const planned = this.#plan(target, NO_PARAMETERS, { ...given, definition }, true);
    return { target, definition, planned };
  }

  /** @throws {InvalidInputError} {@link ConflictError} where the name is taken */
  async create(projectId: string, given: NewSyncInput): Promise<Sync> {
    const { store, vault, log, clock } = this.#deps;
    const { target, definition, planned } = await this.draft(projectId, given);
    const { name, state = "disabled", from } = given;
    if (from !== undefined && state === "disabled") throw startsDisabled();
    const fresh = startOf(log, projectId, from ?? "now");
    const destinationId = target.kind === "tile" ? newId() : target.destination.id;
    const place = { id: destinationId, projectId, syncName: name };
    const own = planned.own && (await sealFor(vault, place, planned.own));
    const { sync, routes } = await inTransaction(store, async (transaction) => {
      const now = clock.timestamp();
      await mustStillBe(transaction, projectId, target);
      if (own !== undefined) await createOwn(transaction, place, own, now);
      const fields = { id: newId(), projectId, name, state, definition, destinationId, ...tileOf(target) };
      const made = await createSync(transaction, fields, now);
      return { sync: made, routes: await applySync(transaction, made, planned.routes, { fresh }, now) };
    });
    await this.#refresh(projectId, routes.created);
    return sync;
  }

  /** @throws {InvalidInputError} {@link ConflictError} {@link NotFoundError} */
  async change(projectId: string, idOrName: string, given: SyncChangeInput): Promise<Sync> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const saved = await this.#changeOnce(await this.read(projectId, idOrName), given);
      if (saved !== undefined) return saved;
    }
    throw new ConflictError("sync_contended", `Others keep changing the sync "${idOrName}".`);
  }

  /** Brings a sync into a state. One that is in it already stays as it is. */
  async setState(projectId: string, idOrName: string, state: SyncState, from?: string): Promise<Sync> {
    const sync = await mustFindSync(this.#deps.store, projectId, idOrName);
    if (sync.state === state && from === undefined) return sync;
    return this.change(projectId, sync.id, { state, ...(from !== undefined && { from }) });
  }

  /**
   * Removes a sync, its routes, and the destination that is its own.
   * @throws {ConflictError} while something else leads to that destination
   */
  async remove(projectId: string, idOrName: string): Promise<void> {
    const routes = await inTransaction(this.#deps.store, async (transaction) => {
      const sync = await mustFindSync(transaction, projectId, idOrName);
      const made = await routesOfSync(transaction, sync.id);
      for (const route of made) await deleteRoute(transaction, route.id);
      await deleteSync(transaction, sync.id);
      const destination = await findDestination(transaction, projectId, sync.destinationId);
      if (destination?.owner === "sync") await deleteDestination(transaction, destination);
      return made;
    });
    await this.#refresh(projectId, routes);
  }

  /** Answers undefined, with nothing changed, where somebody else changed the sync since it was read. */
  async #changeOnce(found: FoundSync, given: SyncChangeInput): Promise<Sync | undefined> {
    const { store, vault, log, clock } = this.#deps;
    const { sync } = found;
    const { name = sync.name, state = sync.state, definition = sync.definition, from } = given;
    const restarts = sync.state === "disabled" && state !== "disabled";
    if (from !== undefined && !restarts) throw runsAlready(sync, state);
    const target = await targetOfChange(store, found, given);
    const isNew = given.definition !== undefined;
    const planned = this.#plan(target, found.parameters, { ...given, definition, state }, isNew);
    const destinationId = target.kind === "tile" ? sync.destinationId : target.destination.id;
    const own = planned.own && {
      ...(await sealFor(vault, { id: destinationId, projectId: sync.projectId }, planned.own)),
      syncName: name,
      secretsChanged: !isDeepStrictEqual(found.parameters.secret, planned.parameters.secret),
    };
    const starts = {
      fresh: log.head(),
      ...(restarts && { all: startOf(log, sync.projectId, from ?? "now") }),
    };
    const work = async (transaction: Store) => {
      const now = clock.timestamp();
      if (own === undefined) await destinationNamed(transaction, sync.projectId, destinationId);
      const settings = own && (await changeOwn(transaction, found.destination, own, now));
      const change = { name, state, definition, destinationId, tileVersion: tileOf(target).tile?.version };
      const saved = await updateSync(transaction, sync, change, now);
      if (saved === undefined || (own !== undefined && settings === undefined)) throw new ChangedMeanwhile();
      const { created, updated, removed } = await applySync(transaction, saved, planned.routes, starts, now);
      // Lanes open a destination anew when they are told; those of routes that stayed as they are must be told too.
      const all = settings?.changed === true ? await routesOfSync(transaction, sync.id) : [];
      return { saved, touched: [...created, ...updated, ...removed, ...all] };
    };
    const done = await inTransaction(store, work).catch((error: unknown) => {
      if (error instanceof ChangedMeanwhile) return undefined;
      throw error;
    });
    if (done !== undefined) await this.#refresh(sync.projectId, done.touched);
    return done?.saved;
  }

  #plan(
    target: Target,
    before: ParameterValues,
    given: SyncInput & { readonly definition: SyncDefinition },
    definitionGiven: boolean,
  ): PlannedSync {
    const { definition, parameters = {}, state = "disabled" } = given;
    return planSync({ target, before, definition, definitionGiven, parameters, state }, this.#validator);
  }

  async #refresh(projectId: string, routes: readonly { readonly id: string }[]): Promise<void> {
    const ids = new Set(routes.map(({ id }) => id));
    await Promise.all([...ids].map((id) => this.#deps.engine.refresh(projectId, id)));
  }
}

/** Undoes a transaction that started from what is no longer so. */
class ChangedMeanwhile extends Error {}

function tileOf(target: Target): { readonly tile?: NonNullable<Sync["tile"]> } {
  if (target.kind === "destination") return {};
  const { tile, version } = target.tile;
  return { tile: { id: tile.id, version: version.version } };
}

function startsDisabled(): InvalidInputError {
  const detail = "goes with a sync that is to run: say the state enabled or paused, or give it when enabling";
  return new InvalidInputError(`from: ${detail}.`, [{ in: "body", name: "from", detail }]);
}

function runsAlready({ name, state }: Sync, wanted: SyncState): ConflictError | InvalidInputError {
  if (wanted === "disabled") return startsDisabled();
  return new ConflictError(
    "sync_runs_already",
    `The sync "${name}" is ${state}: it has its place in the log.`,
    {
      remedy: "To send events once more, replay its routes. To let it start elsewhere, disable it first.",
    },
  );
}
