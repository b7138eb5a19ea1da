import { InvariantError } from "../core/errors.ts";
import { isMembers, parseLossless } from "../core/json/lossless.ts";
import type { RawJson } from "../core/event.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import { Endpoint } from "./endpoint.ts";
import { readFields } from "./read-fields.ts";

/** Reads `endpoints.db` on the caller's thread, through a connection that cannot write. */
export class EndpointReader {
  readonly #database: SqliteDatabase;
  readonly #find;
  readonly #ofUser;
  readonly #begin;
  readonly #end;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#find = database
      .prepare<[string, string], string>("SELECT document FROM endpoints WHERE project_id = ? AND key = ?")
      .pluck();
    this.#ofUser = database
      .prepare<[string, string, number], string>(
        "SELECT document FROM endpoints WHERE project_id = ? AND user_id = ? ORDER BY key LIMIT ?",
      )
      .pluck();
    this.#begin = database.prepare("BEGIN");
    this.#end = database.prepare("COMMIT");
  }

  find(projectId: string, key: string): Endpoint | undefined {
    const text = this.#find.get(projectId, key);
    return text === undefined ? undefined : endpointOf(text);
  }

  ofUser(projectId: string, userId: string, limit: number): readonly Endpoint[] {
    return this.#ofUser.all(projectId, userId, limit).map(endpointOf);
  }

  /** Many reads in `work`, which must not await anything, cost less together. */
  atOneMoment<T>(work: () => T): T {
    this.#begin.run();
    try {
      return work();
    } finally {
      this.#end.run();
    }
  }

  close(): void {
    this.#database.close();
  }
}

function endpointOf(text: RawJson): Endpoint {
  const document = parseLossless(text);
  const { Id, CohortId, CreationDate } = isMembers(document) ? document : {};
  if (typeof Id !== "string" || typeof CohortId !== "string" || typeof CreationDate !== "string")
    throw new InvariantError("endpoints.db holds an endpoint without its id");
  return new Endpoint({ Id, CohortId, CreationDate, ...readFields(document) }, text);
}
