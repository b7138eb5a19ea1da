import type { Static } from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import type { AccessKey } from "../../store/access-keys.ts";
import { deleteAccessKey, updateAccessKey } from "../../store/access-keys.ts";
import type { KnownAccessKeys } from "../known-access-keys.ts";
import type { accessKeyChange } from "./access-key-schemas.ts";
import type { KeyDependencies } from "./make-access-key.ts";

/** An access key of a project or, without one, of the whole instance. */
interface WhichKey {
  readonly projectId: string | undefined;
  readonly id: string;
}

/**
 * Changes an access key, for the requests that come from now on.
 * @throws {NotFoundError} where there is no such key
 */
export async function changeAccessKey(
  { store, clock }: Pick<KeyDependencies, "store" | "clock">,
  known: KnownAccessKeys,
  which: WhichKey,
  change: Static<typeof accessKeyChange>,
): Promise<AccessKey> {
  const changed = await updateAccessKey(store, which, change, clock.timestamp());
  if (changed === undefined) throw new NotFoundError("access key", which.id);
  known.forget(changed);
  return changed;
}

/**
 * Deletes an access key: no request that is signed with it is served from now on.
 * @throws {NotFoundError} where there is no such key
 */
export async function removeAccessKey(
  { store }: Pick<KeyDependencies, "store">,
  known: KnownAccessKeys,
  { projectId, id }: WhichKey,
): Promise<void> {
  if (!(await deleteAccessKey(store, projectId, id))) throw new NotFoundError("access key", id);
  known.forget({ id });
}
