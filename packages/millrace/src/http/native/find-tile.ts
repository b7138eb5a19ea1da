import { InvariantError, NotFoundError } from "../../core/errors.ts";
import type { Store } from "../../store/open-store.ts";
import type { Tile, TileVersion } from "../../tiles/tile.ts";
import { findTile, findVersion, newestVersion } from "../../tiles/tile-store.ts";

/** A tile and one of its versions. */
export interface TileAt {
  readonly tile: Tile;
  readonly version: TileVersion;
}

/**
 * A project's own tile; those of others do not exist here.
 * @throws {NotFoundError}
 */
export async function mustFindTile(store: Store, projectId: string, idOrName: string): Promise<Tile> {
  const tile = await findTile(store, idOrName);
  if (tile?.projectId !== projectId) throw new NotFoundError("tile", idOrName);
  return tile;
}

/**
 * A version of a tile, the newest where none is named.
 * @throws {NotFoundError}
 */
export async function mustFindVersion(store: Store, tile: Tile, version?: number): Promise<TileVersion> {
  if (version === undefined) {
    const newest = await newestVersion(store, tile.id);
    if (newest === undefined) throw new InvariantError(`The tile ${tile.id} has no version.`);
    return newest;
  }
  const found = await findVersion(store, tile.id, version);
  if (found === undefined) throw new NotFoundError("tile version", `${tile.name}/${version}`);
  return found;
}

/** Both of them. */
export async function mustFindTileAt(
  store: Store,
  at: { readonly projectId: string; readonly tile: string; readonly version?: number | undefined },
): Promise<TileAt> {
  const tile = await mustFindTile(store, at.projectId, at.tile);
  return { tile, version: await mustFindVersion(store, tile, at.version) };
}

/**
 * A version that was handed in, of whichever project.
 * @throws {NotFoundError} for drafts too: they are nobody's business but their project's
 */
export async function mustFindHandedIn(
  store: Store,
  at: { readonly tile: string; readonly version: number },
): Promise<TileAt> {
  const tile = await findTile(store, at.tile);
  if (tile === undefined) throw new NotFoundError("tile", at.tile);
  const version = await mustFindVersion(store, tile, at.version);
  if (version.state === "draft") throw new NotFoundError("tile version", `${tile.name}/${at.version}`);
  return { tile, version };
}
