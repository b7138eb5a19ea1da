import { isDeepStrictEqual } from "node:util";
import type { Timestamp } from "../core/time.ts";
import type { Vault } from "../secrets/vault.ts";
import type { Destination, DestinationChange } from "../store/destinations.ts";
import { createDestination, findDestination, updateDestination } from "../store/destinations.ts";
import type { Store } from "../store/open-store.ts";
import type { DestinationOfTile } from "./settings-of-tile.ts";

/** What a sync's own destination is to be, with its credentials sealed already: no key is looked up in a transaction. */
export interface SealedDestination extends DestinationOfTile {
  readonly sealedSecrets: Buffer;
}

/** Seals what is entrusted for a destination. */
export async function sealFor(
  vault: Vault,
  place: { readonly id: string; readonly projectId: string },
  own: DestinationOfTile,
): Promise<SealedDestination> {
  const sealedSecrets = await vault.seal({ projectId: place.projectId, holderId: place.id }, own.secrets);
  return { ...own, sealedSecrets };
}

/** Makes a sync's own destination, named after it as far as that name is free. To be called in a transaction. */
export async function createOwn(
  store: Store,
  place: { readonly id: string; readonly projectId: string; readonly syncName: string },
  { metadata, delivery, sealedSecrets }: SealedDestination,
  now: Timestamp,
): Promise<Destination> {
  const { id, projectId } = place;
  const name = await freeName(store, place);
  const fields = {
    id,
    projectId,
    name,
    type: "http",
    metadata,
    delivery,
    sealedSecrets,
    owner: "sync" as const,
  };
  return createDestination(store, fields, now);
}

/**
 * Changes a sync's own destination. One that is as it is to be is left alone: lanes would open it anew. To be called in a
 * transaction.
 * @param secretsChanged what is sealed is not what it was
 * @returns undefined, and nothing is changed, where somebody else changed it since it was read
 */
export async function changeOwn(
  store: Store,
  read: Destination,
  wanted: SealedDestination & { readonly syncName: string; readonly secretsChanged: boolean },
  now: Timestamp,
): Promise<{ readonly destination: Destination; readonly changed: boolean } | undefined> {
  const { syncName, metadata, delivery, sealedSecrets, secretsChanged } = wanted;
  const { id, projectId } = read;
  const isNamed = read.name === nameAfter(syncName) || read.name === nameAfter(syncName, id);
  const change: DestinationChange = {
    ...(!isNamed && { name: await freeName(store, { id, projectId, syncName }) }),
    ...(!isDeepStrictEqual(read.metadata, metadata) && { metadata }),
    ...(!isDeepStrictEqual(read.delivery, delivery) && { delivery }),
    ...(secretsChanged && { sealedSecrets }),
  };
  if (Object.keys(change).length === 0) return { destination: read, changed: false };
  const destination = await updateDestination(store, read, change, now);
  return destination && { destination, changed: true };
}

async function freeName(
  store: Store,
  { id, projectId, syncName }: { readonly id: string; readonly projectId: string; readonly syncName: string },
): Promise<string> {
  const name = nameAfter(syncName);
  if (AN_ID.test(name)) return nameAfter(syncName, id);
  const taken = await findDestination(store, projectId, name);
  return taken === undefined || taken.id === id ? name : nameAfter(syncName, id);
}

/**
 * A destination's name may hold letters, digits and dashes, a hundred at most. Letters go without their accents; of a name in
 * another script nothing is left.
 * @param id to tell it from another's
 */
function nameAfter(syncName: string, id?: string): string {
  const ending = id === undefined ? "" : `-${id.slice(-12)}`;
  const letters = syncName
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9]/g, "-");
  const name = /[A-Za-z0-9]/.test(letters) ? letters : "sync";
  return name.slice(0, 100 - ending.length) + ending;
}

/** "By id or name" must not become ambiguous. */
const AN_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
