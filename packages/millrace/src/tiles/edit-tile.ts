import { ConflictError } from "../core/errors.ts";
import type { Timestamp } from "../core/time.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import { editOf } from "./lifecycle.ts";
import type { TileVersion } from "./tile.ts";
import {
  forgetUnusedLogos,
  insertVersion,
  keepLogo,
  newestVersion,
  touchTile,
  updateVersion,
} from "./tile-store.ts";

/** What an edit changes of a version: what it says, or its logo. */
export type TileEdit =
  | { readonly definition: TileVersion["definition"] }
  | { readonly logo: { readonly hash: string; readonly png: Buffer } };

/**
 * Edits a tile: its newest version in place, or as a new draft where that version has to stay as it is.
 * @param read the newest version, as the edit was made from it
 * @throws {ConflictError} where the version is in review, or somebody else has edited the tile since it was read
 */
export async function editTile(
  store: Store,
  read: TileVersion,
  edit: TileEdit,
  now: Timestamp,
): Promise<TileVersion> {
  const kind = editOf(read);
  if (kind === "refused") throw inReview(read);
  return inTransaction(store, async (transaction) => {
    if ("logo" in edit) await keepLogo(transaction, edit.logo.hash, edit.logo.png);
    const change = "logo" in edit ? { logo: edit.logo.hash } : edit;
    const saved =
      kind === "in_place"
        ? await updateVersion(transaction, read, { ...change, state: "draft" }, now)
        : await nextVersion(transaction, read, change, now);
    if (saved === undefined) throw editedMeanwhile(read);
    await touchTile(transaction, read.tileId, now);
    if ("logo" in edit) await forgetUnusedLogos(transaction);
    return saved;
  });
}

async function nextVersion(
  store: Store,
  read: TileVersion,
  change: Partial<Pick<TileVersion, "definition" | "logo">>,
  now: Timestamp,
): Promise<TileVersion | undefined> {
  const newest = await newestVersion(store, read.tileId);
  if (newest?.version !== read.version || newest.updateTime !== read.updateTime) return undefined;
  return insertVersion(store, { ...read, ...change, version: read.version + 1 }, now);
}

/** Somebody else was quicker: what they wrote is not written over. */
export function editedMeanwhile({ version }: Pick<TileVersion, "version">): ConflictError {
  return new ConflictError("tile_changed", `Version ${version} of the tile was changed meanwhile.`, {
    remedy: "Read the tile again, and make the change to what it says now.",
  });
}

function inReview({ version }: Pick<TileVersion, "version">): ConflictError {
  return new ConflictError("tile_in_review", `Version ${version} of the tile is submitted for review.`, {
    remedy: "Withdraw it first (:withdraw), or wait for the review.",
  });
}
