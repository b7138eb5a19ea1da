import type { SqliteDatabase } from "../sqlite/database.ts";
import type { DeadLetter, LaneCommit, ParkedDelivery } from "./ledger.ts";

/** Writes down what a lane has settled. Answers false, with nothing changed, under a fence that is not the lane's newest. */
export function commitLane(database: SqliteDatabase): (entry: LaneCommit) => boolean {
  const settle = database.prepare(
    `UPDATE lanes SET cursor = coalesce(@cursor, cursor), delivered = delivered + @delivered,
       discarded = discarded + @discarded, expired = expired + @expired
     WHERE lane_id = @laneId AND fence = @fence`,
  );
  const park = parkDelivery(database);
  const bury = buryDelivery(database);
  const unpark = database.prepare("DELETE FROM parked WHERE lane_id = ? AND position = ?");
  const resolve = database.prepare(
    "DELETE FROM dead_letters WHERE lane_id = ? AND position = ? AND destination_id IN (?, '')",
  );
  return ({ laneId, fence, cursor, parked, unparked, dead, resolved, letters, delivered }) => {
    const discarded = dead.reduce((sum, { ended }) => sum + (ended === "discarded" ? 1 : 0), 0);
    const counts = { delivered, discarded, expired: dead.length - discarded };
    if (settle.run({ laneId, fence, cursor: cursor ?? null, ...counts }).changes === 0) return false;
    for (const each of parked) park(laneId, each);
    // Before the parked row goes: the letter takes over its failures.
    for (const letter of dead) bury(laneId, letter, letters.existing);
    for (const position of unparked) unpark.run(laneId, position);
    for (const position of resolved) resolve.run(letters.laneId, position, letters.destinationId);
    return true;
  };
}

function parkDelivery(database: SqliteDatabase): (laneId: string, parked: ParkedDelivery) => void {
  const park = database.prepare(
    `INSERT INTO parked (lane_id, position, ordering_key, attempts, first_attempt_at, next_attempt_at, failures)
     VALUES (@laneId, @position, @orderingKey, @attempts, @firstAttemptAt, @nextAttemptAt,
       CASE WHEN @failure IS NULL THEN '[]' ELSE json_array(json(@failure)) END)
     ON CONFLICT (lane_id, position) DO UPDATE SET attempts = excluded.attempts,
       first_attempt_at = excluded.first_attempt_at, next_attempt_at = excluded.next_attempt_at,
       failures = CASE WHEN @failure IS NULL THEN failures ELSE json_insert(failures, '$[#]', json(@failure)) END`,
  );
  return (laneId, { failure, firstAttemptAt, ...rest }) => {
    park.run({
      laneId,
      ...rest,
      firstAttemptAt: firstAttemptAt ?? null,
      failure: failure === undefined ? null : JSON.stringify(failure),
    });
  };
}

/** A letter that is there already is brought up to date; with `existing`, none is made where there is none. */
function buryDelivery(
  database: SqliteDatabase,
): (laneId: string, letter: DeadLetter, existing: boolean) => void {
  const failuresBefore = database
    .prepare<[string, number], string>("SELECT failures FROM parked WHERE lane_id = ? AND position = ?")
    .pluck();
  const adopt = database.prepare(
    "UPDATE dead_letters SET destination_id = ? WHERE lane_id = ? AND position = ? AND destination_id = ''",
  );
  const failuresOfLetter = database
    .prepare<[string, number, string], string>(
      "SELECT failures FROM dead_letters WHERE lane_id = ? AND position = ? AND destination_id = ?",
    )
    .pluck();
  const bury = database.prepare(
    `INSERT INTO dead_letters (id, lane_id, project_id, route_id, destination_id, position, event_id, topic, time,
       accepted_at, metadata, data, ended, code, error, attempts, first_attempt_at, ended_at, failures)
     VALUES (@id, @laneId, @projectId, @routeId, @destinationId, @position, @eventId, @topic, @time,
       @acceptedAt, @metadata, @data, @ended, @code, @error, @attempts, @firstAttemptAt, @endedAt, @failures)
     ON CONFLICT (lane_id, position, destination_id) DO UPDATE SET ended = excluded.ended, code = excluded.code,
       error = excluded.error, attempts = attempts + excluded.attempts, ended_at = excluded.ended_at,
       failures = excluded.failures`,
  );
  return (laneId, letter, existing) => {
    const { event, error, failures, ended, attempts, endedAt } = letter;
    adopt.run(letter.destinationId, letter.laneId, event.position);
    // A letter that was tried again and failed again keeps what is known of it.
    const before = failuresOfLetter.get(letter.laneId, event.position, letter.destinationId);
    if (before === undefined && existing) return;
    const known = list(before);
    const parked = list(failuresBefore.get(laneId, event.position));
    bury.run({
      id: letter.id,
      laneId: letter.laneId,
      projectId: event.projectId,
      routeId: letter.routeId,
      destinationId: letter.destinationId,
      position: event.position,
      eventId: event.id,
      topic: event.topic,
      time: event.time,
      acceptedAt: event.acceptedAt,
      metadata: JSON.stringify(event.metadata),
      data: event.data,
      ended,
      code: error.code,
      error: JSON.stringify(error),
      attempts,
      firstAttemptAt: letter.firstAttemptAt ?? null,
      endedAt,
      failures: JSON.stringify([...known, ...parked, ...failures]),
    });
  };
}

function list(json: string | undefined): readonly unknown[] {
  const value: unknown = json === undefined ? [] : JSON.parse(json);
  return Array.isArray(value) ? value : [];
}
