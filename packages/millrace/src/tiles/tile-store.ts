import { Compile } from "typebox/compile";
import Type from "typebox";
import { ConflictError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import type { Page } from "../store/page.ts";
import { boundsOf } from "../store/page.ts";
import type { Row } from "../store/tables.ts";
import { orConflict } from "../store/unique-violation.ts";
import type { TileDefinition } from "./definition.ts";
import { tileDefinition } from "./definition.ts";
import type { Tile, TileVersion } from "./tile.ts";
import { TILE_STATES } from "./tile.ts";

/**
 * Makes a tile with a first version.
 * @throws {ConflictError} where the instance has a tile of that name
 */
export async function createTile(
  store: Store,
  tile: { readonly projectId: string; readonly name: string; readonly definition: TileDefinition },
  now: Timestamp,
): Promise<{ readonly tile: Tile; readonly version: TileVersion }> {
  return inTransaction(store, async (transaction) => {
    const insert = transaction
      .insertInto("tiles")
      .values({
        id: newId(),
        project_id: tile.projectId,
        name: tile.name,
        create_time: now,
        update_time: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const made = toTile(
      await orConflict(
        insert,
        () => new ConflictError("tile_exists", `There is a tile "${tile.name}" on this instance already.`),
      ),
    );
    const version = await insertVersion(
      transaction,
      { tileId: made.id, version: 1, definition: tile.definition },
      now,
    );
    return { tile: made, version };
  });
}

/** Adds a version to a tile, as a draft. */
export async function insertVersion(
  store: Store,
  version: Pick<TileVersion, "tileId" | "version" | "definition" | "logo">,
  now: Timestamp,
): Promise<TileVersion> {
  const row = await store
    .insertInto("tile_versions")
    .values({
      tile_id: version.tileId,
      version: version.version,
      state: "draft",
      internal: 0,
      definition: JSON.stringify(version.definition),
      logo: version.logo ?? null,
      create_time: now,
      update_time: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toVersion(row);
}

/** What of a version may change. */
export type VersionChange = Partial<Pick<TileVersion, "state" | "internal" | "definition" | "logo">>;

/** Changes a version, unless somebody else did since it was read: then undefined is answered and nothing is changed. */
export async function updateVersion(
  store: Store,
  read: Pick<TileVersion, "tileId" | "version" | "updateTime">,
  change: VersionChange,
  now: Timestamp,
): Promise<TileVersion | undefined> {
  const row = await store
    .updateTable("tile_versions")
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.internal !== undefined && { internal: change.internal ? 1 : 0 }),
      ...(change.definition !== undefined && { definition: JSON.stringify(change.definition) }),
      ...(change.logo !== undefined && { logo: change.logo }),
      update_time: now,
    })
    .where("tile_id", "=", read.tileId)
    .where("version", "=", read.version)
    .where("update_time", "=", read.updateTime)
    .returningAll()
    .executeTakeFirst();
  return row && toVersion(row);
}

/** Notes that a tile has changed. */
export async function touchTile(store: Store, id: string, now: Timestamp): Promise<void> {
  await store.updateTable("tiles").set({ update_time: now }).where("id", "=", id).execute();
}

/** The tile of that id or name, of whichever project. */
export async function findTile(store: Store, idOrName: string): Promise<Tile | undefined> {
  const row = await store
    .selectFrom("tiles")
    .selectAll()
    .where((is) => is.or([is("id", "=", idOrName), is("name", "=", idOrName)]))
    .executeTakeFirst();
  return row && toTile(row);
}

/** The project's tiles, oldest first. */
export async function listTiles(store: Store, projectId: string, page: Page = {}): Promise<readonly Tile[]> {
  const { after, limit } = boundsOf(page);
  const rows = await store
    .selectFrom("tiles")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(toTile);
}

/** One version of a tile. */
export async function findVersion(
  store: Store,
  tileId: string,
  version: number,
): Promise<TileVersion | undefined> {
  const row = await store
    .selectFrom("tile_versions")
    .selectAll()
    .where("tile_id", "=", tileId)
    .where("version", "=", version)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** A tile's newest version. Every tile has one. */
export async function newestVersion(store: Store, tileId: string): Promise<TileVersion | undefined> {
  const row = await store
    .selectFrom("tile_versions")
    .selectAll()
    .where("tile_id", "=", tileId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** A tile's versions, newest first. */
export async function listVersions(store: Store, tileId: string): Promise<readonly TileVersion[]> {
  const rows = await store
    .selectFrom("tile_versions")
    .selectAll()
    .where("tile_id", "=", tileId)
    .orderBy("version", "desc")
    .execute();
  return rows.map(toVersion);
}

/**
 * Removes a tile with its versions, its history and the logos that were its alone.
 * @throws {ConflictError} while a sync is made of it
 */
export async function deleteTile(store: Store, tile: Pick<Tile, "id" | "name">): Promise<void> {
  await inTransaction(store, async (transaction) => {
    const { count } = await transaction
      .selectFrom("syncs")
      .select((is) => is.fn.countAll<number>().as("count"))
      .where("tile_id", "=", tile.id)
      .executeTakeFirstOrThrow();
    // Syncs may be other projects': how many there are is all that is said of them.
    if (count > 0) {
      throw new ConflictError(
        "tile_in_use",
        `The tile "${tile.name}" is in use by ${count === 1 ? "a sync" : `${count} syncs`}.`,
        { remedy: "Those who made them must delete them first." },
      );
    }
    await transaction.deleteFrom("tiles").where("id", "=", tile.id).execute();
    await forgetUnusedLogos(transaction);
  });
}

/** Names of the project's tiles that syncs of other projects are made of, in order. */
export async function tilesUsedElsewhere(store: Store, projectId: string): Promise<readonly string[]> {
  const rows = await store
    .selectFrom("tiles")
    .innerJoin("syncs", "syncs.tile_id", "tiles.id")
    .select("tiles.name")
    .distinct()
    .where("tiles.project_id", "=", projectId)
    .where("syncs.project_id", "<>", projectId)
    .orderBy("tiles.name")
    .execute();
  return rows.map(({ name }) => name);
}

/** Removes the logos that no version has any more. */
export async function forgetUnusedLogos(store: Store): Promise<void> {
  await store
    .deleteFrom("tile_logos")
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("tile_versions")
            .select("tile_versions.tile_id")
            .whereRef("tile_versions.logo", "=", "tile_logos.hash"),
        ),
      ),
    )
    .execute();
}

/** Keeps a logo; one that is known is kept once. @param hash its SHA-256 in hexadecimal */
export async function keepLogo(store: Store, hash: string, png: Buffer): Promise<void> {
  await store
    .insertInto("tile_logos")
    .values({ hash, png })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The bytes of a logo. */
export async function findLogo(store: Store, hash: string): Promise<Buffer | undefined> {
  const row = await store.selectFrom("tile_logos").select("png").where("hash", "=", hash).executeTakeFirst();
  return row?.png;
}

/** A row of `tiles`. */
export function toTile(row: Row<"tiles">): Tile {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}

const definition = Compile(tileDefinition);
const state = Compile(Type.Enum([...TILE_STATES]));

/** A row of `tile_versions`. */
export function toVersion(row: Row<"tile_versions">): TileVersion {
  return {
    tileId: row.tile_id,
    version: row.version,
    state: state.Parse(row.state),
    internal: row.internal !== 0,
    definition: definition.Parse(JSON.parse(row.definition)),
    ...(row.logo !== null && { logo: row.logo }),
    createTime: row.create_time,
    updateTime: row.update_time,
  };
}
