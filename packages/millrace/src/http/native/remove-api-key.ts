import { NotFoundError } from "../../core/errors.ts";
import { deleteApiKey } from "../../store/api-keys.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Authenticator } from "../auth.ts";

/**
 * Takes a key back, of a project or, without one, of the whole instance: no request with it is served from now on.
 * @throws {NotFoundError} where there is no such key
 */
export async function removeApiKey(
  { store }: Pick<ApiDependencies, "store">,
  authenticator: Authenticator,
  { projectId, id }: { readonly projectId: string | undefined; readonly id: string },
): Promise<void> {
  if (!(await deleteApiKey(store, projectId, id))) throw new NotFoundError("api key", id);
  authenticator.forget({ id });
}
