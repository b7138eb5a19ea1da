import { isJsonObject } from "../../core/json/object.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { Milliseconds } from "../../core/time.ts";
import type { AwsFailure } from "./errors.ts";
import { outcomeOf, ruleOf } from "./errors.ts";
import type { JsonAnswer } from "./json-client.ts";

/** Calls with records that a lane has in flight at once. */
export const CONCURRENCY = 4;

/** AWS: PutRecords and PutRecordBatch take this many records. */
export const BATCH_RECORDS = 500;

/** A stream keeps records for a day unless it is set to keep them longer; most of the longer ones keep a week. */
export const DOWNLOAD_URL_TTL: Milliseconds = 8 * 24 * 3_600_000;

/** A call that takes many records and answers each of them, such as PutRecords. */
export interface RecordsCall {
  put(batch: readonly Message[], signal: AbortSignal): Promise<JsonAnswer>;
  /** The member of the answer that lists what became of the records, in their order. */
  readonly results: string;
  /** The member that a result has where its record was taken, and only there. */
  readonly receipt: string;
}

const DELIVERED: Outcome = { kind: "delivered" };

/** Sends a batch and answers an outcome a record. */
export async function sendRecords(
  call: RecordsCall,
  batch: readonly Message[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const answer = await call.put(batch, signal);
  if ("failure" in answer) return failed(call, batch, answer.failure, signal);
  const results = answer.body[call.results];
  const given = Array.isArray(results) ? results : [];
  return batch.map((_, i) => outcomeOfRecord(given[i], call.receipt, answer.masked));
}

/** The whole request failed. Where one record may be to blame, the halves are sent apart, so that it cannot sink the others. */
async function failed(
  call: RecordsCall,
  batch: readonly Message[],
  failure: AwsFailure,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { outcome } = ruleOf(failure);
  if (outcome === "discard" && batch.length > 1 && !signal.aborted) {
    const middle = batch.length >> 1;
    const first = await sendRecords(call, batch.slice(0, middle), signal);
    return [...first, ...(await sendRecords(call, batch.slice(middle), signal))];
  }
  const own = outcomeOf(failure);
  // A request that is throttled as a whole speaks for the stream, not for its records.
  const all: Outcome = own.kind === "retry" ? { ...own, kind: "unavailable" } : own;
  return batch.map(() => all);
}

/** A record counts as delivered only where the answer says so with its receipt. */
function outcomeOfRecord(entry: unknown, receipt: string, masked: (text: string) => string): Outcome {
  const result = isJsonObject(entry) ? entry : {};
  const { ErrorCode: code, ErrorMessage: message } = result;
  if (typeof code === "string") {
    const outcome = outcomeOf({
      name: masked(code),
      message: typeof message === "string" ? masked(message) : "",
      status: 500,
    });
    // Inside an answer, everything is about single records.
    return outcome.kind === "unavailable" ? { ...outcome, kind: "retry" } : outcome;
  }
  const given = result[receipt];
  if (typeof given === "string" && given !== "") return DELIVERED;
  return { kind: "retry", error: INCOMPLETE };
}

const INCOMPLETE = {
  code: "answer_incomplete",
  message: "The answer says nothing of this record; it is sent again.",
  blame: "destination",
} as const;
