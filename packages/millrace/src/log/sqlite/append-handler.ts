import type { NewEvent, Position } from "../../core/event.ts";
import { InvariantError } from "../../core/errors.ts";
import type { SqliteDatabase } from "../../sqlite/database.ts";
import type { OpenHandler } from "../../sqlite/writer-thread.ts";

/** One append: its events. */
export type AppendJob = readonly StoredEvent[];

/** An event as it is written: metadata as JSON text. */
export interface StoredEvent extends Omit<NewEvent, "metadata"> {
  readonly metadata: string;
}

/** A position each, in order: above zero where the event was stored, negated where its id was known. */
export type AppendResult = readonly Position[];

/** Runs in the log's writer thread: stores the events of each append and answers their positions. */
export const openHandler: OpenHandler<AppendJob, AppendResult> = (database) => {
  const insert = database.prepare(
    "INSERT OR IGNORE INTO events (position, project, id, topic, time, metadata, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const known = database.prepare("SELECT position FROM events WHERE id = ? AND project = ?").pluck();
  const readHead = database.prepare("SELECT position FROM head").pluck();
  const writeHead = database.prepare("UPDATE head SET position = ?");
  const projects = projectNumbers(database);
  let head = Number(readHead.get());

  const append = (event: StoredEvent): Position => {
    const project = projects.numberOf(event.projectId);
    const stored = insert.run(
      head + 1,
      project,
      event.id,
      event.topic,
      event.time,
      event.metadata,
      event.data,
    );
    if (stored.changes === 1) return ++head;
    const position = Number(known.get(event.id, project));
    if (!(position > 0)) throw new InvariantError(`event ${event.id} was neither stored nor known`);
    return -position;
  };

  return {
    run(jobs) {
      const before = head;
      const results = jobs.map((events) => events.map(append));
      if (head > before) writeHead.run(head);
      return results;
    },
    rolledBack() {
      head = Number(readHead.get());
      projects.forget();
    },
  };
};

/** Projects have a small number of their own in the log, so that events and indexes need not carry 36 characters. */
function projectNumbers(database: SqliteDatabase): { numberOf(id: string): number; forget(): void } {
  const find = database.prepare("SELECT number FROM projects WHERE id = ?").pluck();
  const add = database.prepare("INSERT INTO projects (id) VALUES (?)");
  const numbers = new Map<string, number>();
  return {
    numberOf(id) {
      const cached = numbers.get(id);
      if (cached !== undefined) return cached;
      const found: unknown = find.get(id);
      const number = typeof found === "number" ? found : Number(add.run(id).lastInsertRowid);
      numbers.set(id, number);
      return number;
    },
    forget: () => numbers.clear(),
  };
}
