import type { Position } from "../core/event.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import type { DeadLetter, DeadLetterFilter, ParkedDelivery } from "./ledger.ts";

interface ParkedRow {
  position: number;
  attempts: number;
  first_attempt_at: number;
  next_attempt_at: number;
  last_error: string;
}

interface DeadLetterRow {
  id: string;
  project_id: string;
  route_id: string;
  position: number;
  event_id: string;
  topic: string;
  time: string;
  metadata: string;
  data: string;
  accepted_at: number;
  ended: DeadLetter["ended"];
  error: string;
  attempts: number;
  first_attempt_at: number | null;
  ended_at: number;
}

/** Reads `ledger.db` on the caller's thread, through a connection that cannot write. */
export class LedgerReader {
  readonly #database: SqliteDatabase;
  readonly #statements;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    const letters = (where: string) =>
      database.prepare<unknown[], DeadLetterRow>(`SELECT * FROM dead_letters WHERE ${where}`);
    this.#statements = {
      parked: database.prepare<[string], ParkedRow>(
        "SELECT * FROM parked WHERE route_id = ? ORDER BY position",
      ),
      count: database
        .prepare<[string], number>("SELECT count(*) FROM dead_letters WHERE route_id = ?")
        .pluck(),
      at: letters("route_id = ? AND position = ?"),
      byId: letters("project_id = ? AND id = ?"),
      list: letters(
        `project_id = @projectId AND (@after IS NULL OR id < @after) AND (@routeId IS NULL OR route_id = @routeId)
         AND (@ended IS NULL OR ended = @ended) AND (@code IS NULL OR code = @code)
         AND (@from IS NULL OR ended_at >= @from) AND (@to IS NULL OR ended_at < @to)
         ORDER BY id DESC LIMIT @limit`,
      ),
    };
  }

  parkedOf(routeId: string): readonly ParkedDelivery[] {
    return this.#statements.parked.all(routeId).map((row) => ({
      position: row.position,
      attempts: row.attempts,
      firstAttemptAt: row.first_attempt_at,
      nextAttemptAt: row.next_attempt_at,
      lastError: JSON.parse(row.last_error),
    }));
  }

  deadLettersOf(routeId: string): number {
    return this.#statements.count.get(routeId) ?? 0;
  }

  findDeadLetter(routeId: string, position: Position): DeadLetter | undefined {
    return deadLetter(this.#statements.at.get(routeId, position));
  }

  getDeadLetter(projectId: string, id: string): DeadLetter | undefined {
    return deadLetter(this.#statements.byId.get(projectId, id));
  }

  listDeadLetters(filter: DeadLetterFilter): readonly DeadLetter[] {
    const { projectId, routeId, ended, code, from, to, after, limit } = filter;
    const rows = this.#statements.list.all({
      projectId,
      routeId: routeId ?? null,
      ended: ended ?? null,
      code: code ?? null,
      from: from ?? null,
      to: to ?? null,
      after: after ?? null,
      limit,
    });
    return rows.flatMap((row) => deadLetter(row) ?? []);
  }

  close(): void {
    this.#database.close();
  }
}

function deadLetter(row: DeadLetterRow | undefined): DeadLetter | undefined {
  if (row === undefined) return undefined;
  return {
    id: row.id,
    routeId: row.route_id,
    event: {
      position: row.position,
      id: row.event_id,
      projectId: row.project_id,
      topic: row.topic,
      time: row.time,
      metadata: JSON.parse(row.metadata),
      data: row.data,
      acceptedAt: row.accepted_at,
    },
    ended: row.ended,
    error: JSON.parse(row.error),
    attempts: row.attempts,
    ...(row.first_attempt_at !== null && { firstAttemptAt: row.first_attempt_at }),
    endedAt: row.ended_at,
  };
}
