import { InvariantError, NotFoundError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { revealSecrets } from "../routing/reveal-secrets.ts";
import { SealBrokenError, SecretsLostError } from "../secrets/errors.ts";
import type { Vault } from "../secrets/vault.ts";
import type { Destination } from "../store/destinations.ts";
import { findDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import type { Tile, TileVersion } from "../tiles/tile.ts";
import { findTile, findVersion } from "../tiles/tile-store.ts";
import type { ParameterValues } from "./parameters.ts";
import { NO_PARAMETERS } from "./parameters.ts";
import type { Sync } from "./sync.ts";
import { findSync } from "./sync-store.ts";

/** A version of a tile, with the tile it is of. */
export interface TileInUse {
  readonly tile: Tile;
  readonly version: TileVersion;
}

/** A sync with what it is made of. */
export interface FoundSync {
  readonly sync: Sync;
  readonly tile?: TileInUse;
  readonly destination: Destination;
  /** Secret ones too: not to be answered or logged. None where there is no tile. */
  readonly parameters: ParameterValues;
}

/** What a sync is read from. */
export interface SyncSources {
  readonly store: Store;
  readonly vault: Vault;
}

/** @throws {NotFoundError} where the project has no sync of that id or name */
export async function mustFindSync(store: Store, projectId: string, idOrName: string): Promise<Sync> {
  const sync = await findSync(store, projectId, idOrName);
  if (sync === undefined) throw new NotFoundError("sync", idOrName);
  return sync;
}

/** Reads what a sync is made of. Secret parameters that nothing opens any more count as not given. */
export async function readSync(sources: SyncSources, sync: Sync): Promise<FoundSync> {
  const { store } = sources;
  const destination = await findDestination(store, sync.projectId, sync.destinationId);
  if (destination === undefined) throw goneMeanwhile(sync);
  const tile = await tileOf(store, sync);
  if (tile === undefined) return { sync, destination, parameters: NO_PARAMETERS };
  const open = textsIn(destination.metadata.parameters);
  const secret = textsIn((await secretsOf(sources, destination)).parameters);
  return { sync, tile, destination, parameters: { open, secret } };
}

async function tileOf(store: Store, { tile: of }: Sync): Promise<TileInUse | undefined> {
  if (of === undefined) return undefined;
  const [tile, version] = [await findTile(store, of.id), await findVersion(store, of.id, of.version)];
  if (tile === undefined || version === undefined)
    throw new InvariantError("A sync is made of a version of a tile that is not there.");
  return { tile, version };
}

/** A destination's secrets in the clear; none where nothing opens them any more. */
export async function secretsOf(sources: SyncSources, destination: Destination): Promise<JsonObject> {
  try {
    return await revealSecrets(sources, destination);
  } catch (error) {
    if (error instanceof SecretsLostError || error instanceof SealBrokenError) return {};
    throw error;
  }
}

/** The members of an object that are texts. */
function textsIn(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(isJsonObject(value) ? value : {});
  return Object.fromEntries(
    entries.flatMap(([name, each]): [string, string][] => (typeof each === "string" ? [[name, each]] : [])),
  );
}

/** The sync was deleted between two looks at it. */
function goneMeanwhile({ name }: Sync): NotFoundError {
  return new NotFoundError("sync", name);
}
