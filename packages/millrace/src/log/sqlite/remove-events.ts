import type { Position } from "../../core/event.ts";
import type { Bytes } from "../../core/message.ts";
import type { SqliteDatabase } from "../../sqlite/database.ts";

/** One piece of a removal. */
export interface RemoveJob {
  readonly kind: "remove";
  readonly projectId: string;
  readonly through: Position;
}

/** One piece of giving room back to the disk. */
export interface GiveBackJob {
  readonly kind: "giveBack";
  /** Room that stays for new events. */
  readonly keep: Bytes;
}

/** What a removal takes at once: some milliseconds of the thread, which is what an append may have to wait for it. */
const PIECE_EVENTS = 500;
const PIECE_BYTES: Bytes = 2 * 1_048_576;

/** What is given back at once: a megabyte, moved from the end of the file to the holes in it. */
const PIECE_PAGES = 64;

/** Removes the oldest events of a project in pieces. Answers how many went; 0 where none is left at and below `through`. */
export function eventRemover(database: SqliteDatabase): (job: RemoveJob) => number {
  const number = database.prepare<[string], number>("SELECT number FROM projects WHERE id = ?").pluck();
  // octet_length reads the row's header alone, so large events are not loaded to be weighed.
  const weigh = database
    .prepare<[number, number, number], [number, number]>(
      "SELECT position, octet_length(data) FROM events WHERE project = ? AND position <= ? ORDER BY position LIMIT ?",
    )
    .raw();
  const remove = database.prepare("DELETE FROM events WHERE project = ? AND position <= ?");
  const note = database.prepare("UPDATE projects SET removed_through = ? WHERE number = ?");
  return ({ projectId, through }) => {
    const project = number.get(projectId);
    if (project === undefined) return 0;
    let last: Position | undefined;
    let bytes = 0;
    for (const [position, size] of weigh.all(project, through, PIECE_EVENTS)) {
      bytes += size;
      if (bytes > PIECE_BYTES && last !== undefined) break;
      last = position;
    }
    if (last === undefined) return 0;
    const { changes } = remove.run(project, last);
    note.run(last, project);
    return changes;
  };
}

/** Gives one piece of free room back to the disk. Answers how many pages went; 0 where no more than `keep` is free. */
export function roomReturner(database: SqliteDatabase): (job: GiveBackJob) => number {
  const count = (pragma: string): number => Number(database.pragma(pragma, { simple: true }));
  return ({ keep }) => {
    const free = count("freelist_count");
    const excess = free - Math.ceil(keep / count("page_size"));
    if (excess <= 0) return 0;
    database.pragma(`incremental_vacuum(${Math.min(excess, PIECE_PAGES)})`);
    // None goes where the file was made without auto_vacuum: its free pages are used again and nothing more.
    return free - count("freelist_count");
  };
}
