import { isDeepStrictEqual } from "node:util";
import { ConflictError } from "../core/errors.ts";
import type { Timestamp } from "../core/time.ts";
import type { Destination } from "../store/destinations.ts";
import { createDestination, findDestination, updateDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import { openReplays } from "../store/replays.ts";
import { findRoute } from "../store/routes.ts";
import type { EventStreamTarget } from "./target.ts";

/** What the destination and the route of an event stream are called, as far as that name is free. */
const NAME = "event-stream";

/** An event stream's destination that is to be there. */
export interface WantedDestination extends EventStreamTarget {
  readonly projectId: string;
  /** The id it gets where it is made: its secrets are sealed for it. */
  readonly newId: string;
  readonly sealedSecrets: Buffer;
}

/**
 * Brings the destination of an event stream in line with where it is to lead. One of the same type keeps its id, and is left
 * alone where it is as it is to be: lanes would open it anew. To be called in a transaction.
 * @param existing the one there is
 * @returns `replaced`: what is to be removed once nothing leads to it
 * @throws {ConflictError} where it would be replaced while a replay leads to it
 */
export async function applyDestination(
  store: Store,
  existing: Destination | undefined,
  wanted: WantedDestination,
  now: Timestamp,
): Promise<{ readonly id: string; readonly replaced?: Destination }> {
  if (existing === undefined) return { id: await make(store, wanted, now) };
  if (existing.type === wanted.type) {
    const { metadata } = wanted;
    if (!isDeepStrictEqual(existing.metadata, metadata))
      await updateDestination(store, existing, { metadata }, now);
    return { id: existing.id };
  }
  await refuseReplayed(store, existing);
  // Whoever looks for it by its name finds the new one.
  if (existing.name === NAME) await updateDestination(store, existing, { name: nameWith(existing.id) }, now);
  return { id: await make(store, wanted, now), replaced: existing };
}

/** The name for an event stream's new route. */
export async function freeRouteName(store: Store, projectId: string): Promise<string> {
  return (await findRoute(store, projectId, NAME)) === undefined ? NAME : nameWith(projectId);
}

async function make(
  store: Store,
  { newId: id, projectId, type, metadata, sealedSecrets }: WantedDestination,
  now: Timestamp,
): Promise<string> {
  const name = (await findDestination(store, projectId, NAME)) === undefined ? NAME : nameWith(id);
  const fields = { id, projectId, name, type, metadata, sealedSecrets, owner: "event_stream" as const };
  return (await createDestination(store, fields, now)).id;
}

function nameWith(id: string): string {
  return `${NAME}-${id.slice(-12)}`;
}

async function refuseReplayed(store: Store, { id, projectId }: Destination): Promise<void> {
  const replay = (await openReplays(store, { projectId })).find(({ destinationId }) => destinationId === id);
  if (replay === undefined) return;
  throw new ConflictError(
    "event_stream_replayed",
    `The replay ${replay.id} is sending to the stream that this event stream leads to.`,
    { remedy: "Wait until it is done, or cancel it, then put the event stream." },
  );
}
