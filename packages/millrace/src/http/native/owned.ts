import { ConflictError } from "../../core/errors.ts";
import type { Destination } from "../../store/destinations.ts";
import { deleteDestination } from "../../store/destinations.ts";
import type { Store } from "../../store/open-store.ts";
import { syncOfDestination } from "../../syncs/sync-store.ts";

/**
 * Keeps callers from changing a destination behind the back of what it belongs to, and from routes of their own to it.
 * @throws {ConflictError} where it belongs to something
 */
export async function refuseOwned(store: Store, destination: Destination): Promise<void> {
  if (destination.owner === "sync") {
    const sync = await syncOfDestination(store, destination.id);
    throw new ConflictError(
      "destination_of_sync",
      `The destination "${destination.name}" belongs to the sync "${sync?.name ?? ""}", and to it alone.`,
      { remedy: "Change the sync's parameters, or delete the sync: its destination goes with it." },
    );
  }
  if (destination.owner === "event_stream") {
    throw new ConflictError(
      "destination_of_event_stream",
      `The destination "${destination.name}" belongs to the project's event stream, and to it alone.`,
      { remedy: "Put another event stream, or delete it: its destination goes with it." },
    );
  }
}

/**
 * Deletes a destination that is the caller's own.
 * @throws {ConflictError} where it belongs to something, or something leads to it
 */
export async function deleteOwn(transaction: Store, destination: Destination): Promise<void> {
  await refuseOwned(transaction, destination);
  await deleteDestination(transaction, destination);
}
