import type { Position } from "../core/event.ts";
import type { AtOneMoment } from "../sqlite/at-one-moment.ts";
import { atOneMomentOf } from "../sqlite/at-one-moment.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import type { Profile } from "./apply-change.ts";
import { UNKNOWN } from "./apply-change.ts";
import { PropertyState } from "./property-state.ts";
import type { Subject } from "./subject.ts";

/** Reads `profiles.db` on the caller's thread, through a connection that cannot write. */
export class ProfileReader {
  readonly atOneMoment: AtOneMoment;
  readonly #database: SqliteDatabase;
  readonly #find;
  readonly #applied;
  readonly #farthest;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#find = database
      .prepare<[string, string, string], [string, number]>(
        "SELECT properties, claimed FROM profiles WHERE project_id = ? AND kind = ? AND key = ?",
      )
      .raw();
    this.#applied = database
      .prepare<[string], number | null>(
        "SELECT max(position) FROM applied WHERE project_id = ? OR project_id = ''",
      )
      .pluck();
    this.atOneMoment = atOneMomentOf(database);
    this.#farthest = database.prepare<[], number | null>("SELECT max(position) FROM applied").pluck();
  }

  find(projectId: string, { kind, key }: Subject): Profile {
    const row = this.#find.get(projectId, kind, key);
    return row === undefined ? UNKNOWN : { state: PropertyState.read(row[0]), claimed: row[1] === 1 };
  }

  /** The position through which the project's events are in the profiles. */
  appliedThrough(projectId: string): Position {
    return this.#applied.get(projectId) ?? 0;
  }

  /** The highest position that is spoken of. */
  farthest(): Position {
    return this.#farthest.get() ?? 0;
  }

  close(): void {
    this.#database.close();
  }
}
