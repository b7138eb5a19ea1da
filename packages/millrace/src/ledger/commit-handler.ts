import type { Position } from "../core/event.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import type { OpenHandler } from "../sqlite/writer-thread.ts";
import { commitLane } from "./commit-lane.ts";
import type { DeadLetterFilter, LaneCommit, LaneLease } from "./ledger.ts";
import { LETTER_CONDITIONS, letterParameters } from "./letter-conditions.ts";

/** What the ledger's thread can do. */
export type LedgerJob =
  | { readonly kind: "open"; readonly laneId: string; readonly start: Position; readonly restarts: number }
  | { readonly kind: "commit"; readonly entry: LaneCommit }
  | { readonly kind: "remove"; readonly laneId: string }
  | { readonly kind: "removeLetters"; readonly filter: DeadLetterFilter }
  | { readonly kind: "removeOfProject"; readonly projectId: string };

/** The lease of an `open`; whether a `commit` counted; true for a `remove`; how many letters were removed. */
export type LedgerResult = LaneLease | boolean | number;

/** Dead letters of a deleted project that go at once. */
const PIECE_LETTERS = 100;

/** Runs in the ledger's writer thread. */
export const openHandler: OpenHandler<LedgerJob, LedgerResult> = (database) => {
  const open = openLane(database);
  const commit = commitLane(database);
  const remove = removeLane(database);
  const removeLetters = database.prepare(`DELETE FROM dead_letters WHERE ${LETTER_CONDITIONS}`);
  // Letters carry events, which may be large: each piece is what a commit may have to wait for.
  const removeOfProject = database.prepare<[string, number]>(
    "DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE project_id = ? ORDER BY id LIMIT ?)",
  );
  const run = (job: LedgerJob): LedgerResult => {
    switch (job.kind) {
      case "open":
        return open(job.laneId, job.start, job.restarts);
      case "commit":
        return commit(job.entry);
      case "remove":
        return remove(job.laneId);
      case "removeLetters":
        return removeLetters.run(letterParameters(job.filter)).changes;
      case "removeOfProject":
        return removeOfProject.run(job.projectId, PIECE_LETTERS).changes;
    }
  };
  return { run: (jobs) => jobs.map(run), rolledBack() {} };
};

interface LaneRow {
  cursor: number;
  fence: number;
  delivered: number;
  discarded: number;
  expired: number;
}

function openLane(
  database: SqliteDatabase,
): (laneId: string, start: Position, restarts: number) => LaneLease {
  const take = database.prepare<[string, number, number], LaneRow>(
    `INSERT INTO lanes (lane_id, cursor, fence, restarts) VALUES (?, ?, 1, ?)
     ON CONFLICT (lane_id) DO UPDATE SET fence = fence + 1,
       cursor = CASE WHEN excluded.restarts > restarts THEN excluded.cursor ELSE cursor END,
       restarts = max(restarts, excluded.restarts)
     RETURNING cursor, fence, delivered, discarded, expired`,
  );
  return (laneId, start, restarts) => {
    const row = take.get(laneId, start, restarts);
    const { cursor = start, fence = 1, delivered = 0, discarded = 0, expired = 0 } = row ?? {};
    return { laneId, cursor, fence, totals: { delivered, discarded, expired } };
  };
}

function removeLane(database: SqliteDatabase): (laneId: string) => boolean {
  const removeParked = database.prepare("DELETE FROM parked WHERE lane_id = ?");
  const removeLaneRow = database.prepare("DELETE FROM lanes WHERE lane_id = ?");
  return (laneId) => {
    removeParked.run(laneId);
    removeLaneRow.run(laneId);
    return true;
  };
}
