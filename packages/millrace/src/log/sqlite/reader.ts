import { statSync } from "node:fs";
import type { Event, Metadata, Position } from "../../core/event.ts";
import type { AtOneMoment } from "../../sqlite/at-one-moment.ts";
import { atOneMomentOf } from "../../sqlite/at-one-moment.ts";
import type { SqliteDatabase } from "../../sqlite/database.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import { DamagedFileError } from "../../sqlite/damage.ts";
import type { LogSize, OldestEvent, ReadLimit } from "../event-log.ts";
import { EventsRemovedError } from "../event-log.ts";

/** A row of `events`, in the order of {@link COLUMNS}. */
type Row = [
  position: number,
  id: string,
  topic: string,
  time: string,
  metadata: string,
  data: string,
  acceptedAt: number,
];

const COLUMNS = "position, id, topic, time, metadata, data, accepted_at";

/** Reads events from `log.db` on the caller's thread, through a connection that cannot write. */
export class EventReader {
  readonly atOneMoment: AtOneMoment;
  readonly #database: SqliteDatabase;
  readonly #numbers = new Map<string, number>();
  readonly #readMetadata = metadataReader();
  readonly #statements;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.atOneMoment = atOneMomentOf(database);
    const prepare = (sql: string) => database.prepare<unknown[], Row>(sql).raw();
    const pluck = (sql: string) => database.prepare<unknown[], number | null>(sql).pluck();
    this.#statements = {
      behind: prepare(
        `SELECT ${COLUMNS} FROM events WHERE project = ? AND position > ? ORDER BY position LIMIT ?`,
      ),
      last: prepare(`SELECT ${COLUMNS} FROM events WHERE project = ? ORDER BY position DESC LIMIT ?`),
      at: database
        .prepare<unknown[], [string, ...Row]>(
          `SELECT (SELECT id FROM projects WHERE number = project), ${COLUMNS} FROM events WHERE position = ?`,
        )
        .raw(),
      byId: prepare(`SELECT ${COLUMNS} FROM events WHERE id = ? AND project = ?`),
      headOf: pluck("SELECT max(position) FROM events WHERE project = ?"),
      oldest: prepare(`SELECT ${COLUMNS} FROM events WHERE project = ? ORDER BY position LIMIT 1`),
      removedThrough: pluck("SELECT removed_through FROM projects WHERE number = ?"),
      projects: database.prepare<unknown[], string>("SELECT id FROM projects").pluck(),
      countBehind: pluck("SELECT count(*) FROM events WHERE project = ? AND position > ?"),
      head: pluck("SELECT position FROM head"),
      number: pluck("SELECT number FROM projects WHERE id = ?"),
      newest: prepare(`SELECT ${COLUMNS} FROM events ORDER BY position DESC LIMIT 1`),
      from: prepare(`SELECT ${COLUMNS} FROM events WHERE position >= ? ORDER BY position LIMIT 1`),
    };
  }

  head(): Position {
    return this.#statements.head.get() ?? 0;
  }

  /** Sees the log as it is at one moment, so that a removal under way is either noticed or has not happened yet. */
  read(projectId: string, after: Position, limit: ReadLimit): readonly Event[] {
    const number = this.#numberOf(projectId);
    if (number === undefined) return [];
    return this.atOneMoment(() => {
      const removedThrough = this.#statements.removedThrough.get(number) ?? 0;
      if (after < removedThrough) throw new EventsRemovedError(after, removedThrough);
      return this.#readBehind(projectId, number, after, limit);
    });
  }

  readLast(projectId: string, limit: ReadLimit): readonly Event[] {
    const number = this.#numberOf(projectId);
    if (number === undefined) return [];
    return this.#take(projectId, this.#statements.last.iterate(number, limit.events), limit).toReversed();
  }

  #readBehind(projectId: string, number: number, after: Position, limit: ReadLimit): readonly Event[] {
    return this.#take(projectId, this.#statements.behind.iterate(number, after, limit.events), limit);
  }

  #take(projectId: string, rows: Iterable<Row>, limit: ReadLimit): readonly Event[] {
    const events: Event[] = [];
    let bytes = 0;
    try {
      for (const row of rows) {
        bytes += row[5].length;
        if (bytes > limit.bytes && events.length > 0) break;
        events.push(this.#event(projectId, row));
      }
    } catch (error) {
      // What stands before the damage is whole. The next read begins at it and says so.
      if (!(error instanceof DamagedFileError) || events.length === 0) throw error;
    }
    return events;
  }

  at(position: Position): Event | undefined {
    const found = this.#statements.at.get(position);
    if (found === undefined) return undefined;
    const [projectId, ...row] = found;
    return this.#event(projectId, row);
  }

  find(projectId: string, id: string): Event | undefined {
    const number = this.#numberOf(projectId);
    if (number === undefined) return undefined;
    const row = this.#statements.byId.get(id, number);
    return row === undefined ? undefined : this.#event(projectId, row);
  }

  headOf(projectId: string): Position {
    const number = this.#numberOf(projectId);
    if (number === undefined) return 0;
    return this.#statements.headOf.get(number) ?? this.#statements.removedThrough.get(number) ?? 0;
  }

  projects(): readonly string[] {
    return this.#statements.projects.all();
  }

  oldest(projectId?: string): OldestEvent | undefined {
    const number = projectId === undefined ? undefined : this.#numberOf(projectId);
    if (projectId !== undefined && number === undefined) return undefined;
    const row = number === undefined ? this.#statements.from.get(0) : this.#statements.oldest.get(number);
    return row === undefined ? undefined : { position: row[0], acceptedAt: row[6] };
  }

  removedThrough(projectId: string): Position {
    const number = this.#numberOf(projectId);
    return number === undefined ? 0 : (this.#statements.removedThrough.get(number) ?? 0);
  }

  size(): LogSize {
    const pages = (pragma: string): number => Number(this.#database.pragma(pragma, { simple: true }));
    const pageSize = pages("page_size");
    const wal = statSync(`${this.#database.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    return { bytes: pages("page_count") * pageSize + wal, freeBytes: pages("freelist_count") * pageSize };
  }

  countBehind(projectId: string, after: Position): number {
    const number = this.#numberOf(projectId);
    return number === undefined ? 0 : (this.#statements.countBehind.get(number, after) ?? 0);
  }

  /** The highest position whose events were all accepted before `time`, found by halving: both grow together. */
  positionBefore(time: EpochMilliseconds): Position {
    let low = 0;
    let high = this.head();
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      // Old events may be gone: the next one that is there speaks for the gap before it.
      const found = this.#statements.from.get(middle);
      if (found === undefined || found[6] >= time) high = middle - 1;
      else low = found[0];
    }
    return low;
  }

  /** When the newest event was accepted; 0 for an empty log. */
  lastAcceptedAt(): EpochMilliseconds {
    return this.#statements.newest.get()?.[6] ?? 0;
  }

  /** The project is gone from the log. Numbers are never given twice: what is still remembered finds nothing. */
  forget(projectId: string): void {
    this.#numbers.delete(projectId);
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
      acceptedAt: row[6],
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
