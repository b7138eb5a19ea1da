import { InvariantError, NotFoundError } from "../core/errors.ts";
import type { Vault } from "../secrets/vault.ts";
import type { Destination } from "../store/destinations.ts";
import { findSealedSecrets } from "../store/destinations.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { Store } from "../store/open-store.ts";

/**
 * A destination's credentials in the clear: for opening and checking the destination and for changing single fields,
 * never for an answer or a log.
 */
export async function revealSecrets(
  { store, vault }: { store: Store; vault: Vault },
  destination: Pick<Destination, "id" | "projectId">,
): Promise<JsonObject> {
  const sealed = await findSealedSecrets(store, destination.id);
  if (sealed === undefined) throw new NotFoundError("destination", destination.id);
  const place = { projectId: destination.projectId, holderId: destination.id };
  const secrets: unknown = JSON.parse(await vault.reveal(place, sealed));
  if (!isJsonObject(secrets))
    throw new InvariantError("Sealed credentials hold something else than an object.");
  return secrets;
}
