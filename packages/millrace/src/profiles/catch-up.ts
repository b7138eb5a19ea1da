import type { Event, Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { Change } from "./change.ts";
import { changeOf } from "./change.ts";

/** What profiles need of the log. */
export interface ProfileLog {
  head(): Position;
  headOf(projectId: string): Position;
  projects(): readonly string[];
  removedThrough(projectId: string): Position;
  read(
    projectId: string,
    after: Position,
    limit: { readonly events: number; readonly bytes: Bytes },
  ): readonly Event[];
}

/** Read at once: a few milliseconds' worth. */
const PIECE = { events: 1_000, bytes: 4 * 1_048_576 };

/** What the events behind a position did, in pieces, each with the position it goes through to. */
export function* changesBehind(
  log: ProfileLog,
  projectId: string,
  after: Position,
): Generator<{ readonly changes: readonly Change[]; readonly through: Position }> {
  if (log.headOf(projectId) <= after) return;
  for (let at = after; ;) {
    const events = log.read(projectId, at, PIECE);
    const last = events.at(-1);
    if (last === undefined) return;
    at = last.position;
    yield { changes: events.flatMap((event) => changeOf(event) ?? []), through: at };
  }
}
