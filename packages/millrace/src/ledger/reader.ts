import type { Position } from "../core/event.ts";
import type { SqliteDatabase } from "../sqlite/database.ts";
import type {
  DeadLetter,
  DeadLetterFilter,
  DeadLetterPage,
  Failure,
  FailureCount,
  LaneTotals,
  LettersOfLane,
  ParkedDelivery,
} from "./ledger.ts";
import { LETTER_CONDITIONS, letterParameters } from "./letter-conditions.ts";

interface ParkedRow {
  position: number;
  ordering_key: string;
  attempts: number;
  first_attempt_at: number | null;
  next_attempt_at: number;
  failure: string | null;
}

interface DeadLetterRow {
  id: string;
  lane_id: string;
  project_id: string;
  route_id: string;
  destination_id: string;
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
  failures: string;
}

/** Reads `ledger.db` on the caller's thread, through a connection that cannot write. */
export class LedgerReader {
  readonly #database: SqliteDatabase;
  readonly #statements;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  laneOf(laneId: string): { readonly cursor: Position; readonly totals: LaneTotals } | undefined {
    const row = this.#statements.lane.get(laneId);
    return row && { cursor: row.cursor, totals: row };
  }

  parkedOf(laneId: string): readonly ParkedDelivery[] {
    return this.#statements.parked.all(laneId).map(parkedDelivery);
  }

  failuresOf(laneId: string, position: Position): readonly Failure[] {
    const failures = this.#statements.failures.get(laneId, position);
    return failures === undefined ? [] : JSON.parse(failures);
  }

  deadPositions(laneId: string, after: Position): readonly Position[] {
    return this.#statements.deadPositions.all(laneId, after);
  }

  deadLettersOf(routeId: string): number {
    return this.#statements.count.get(routeId) ?? 0;
  }

  findDeadLetter(laneId: string, position: Position): DeadLetter | undefined {
    return deadLetter(this.#statements.at.get(laneId, position));
  }

  getDeadLetter(projectId: string, id: string): DeadLetter | undefined {
    return deadLetter(this.#statements.byId.get(projectId, id));
  }

  listDeadLetters({ after, limit, ...filter }: DeadLetterPage): readonly DeadLetter[] {
    const rows = this.#statements.page.all({ ...letterParameters(filter), after: after ?? null, limit });
    return rows.flatMap((row) => deadLetter(row) ?? []);
  }

  readDeadLetters(filter: DeadLetterFilter, after: Position, limit: number): readonly DeadLetter[] {
    const rows = this.#statements.behind.all({ ...letterParameters(filter), after, limit });
    return rows.flatMap((row) => deadLetter(row) ?? []);
  }

  countDeadLetters(filter: DeadLetterFilter): readonly LettersOfLane[] {
    return this.#statements.byLane.all(letterParameters(filter));
  }

  countByCode(routeId: string): readonly FailureCount[] {
    return [...this.#statements.parkedByCode.all(routeId), ...this.#statements.lettersByCode.all(routeId)];
  }

  newestParked(laneId: string, code: string, limit: number): readonly ParkedDelivery[] {
    return this.#statements.parkedWithCode.all(laneId, code, limit).map(parkedDelivery);
  }

  newestLetters(
    routeId: string,
    { ended, code }: Pick<DeadLetter, "ended"> & Pick<FailureCount, "code">,
    limit: number,
  ): readonly DeadLetter[] {
    return this.#statements.lettersWithCode
      .all(routeId, ended, code, limit)
      .flatMap((row) => deadLetter(row) ?? []);
  }

  close(): void {
    this.#database.close();
  }
}

const PARKED_COLUMNS = `position, ordering_key, attempts, first_attempt_at, next_attempt_at,
  json_extract(failures, '$[#-1]') AS failure`;

/** Code of the last error; those that wait for another of their key may have none. */
const PARKED_CODE = "coalesce(json_extract(failures, '$[#-1].error.code'), '')";

function prepare(database: SqliteDatabase) {
  const letters = (where: string) =>
    database.prepare<unknown[], DeadLetterRow>(`SELECT * FROM dead_letters WHERE ${where}`);
  return {
    lane: database.prepare<[string], LaneTotals & { cursor: number }>(
      "SELECT cursor, delivered, discarded, expired FROM lanes WHERE lane_id = ?",
    ),
    parked: database.prepare<[string], ParkedRow>(
      `SELECT ${PARKED_COLUMNS} FROM parked WHERE lane_id = ? ORDER BY position`,
    ),
    parkedByCode: database.prepare<[string], FailureCount>(
      `SELECT 'parked' AS standing, ${PARKED_CODE} AS code, count(*) AS count
       FROM parked WHERE lane_id = ? GROUP BY 2 ORDER BY 2`,
    ),
    parkedWithCode: database.prepare<[string, string, number], ParkedRow>(
      `SELECT ${PARKED_COLUMNS} FROM parked WHERE lane_id = ? AND ${PARKED_CODE} = ?
       ORDER BY position DESC LIMIT ?`,
    ),
    lettersByCode: database.prepare<[string], FailureCount>(
      `SELECT ended AS standing, code, count(*) AS count FROM dead_letters INDEXED BY dead_letters_by_code
       WHERE route_id = ? GROUP BY ended, code`,
    ),
    lettersWithCode: letters("route_id = ? AND ended = ? AND code = ? ORDER BY id DESC LIMIT ?"),
    failures: database
      .prepare<[string, number], string>("SELECT failures FROM parked WHERE lane_id = ? AND position = ?")
      .pluck(),
    deadPositions: database
      .prepare<[string, number], number>(
        "SELECT DISTINCT position FROM dead_letters WHERE lane_id = ? AND position > ? ORDER BY position",
      )
      .pluck(),
    count: database.prepare<[string], number>("SELECT count(*) FROM dead_letters WHERE route_id = ?").pluck(),
    at: letters("lane_id = ? AND position = ? ORDER BY id DESC LIMIT 1"),
    byId: letters("project_id = ? AND id = ?"),
    page: letters(`${LETTER_CONDITIONS} AND (@after IS NULL OR id < @after) ORDER BY id DESC LIMIT @limit`),
    behind: letters(`${LETTER_CONDITIONS} AND position > @after ORDER BY position LIMIT @limit`),
    byLane: database.prepare<unknown[], LettersOfLane>(
      `SELECT lane_id AS laneId, route_id AS routeId, destination_id AS destinationId, count(*) AS count,
         min(position) AS first, max(position) AS last
       FROM dead_letters WHERE ${LETTER_CONDITIONS} GROUP BY lane_id, route_id, destination_id ORDER BY lane_id`,
    ),
  };
}

function parkedDelivery(row: ParkedRow): ParkedDelivery {
  return {
    position: row.position,
    orderingKey: row.ordering_key,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    ...(row.first_attempt_at !== null && { firstAttemptAt: row.first_attempt_at }),
    ...(row.failure !== null && { failure: JSON.parse(row.failure) }),
  };
}

function deadLetter(row: DeadLetterRow | undefined): DeadLetter | undefined {
  if (row === undefined) return undefined;
  return {
    id: row.id,
    laneId: row.lane_id,
    routeId: row.route_id,
    destinationId: row.destination_id,
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
    failures: JSON.parse(row.failures),
  };
}
