import { ConflictError } from "../core/errors.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import { editedMeanwhile } from "./edit-tile.ts";
import { addReview } from "./reviews.ts";
import type { TileAction } from "./lifecycle.ts";
import { pastOf, standingAfter, statesFor } from "./lifecycle.ts";
import type { TileVersion } from "./tile.ts";
import { touchTile, updateVersion } from "./tile-store.ts";

/** Who takes a step, when, and what they say about it. */
export interface Step {
  /** Label of the API key. */
  readonly by: string;
  readonly notes?: string | undefined;
  readonly now: Timestamp;
}

/**
 * Takes a version a step through its lifecycle, and notes it in the tile's history.
 * @throws {ConflictError} where the lifecycle has no such step, or the version has changed since it was read
 */
export async function moveVersion(
  store: Store,
  read: TileVersion,
  action: TileAction,
  { by, notes, now }: Step,
): Promise<TileVersion> {
  const standing = standingAfter(read, action);
  if (standing === undefined) throw impossible(read, action);
  return inTransaction(store, async (transaction) => {
    if (action === "release") await mustBeNewest(transaction, read);
    const moved = await updateVersion(transaction, read, standing, now);
    if (moved === undefined) throw editedMeanwhile(read);
    await touchTile(transaction, read.tileId, now);
    const { tileId, version } = read;
    await addReview(transaction, tileId, {
      version,
      action: pastOf(action),
      by,
      ...(notes !== undefined && { notes }),
      time: now,
    });
    return moved;
  });
}

/** The catalog shows the newest released version: an older one released now would never be seen. */
async function mustBeNewest(store: Store, { tileId, version }: TileVersion): Promise<void> {
  const newer = await store
    .selectFrom("tile_versions")
    .select("version")
    .where("tile_id", "=", tileId)
    .where("version", ">", version)
    .where("state", "=", "released")
    .executeTakeFirst();
  if (newer === undefined) return;
  throw new ConflictError(
    "tile_state",
    `Version ${newer.version} is released already, and newer than version ${version}.`,
  );
}

const WORDS: Readonly<Record<TileAction, string>> = {
  submit: "submitted",
  withdraw: "withdrawn",
  approve: "approved",
  return: "returned",
  release: "released",
  releaseInternally: "released internally",
};

function impossible({ version, state, internal }: TileVersion, action: TileAction): ConflictError {
  const from = statesFor(action).join(", ");
  const detail =
    action === "releaseInternally" && internal
      ? `Version ${version} is released internally already.`
      : `Version ${version} is ${state}; what can be ${WORDS[action]} is ${from}.`;
  const remedy =
    action === "submit" && state === "returned" ? "Edit the tile as the reviewer's notes say." : undefined;
  return new ConflictError("tile_state", detail, remedy === undefined ? {} : { remedy });
}
