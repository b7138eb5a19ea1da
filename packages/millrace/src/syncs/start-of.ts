import { InvalidInputError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import { epochOf, parseTimestamp } from "../core/time.ts";
import type { EventLog } from "../log/event-log.ts";

/** What is asked of the log. */
export type StartLog = Pick<EventLog, "head" | "positionBefore" | "removedThrough">;

/**
 * Where a sync starts: it takes the events behind the answer.
 * @param from `now`, `earliest`, or an RFC 3339 time: events accepted then or later are meant
 * @throws {InvalidInputError} where it is none of them
 */
export function startOf(log: StartLog, projectId: string, from: string): Position {
  if (from === "now") return log.head();
  const earliest = log.removedThrough(projectId);
  if (from === "earliest") return earliest;
  const time = parseTimestamp(from);
  // What is no longer kept cannot be sent.
  if (time !== undefined) return Math.max(earliest, log.positionBefore(epochOf(time)));
  const detail = 'must be "now", "earliest" or an RFC 3339 time such as 2025-10-14T02:58:59Z';
  throw new InvalidInputError(`from: ${detail}.`, [{ in: "body", name: "from", detail, value: from }]);
}
