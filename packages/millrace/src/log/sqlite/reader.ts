import type { Event, Metadata, Position } from "../../core/event.ts";
import type { SqliteDatabase } from "../../sqlite/database.ts";
import type { ReadLimit } from "../event-log.ts";

/** A row of `events`, in the order of {@link COLUMNS}. */
type Row = [position: number, id: string, topic: string, time: string, metadata: string, data: string];

const COLUMNS = "position, id, topic, time, metadata, data";

/** Reads events from `log.db` on the caller's thread, through a connection that cannot write. */
export class EventReader {
  readonly #database: SqliteDatabase;
  readonly #numbers = new Map<string, number>();
  readonly #readMetadata = metadataReader();
  readonly #statements;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    const prepare = (sql: string) => database.prepare<unknown[], Row>(sql).raw();
    const pluck = (sql: string) => database.prepare<unknown[], number | null>(sql).pluck();
    this.#statements = {
      behind: prepare(
        `SELECT ${COLUMNS} FROM events WHERE project = ? AND position > ? ORDER BY position LIMIT ?`,
      ),
      at: database
        .prepare<unknown[], [...Row, string]>(
          `SELECT ${COLUMNS}, (SELECT id FROM projects WHERE number = project) FROM events WHERE position = ?`,
        )
        .raw(),
      byId: prepare(`SELECT ${COLUMNS} FROM events WHERE id = ? AND project = ?`),
      headOf: pluck("SELECT max(position) FROM events WHERE project = ?"),
      countBehind: pluck("SELECT count(*) FROM events WHERE project = ? AND position > ?"),
      head: pluck("SELECT position FROM head"),
      number: pluck("SELECT number FROM projects WHERE id = ?"),
    };
  }

  head(): Position {
    return this.#statements.head.get() ?? 0;
  }

  read(projectId: string, after: Position, limit: ReadLimit): readonly Event[] {
    const number = this.#numberOf(projectId);
    if (number === undefined) return [];
    const events: Event[] = [];
    let bytes = 0;
    for (const row of this.#statements.behind.iterate(number, after, limit.events)) {
      bytes += row[5].length;
      if (bytes > limit.bytes && events.length > 0) break;
      events.push(this.#event(projectId, row));
    }
    return events;
  }

  at(position: Position): Event | undefined {
    const row = this.#statements.at.get(position);
    return row === undefined
      ? undefined
      : this.#event(row[6], [row[0], row[1], row[2], row[3], row[4], row[5]]);
  }

  find(projectId: string, id: string): Event | undefined {
    const number = this.#numberOf(projectId);
    if (number === undefined) return undefined;
    const row = this.#statements.byId.get(id, number);
    return row === undefined ? undefined : this.#event(projectId, row);
  }

  headOf(projectId: string): Position {
    const number = this.#numberOf(projectId);
    return number === undefined ? 0 : (this.#statements.headOf.get(number) ?? 0);
  }

  countBehind(projectId: string, after: Position): number {
    const number = this.#numberOf(projectId);
    return number === undefined ? 0 : (this.#statements.countBehind.get(number, after) ?? 0);
  }

  close(): void {
    this.#database.close();
  }

  #numberOf(projectId: string): number | undefined {
    const cached = this.#numbers.get(projectId);
    if (cached !== undefined) return cached;
    const number = this.#statements.number.get(projectId) ?? undefined;
    if (number !== undefined) this.#numbers.set(projectId, number);
    return number;
  }

  #event(projectId: string, row: Row): Event {
    return {
      position: row[0],
      id: row[1],
      projectId,
      topic: row[2],
      time: row[3],
      metadata: this.#readMetadata(row[4]),
      data: row[5],
    };
  }
}

/** Neighbours in the log often carry the same metadata: one parsed object then serves them all. */
function metadataReader(): (text: string) => Metadata {
  let lastText = "{}";
  let last: Metadata = {};
  return (text) => {
    if (text !== lastText) {
      last = JSON.parse(text);
      lastText = text;
    }
    return last;
  };
}
