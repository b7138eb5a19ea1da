import type { NewEvent, Position } from "../../core/event.ts";
import { InvariantError } from "../../core/errors.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import type { SqliteDatabase } from "../../sqlite/database.ts";
import type { OpenHandler } from "../../sqlite/writer-thread.ts";
import type { GiveBackJob, RemoveJob } from "./remove-events.ts";
import { eventRemover, roomReturner } from "./remove-events.ts";

/** One append. */
interface AppendJob {
  readonly kind: "append";
  /** When it was handed in. */
  readonly at: EpochMilliseconds;
  /**
   * {@link FIELDS} texts an event, one event after the other. Objects would cost several times as much on their way into
   * the thread, because each would carry the names of its members.
   */
  readonly texts: readonly string[];
}

/** Texts an event has in {@link AppendJob.texts}: project id, id, topic, time, metadata as JSON, data. */
export const FIELDS = 6;

/** Adds an event to the texts of a job that is being put together. */
export function flatten(texts: string[], event: NewEvent): void {
  texts.push(event.projectId, event.id, event.topic, event.time, metadataText(event.metadata), event.data);
}

function metadataText(metadata: NewEvent["metadata"]): string {
  for (const _ in metadata) return JSON.stringify(metadata);
  return "{}";
}

/** What the log's thread can do. */
export type LogJob = AppendJob | RemoveJob | GiveBackJob | SkipJob | ForgetJob;

/** Forgets a project that has no events. */
interface ForgetJob {
  readonly kind: "forget";
  readonly projectId: string;
}

/** Moves the head forward. */
interface SkipJob {
  readonly kind: "skip";
  readonly to: Position;
}

/** Of an append a position each, in order: above zero where the event was stored, negated where its id was known. */
export type AppendResult = readonly Position[];

/** Of anything else how much was done; 0 says that nothing is left to do, of a `forget` that it could not be done. */
export type LogResult = AppendResult | number;

/** Runs in the log's writer thread: stores the events of each append and answers their positions; removes old ones. */
export const openHandler: OpenHandler<LogJob, LogResult> = (database) => {
  const insert = database.prepare(
    "INSERT OR IGNORE INTO events (position, project, id, topic, time, metadata, data, accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const known = database.prepare("SELECT position FROM events WHERE id = ? AND project = ?").pluck();
  const readHead = database.prepare("SELECT position FROM head").pluck();
  const writeHead = database.prepare("UPDATE head SET position = ?");
  const projects = projectNumbers(database);
  let head = Number(readHead.get());

  const append = ({ texts, at: acceptedAt }: AppendJob, at: number): Position => {
    const id = texts[at + 1];
    const project = projects.numberOf(texts[at] ?? "");
    const [topic, time, metadata, data] = [texts[at + 2], texts[at + 3], texts[at + 4], texts[at + 5]];
    const stored = insert.run(head + 1, project, id, topic, time, metadata, data, acceptedAt);
    if (stored.changes === 1) return ++head;
    const position = Number(known.get(id, project));
    if (!(position > 0)) throw new InvariantError(`event ${id} was neither stored nor known`);
    return -position;
  };
  const appendAll = (job: AppendJob): AppendResult => {
    const positions: Position[] = [];
    for (let at = 0; at < job.texts.length; at += FIELDS) positions.push(append(job, at));
    return positions;
  };

  const remove = eventRemover(database);
  const giveBack = roomReturner(database);
  const run = (job: LogJob): LogResult => {
    switch (job.kind) {
      case "append":
        return appendAll(job);
      case "remove":
        return remove(job);
      case "giveBack":
        return giveBack(job);
      case "skip":
        return (head = Math.max(head, job.to));
      case "forget":
        return projects.remove(job.projectId);
    }
  };

  return {
    run(jobs) {
      const before = head;
      const results = jobs.map(run);
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
interface ProjectNumbers {
  numberOf(id: string): number;
  /** Answers 1; 0 where the project still has events. */
  remove(id: string): number;
  /** Forgets what was read or given in a transaction that was rolled back. */
  forget(): void;
}

function projectNumbers(database: SqliteDatabase): ProjectNumbers {
  const find = database.prepare("SELECT number FROM projects WHERE id = ?").pluck();
  const next = database
    .prepare<[], number>("UPDATE head SET projects = projects + 1 RETURNING projects")
    .pluck();
  const add = database.prepare("INSERT INTO projects (number, id) VALUES (?, ?)");
  const hasEvents = database.prepare("SELECT 1 FROM events WHERE project = ? LIMIT 1").pluck();
  const remove = database.prepare("DELETE FROM projects WHERE number = ?");
  const numbers = new Map<string, number>();
  return {
    remove(id) {
      const found: unknown = find.get(id);
      if (found !== undefined && hasEvents.get(found) !== undefined) return 0;
      numbers.delete(id);
      if (found !== undefined) remove.run(found);
      return 1;
    },
    numberOf(id) {
      const cached = numbers.get(id);
      if (cached !== undefined) return cached;
      const found: unknown = find.get(id);
      if (typeof found === "number") {
        numbers.set(id, found);
        return found;
      }
      const number = next.get();
      if (number === undefined) throw new InvariantError("log.db has no head");
      add.run(number, id);
      numbers.set(id, number);
      return number;
    },
    forget: () => numbers.clear(),
  };
}
