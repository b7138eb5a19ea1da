import type { Position } from "../core/event.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import type { OpenHandler } from "../sqlite/writer-thread.ts";
import type { LaneCommit, LaneLease } from "./ledger.ts";

/** What the ledger's thread can do. */
export type LedgerJob =
  | { readonly kind: "open"; readonly routeId: string; readonly start: Position }
  | { readonly kind: "commit"; readonly entry: LaneCommit }
  | { readonly kind: "remove"; readonly routeId: string };

/** The lease of an `open`; whether a `commit` counted; true for a `remove`. */
export type LedgerResult = LaneLease | boolean;

/** Runs in the ledger's writer thread. */
export const openHandler: OpenHandler<LedgerJob, LedgerResult> = (database) => {
  const open = openLane(database);
  const commit = commitLane(database);
  const remove = removeLane(database);
  const run = (job: LedgerJob): LedgerResult => {
    switch (job.kind) {
      case "open":
        return open(job.routeId, job.start);
      case "commit":
        return commit(job.entry);
      case "remove":
        return remove(job.routeId);
    }
  };
  return { run: (jobs) => jobs.map(run), rolledBack() {} };
};

function openLane(database: SqliteDatabase): (routeId: string, start: Position) => LaneLease {
  const take = database.prepare<[string, number], { cursor: number; fence: number }>(
    `INSERT INTO lanes (route_id, cursor, fence) VALUES (?, ?, 1)
     ON CONFLICT (route_id) DO UPDATE SET fence = fence + 1
     RETURNING cursor, fence`,
  );
  return (routeId, start) => {
    const lane = take.get(routeId, start);
    return { routeId, cursor: lane?.cursor ?? start, fence: lane?.fence ?? 1 };
  };
}

function commitLane(database: SqliteDatabase): (entry: LaneCommit) => boolean {
  const moveCursor = database.prepare(
    "UPDATE lanes SET cursor = coalesce(?, cursor) WHERE route_id = ? AND fence = ?",
  );
  const park = database.prepare(
    `INSERT INTO parked (route_id, position, attempts, first_attempt_at, next_attempt_at, last_error) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (route_id, position) DO UPDATE SET attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
       last_error = excluded.last_error`,
  );
  const unpark = database.prepare("DELETE FROM parked WHERE route_id = ? AND position = ?");
  const bury = database.prepare(
    `INSERT INTO dead_letters (id, project_id, route_id, position, event_id, topic, time, metadata, data, ended, code, error,
       attempts, first_attempt_at, ended_at, accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (route_id, position, replay_id) DO NOTHING`,
  );
  return ({ routeId, fence, cursor, parked, unparked, dead }) => {
    if (moveCursor.run(cursor ?? null, routeId, fence).changes === 0) return false;
    for (const position of unparked) unpark.run(routeId, position);
    for (const p of parked) {
      park.run(
        routeId,
        p.position,
        p.attempts,
        p.firstAttemptAt,
        p.nextAttemptAt,
        JSON.stringify(p.lastError),
      );
    }
    for (const letter of dead) {
      const { event, error } = letter;
      bury.run(
        letter.id,
        event.projectId,
        routeId,
        event.position,
        event.id,
        event.topic,
        event.time,
        JSON.stringify(event.metadata),
        event.data,
        letter.ended,
        error.code,
        JSON.stringify(error),
        letter.attempts,
        letter.firstAttemptAt ?? null,
        letter.endedAt,
        event.acceptedAt,
      );
    }
    return true;
  };
}

function removeLane(database: SqliteDatabase): (routeId: string) => boolean {
  const removeParked = database.prepare("DELETE FROM parked WHERE route_id = ?");
  const removeLaneRow = database.prepare("DELETE FROM lanes WHERE route_id = ?");
  return (routeId) => {
    removeParked.run(routeId);
    removeLaneRow.run(routeId);
    return true;
  };
}
