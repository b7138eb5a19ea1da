import { InvalidInputError } from "../core/errors.ts";
import type { Destination, DestinationOwner } from "../store/destinations.ts";
import { findDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import { findInCatalog } from "../tiles/catalog.ts";
import { findTile } from "../tiles/tile-store.ts";
import type { FoundSync, TileInUse } from "./found-sync.ts";

/** Where a caller wants a sync to lead: a tile or a destination, by id or name. */
export interface NamedTarget {
  readonly tile?: string;
  /** The newest one that the project may use, where left out. */
  readonly tileVersion?: number;
  readonly destination?: string;
}

/** Whose a destination is that syncs cannot lead to. */
const OWNED_BY: Readonly<Record<DestinationOwner, string>> = {
  sync: "a sync of a tile",
  event_stream: "the project's event stream",
};

/** Where a sync leads: to a destination of its own after a tile, or to one that is there. */
export type Target =
  | { readonly kind: "tile"; readonly tile: TileInUse }
  | { readonly kind: "destination"; readonly destination: Destination };

/** @throws {InvalidInputError} where nothing of the kind is there for the project */
export async function targetOfNew(store: Store, projectId: string, given: NamedTarget): Promise<Target> {
  const { tile, tileVersion, destination } = given;
  if (tile !== undefined && destination === undefined)
    return { kind: "tile", tile: await tileNamed(store, projectId, tile, tileVersion) };
  if (tile !== undefined || destination === undefined)
    throw invalid("tile", "either a tile or a destination is needed, and not both");
  if (tileVersion !== undefined) throw invalid("tileVersion", "goes with a tile");
  return { kind: "destination", destination: await destinationNamed(store, projectId, destination) };
}

/** @throws {InvalidInputError} where a sync cannot come to lead there */
export async function targetOfChange(store: Store, found: FoundSync, given: NamedTarget): Promise<Target> {
  const { projectId } = found.sync;
  const { tileVersion, destination } = given;
  if (found.tile === undefined) {
    if (tileVersion !== undefined) throw invalid("tileVersion", "goes with syncs of tiles");
    return {
      kind: "destination",
      destination:
        destination === undefined ? found.destination : await destinationNamed(store, projectId, destination),
    };
  }
  if (destination !== undefined) throw invalid("destination", "a sync of a tile leads where the tile says");
  const { tile, version } = found.tile;
  // A version that the sync is made of already stays good, whatever became of it in the catalog.
  const isOther = tileVersion !== undefined && tileVersion !== version.version;
  return {
    kind: "tile",
    tile: isOther ? await tileNamed(store, projectId, tile.id, tileVersion) : found.tile,
  };
}

async function tileNamed(
  store: Store,
  projectId: string,
  idOrName: string,
  version: number | undefined,
): Promise<TileInUse> {
  const found = await findInCatalog(store, projectId, idOrName, version);
  if (found !== undefined) return found;
  const newest = version === undefined ? undefined : await findInCatalog(store, projectId, idOrName);
  if (newest === undefined) throw invalid("tile", "is not in this project's catalog", idOrName);
  const detail = `is no version that this project may use; the newest is ${newest.version.version}`;
  throw invalid("tileVersion", detail, version);
}

/**
 * Looks once more, in the transaction that makes the sync.
 * @throws {InvalidInputError} where the tile or the destination was deleted meanwhile
 */
export async function mustStillBe(transaction: Store, projectId: string, target: Target): Promise<void> {
  if (target.kind === "destination") {
    await destinationNamed(transaction, projectId, target.destination.id);
    return;
  }
  const { tile } = target.tile;
  if ((await findTile(transaction, tile.id)) === undefined)
    throw invalid("tile", "is not in this project's catalog", tile.name);
}

/** @throws {InvalidInputError} where there is none, or it belongs to another sync */
export async function destinationNamed(
  store: Store,
  projectId: string,
  idOrName: string,
): Promise<Destination> {
  const found = await findDestination(store, projectId, idOrName);
  if (found === undefined)
    throw invalid("destination", "there is no destination of that id or name in this project", idOrName);
  if (found.owner !== undefined)
    throw invalid("destination", `belongs to ${OWNED_BY[found.owner]}, and to it alone`, idOrName);
  return found;
}

function invalid(name: string, detail: string, value?: unknown): InvalidInputError {
  return new InvalidInputError(`${name}: ${detail}.`, [
    { in: "body", name, detail, ...(value !== undefined && { value }) },
  ]);
}
