import type { ExpressionBuilder } from "kysely";
import type { Store } from "../store/open-store.ts";
import type { Page } from "../store/page.ts";
import { boundsOf } from "../store/page.ts";
import type { Tables } from "../store/tables.ts";
import type { TileDefinition } from "./definition.ts";
import type { Tile, TileVersion } from "./tile.ts";
import { findTile, findVersion } from "./tile-store.ts";

/** A tile as a project finds it in the catalog; `id` is the tile's. */
export interface CatalogEntry {
  readonly id: string;
  readonly tile: Tile;
  /** The newest version that the project may use. */
  readonly version: TileVersion;
}

/** What of the catalog is asked for. */
export interface CatalogFilter {
  readonly category?: TileDefinition["category"] | undefined;
  /** Stands in the name, the display name or the summary, in whichever case. */
  readonly text?: string | undefined;
}

/**
 * The catalog of a project: of each tile the newest version that is released, or, of the project's own tiles, released
 * internally.
 */
export async function listCatalog(
  store: Store,
  projectId: string,
  filter: CatalogFilter,
  page: Page = {},
): Promise<readonly CatalogEntry[]> {
  const { after, limit } = boundsOf(page);
  const wanted = filter.text?.normalize("NFC").toLowerCase();
  const found: CatalogEntry[] = [];
  const isFull = (): boolean => limit >= 0 && found.length >= limit;
  let from: string | undefined = after;
  // Texts are compared here: SQLite folds the case of English letters alone.
  while (from !== undefined && !isFull()) {
    const { entries, last } = await entriesBehind(store, projectId, from, BATCH);
    found.push(...entries.filter((entry) => matches(entry, filter.category, wanted)));
    from = last;
  }
  return limit < 0 ? found : found.slice(0, limit);
}

/** Entries read at once while looking for those that are asked for: definitions may be large. */
const BATCH = 50;

/** The entries behind a tile, and the last tile looked at where more may follow. */
async function entriesBehind(
  store: Store,
  projectId: string,
  after: string,
  limit: number,
): Promise<{ readonly entries: readonly CatalogEntry[]; readonly last: string | undefined }> {
  const newest = await store
    .selectFrom("tile_versions as v")
    .innerJoin("tiles as t", "t.id", "v.tile_id")
    .select((is) => ["v.tile_id", is.fn.max("v.version").as("version")])
    .where((is) => visible(is, projectId))
    .where("v.tile_id", ">", after)
    .groupBy("v.tile_id")
    .orderBy("v.tile_id")
    .limit(limit)
    .execute();
  const entries: CatalogEntry[] = [];
  for (const { tile_id: id, version } of newest) {
    const [tile, whole] = [await findTile(store, id), await findVersion(store, id, version)];
    // Either may have been deleted since.
    if (tile !== undefined && whole !== undefined) entries.push({ id, tile, version: whole });
  }
  return { entries, last: newest.length < limit ? undefined : newest.at(-1)?.tile_id };
}

interface Joined extends Tables {
  v: Tables["tile_versions"];
  t: Tables["tiles"];
}

/** Which versions a project may use: those released, and those of its own tiles that are released internally. */
function visible(is: ExpressionBuilder<Joined, "v" | "t">, projectId: string) {
  return is.or([
    is("v.state", "=", "released"),
    is.and([is("v.internal", "=", 1), is("t.project_id", "=", projectId)]),
  ]);
}

function matches(
  { tile, version: { definition } }: CatalogEntry,
  category: string | undefined,
  text: string | undefined,
): boolean {
  if (category !== undefined && definition.category !== category) return false;
  if (text === undefined) return true;
  return [tile.name, definition.displayName, definition.summary].some((each) =>
    each.normalize("NFC").toLowerCase().includes(text),
  );
}

/**
 * A tile that a project may make a sync of; undefined where there is none.
 * @param version the newest that the project may use, where left out
 */
export async function findInCatalog(
  store: Store,
  projectId: string,
  idOrName: string,
  version?: number,
): Promise<CatalogEntry | undefined> {
  const tile = await findTile(store, idOrName);
  if (tile === undefined) return undefined;
  const found = version ?? (await newestVisible(store, projectId, tile.id));
  if (found === undefined) return undefined;
  const whole = await findVersion(store, tile.id, found);
  if (whole === undefined || !mayUse(projectId, tile, whole)) return undefined;
  return { id: tile.id, tile, version: whole };
}

function mayUse(projectId: string, tile: Tile, { state, internal }: TileVersion): boolean {
  return state === "released" || (internal && tile.projectId === projectId);
}

async function newestVisible(store: Store, projectId: string, tileId: string): Promise<number | undefined> {
  const row = await store
    .selectFrom("tile_versions as v")
    .innerJoin("tiles as t", "t.id", "v.tile_id")
    .select("v.version")
    .where((is) => visible(is, projectId))
    .where("v.tile_id", "=", tileId)
    .orderBy("v.version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.version;
}
