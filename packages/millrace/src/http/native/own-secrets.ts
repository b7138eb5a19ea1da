import Type from "typebox";
import type { DestinationType, OwnSecrets } from "../../core/destination.ts";
import { ConflictError, InvariantError, NotFoundError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { revealSecrets } from "../../routing/reveal-secrets.ts";
import type { Destination } from "../../store/destinations.ts";
import { findDestination, updateDestination } from "../../store/destinations.ts";
import type { Store } from "../../store/open-store.ts";
import type { ApiDependencies } from "../api-dependencies.ts";

/**
 * `includeSecrets` and `rotate` are Ampersand's: they are about signing secrets that Millrace makes. Credentials that
 * customers entrusted are not answered, whatever is asked. A `GET` that changes something is not how it should be;
 * Ampersand's clients call it so. `POST …:rotateSecrets` does the same.
 */
export const secretsQuery = Type.Object({
  includeSecrets: Type.Optional(
    Type.Boolean({
      description:
        "Answers secrets that Millrace made, such as a webhook's signing key; never customers' credentials. Needs a key with the scope `write`.",
    }),
  ),
  rotate: Type.Optional(
    Type.Boolean({
      description:
        "With `includeSecrets=true`: makes new ones first. The ones before stay good for 24 hours. Better asked for with `POST …:rotateSecrets`.",
    }),
  ),
});

/** Where a destination is in the API. */
export interface DestinationAddress {
  readonly projectId: string;
  /** Id or name. */
  readonly destination: string;
}

/** @throws {NotFoundError} */
export async function mustFindDestination(
  store: Store,
  { projectId, destination }: DestinationAddress,
): Promise<Destination> {
  const found = await findDestination(store, projectId, destination);
  if (found === undefined) throw new NotFoundError("destination", destination);
  return found;
}

/** A destination with the secrets that Millrace made for it, for one who may know them. */
type Shown = Destination & { readonly secrets?: Readonly<Record<string, string>> };

/** The destination and its own secrets; those of a type that has none are absent. */
export async function withOwnSecrets(deps: ApiDependencies, found: Destination): Promise<Shown> {
  const type = typeOf(deps, found);
  if (type.ownSecrets === undefined) return found;
  return shown(found, type.ownSecrets, splitSecrets(type, await revealSecrets(deps, found)).own);
}

/**
 * Gives the destination new secrets of its own, and lanes that lead there a sender that uses them. A type that has none
 * is left as it is.
 */
export async function rotateOwnSecrets(deps: ApiDependencies, path: DestinationAddress): Promise<Shown> {
  const { store, vault, clock, engine } = deps;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const found = await mustFindDestination(store, path);
    const type = typeOf(deps, found);
    if (type.ownSecrets === undefined) return found;
    const { own, given } = splitSecrets(type, await revealSecrets(deps, found));
    const rotated = type.ownSecrets.rotate(own, clock.now());
    const place = { projectId: found.projectId, holderId: found.id };
    const change = { sealedSecrets: await vault.seal(place, { ...given, ...rotated }) };
    const saved = await updateDestination(store, found, change, clock.timestamp());
    if (saved === undefined) continue;
    await engine.refresh(found.projectId);
    return shown(saved, type.ownSecrets, rotated);
  }
  throw new ConflictError(
    "destination_contended",
    `Others keep changing the destination "${path.destination}".`,
  );
}

/** Changes of one destination at once are rare; each repetition starts from what the other one left. */
export const MAX_ATTEMPTS = 10;

/** Parts what is sealed for a destination into what Millrace made and what the customer gave. */
export function splitSecrets(
  { ownSecrets }: DestinationType,
  secrets: JsonObject,
): { readonly own: JsonObject; readonly given: JsonObject } {
  const isOwn = (name: string): boolean =>
    ownSecrets !== undefined && Object.hasOwn(ownSecrets.stored.properties, name);
  const entries = Object.entries(secrets);
  return {
    own: Object.fromEntries(entries.filter(([name]) => isOwn(name))),
    given: Object.fromEntries(entries.filter(([name]) => !isOwn(name))),
  };
}

function shown(destination: Destination, ownSecrets: OwnSecrets, own: JsonObject): Shown {
  return { ...destination, secrets: ownSecrets.show(own) };
}

function typeOf({ destinationTypes }: ApiDependencies, { type }: Destination): DestinationType {
  const found = destinationTypes.get(type);
  if (found === undefined) throw new InvariantError(`No destination type is named "${type}".`);
  return found;
}
