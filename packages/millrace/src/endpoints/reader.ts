import { InvariantError } from "../core/errors.ts";
import { isMembers, parseLossless } from "../core/json/lossless.ts";
import type { RawJson } from "../core/event.ts";
import type { AtOneMoment } from "../sqlite/at-one-moment.ts";
import { atOneMomentOf } from "../sqlite/at-one-moment.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import { Endpoint } from "./endpoint.ts";
import { readFields } from "./read-fields.ts";

/** Reads `endpoints.db` on the caller's thread, through a connection that cannot write. */
export class EndpointReader {
  readonly atOneMoment: AtOneMoment;
  readonly #database: SqliteDatabase;
  readonly #find;
  readonly #ofUser;

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
    this.atOneMoment = atOneMomentOf(database);
  }

  find(projectId: string, key: string): Endpoint | undefined {
    const text = this.#find.get(projectId, key);
    return text === undefined ? undefined : endpointOf(text);
  }

  ofUser(projectId: string, userId: string, limit: number): readonly Endpoint[] {
    return this.#ofUser.all(projectId, userId, limit).map(endpointOf);
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
