import Type from "typebox";
import { Compile } from "typebox/compile";
import { newId } from "../core/ids.ts";
import type { Store } from "../store/open-store.ts";
import type { Page } from "../store/page.ts";
import { boundsOf } from "../store/page.ts";
import type { Row } from "../store/tables.ts";
import type { Tile, TileReview, TileState, TileVersion } from "./tile.ts";
import { toTile, toVersion } from "./tile-store.ts";

/** Notes for good what happened to a version. */
export async function addReview(store: Store, tileId: string, review: TileReview): Promise<void> {
  await store
    .insertInto("tile_reviews")
    .values({
      id: newId(),
      tile_id: tileId,
      version: review.version,
      action: review.action,
      by_label: review.by,
      notes: review.notes ?? null,
      time: review.time,
    })
    .execute();
}

/** What happened to a tile's versions, oldest first; `id` is for paging. */
export async function listReviews(
  store: Store,
  tileId: string,
  page: Page = {},
): Promise<readonly (TileReview & { readonly id: string })[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("tile_reviews")
    .selectAll()
    .where("tile_id", "=", tileId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toReview);
}

/** A version that a reviewer looks at, or may; `id` is the tile's, for paging. */
export interface VersionInReview {
  readonly id: string;
  readonly tile: Tile;
  readonly version: TileVersion;
}

/**
 * The newest version of each tile that has one in a state, by the age of their tiles. Drafts are nobody's business but
 * their project's, so they are never among them.
 */
export async function listInState(
  store: Store,
  state: Exclude<TileState, "draft">,
  page: Page = {},
): Promise<readonly VersionInReview[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("tile_versions as v")
    .selectAll("v")
    .where("v.state", "=", state)
    .where("v.tile_id", ">", after)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("tile_versions as newer")
            .select("newer.version")
            .whereRef("newer.tile_id", "=", "v.tile_id")
            .whereRef("newer.version", ">", "v.version")
            .where("newer.state", "=", state),
        ),
      ),
    )
    .orderBy("v.tile_id")
    .limit(limit)
    .execute();
  const ids = rows.map((row) => row.tile_id);
  const tiles = new Map<string, Tile>();
  if (ids.length > 0) {
    const found = await store.selectFrom("tiles").selectAll().where("id", "in", ids).execute();
    for (const row of found) tiles.set(row.id, toTile(row));
  }
  return rows.flatMap((row) => {
    const tile = tiles.get(row.tile_id);
    return tile === undefined ? [] : [{ id: row.tile_id, tile, version: toVersion(row) }];
  });
}

const action = Compile(
  Type.Enum(["submitted", "withdrawn", "approved", "returned", "released", "released_internally"]),
);

function toReview(row: Row<"tile_reviews">): TileReview & { readonly id: string } {
  return {
    id: row.id,
    version: row.version,
    action: action.Parse(row.action),
    by: row.by_label,
    ...(row.notes !== null && { notes: row.notes }),
    time: row.time,
  };
}
