import { InvalidInputError, NotFoundError } from "../../core/errors.ts";
import type { Route } from "../../core/route.ts";
import type { Store } from "../../store/open-store.ts";
import { findRoute } from "../../store/routes.ts";

/** @throws {NotFoundError} where the project has no route of that id or name */
export async function mustFindRoute(store: Store, projectId: string, idOrName: string): Promise<Route> {
  const found = await findRoute(store, projectId, idOrName);
  if (found === undefined) throw new NotFoundError("route", idOrName);
  return found;
}

/** What is said of a body that names a destination nobody made. */
export function unknownDestination(idOrName: string): InvalidInputError {
  const detail = "there is no destination of that id or name in this project";
  return new InvalidInputError(`destination: ${detail}.`, [
    { in: "body", name: "destination", detail, value: idOrName },
  ]);
}
