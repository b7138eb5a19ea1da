import type { DestinationLimits, Formatter } from "../core/destination.ts";
import { messageOf } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import { sizeOf } from "../core/message.ts";
import type { Discard, Message, Outcome, TooLarge } from "../core/message.ts";
import type { Milliseconds } from "../core/time.ts";

/** What lanes ask of the large results: to give events that are too large for a destination another shape. */
export interface LargeResults {
  /**
   * The messages to send instead, in order; or why there can be none; undefined for an event that can be neither split nor
   * given by URL. Called at each attempt, so that URLs are fresh.
   * @param ttl how long URLs have to stay good
   */
  prepare(
    event: Event,
    format: Formatter,
    ttl: Milliseconds,
  ): Promise<readonly Message[] | Discard | undefined>;
}

/** What sending an event in several messages needs. */
export interface LargeContext {
  readonly large: LargeResults;
  readonly format: Formatter;
  readonly limits: DestinationLimits;
  /** One attempt of a batch that keeps within the limits. */
  readonly attempt: (messages: readonly Message[]) => Promise<readonly Outcome[]>;
}

/**
 * One attempt of an event that is too large for one message. It is delivered once all messages it became are; after one
 * that was not, no more are sent, and the next attempt begins with the first again.
 */
export async function attemptLarge(
  event: Event,
  { error }: TooLarge["tooLarge"],
  context: LargeContext,
): Promise<Outcome> {
  let prepared: readonly Message[] | Discard | undefined;
  try {
    prepared = await context.large.prepare(event, context.format, context.limits.downloadUrlTtl);
  } catch (failure) {
    // The place for large results is full or cannot be reached: no fault of the event, nor of the destination.
    const message = `The large result could not be stored: ${messageOf(failure)}`;
    return { kind: "retry", error: { code: "large_result_not_stored", message, blame: "millrace" } };
  }
  if (prepared === undefined) return { kind: "discard", error };
  if ("discard" in prepared) return { kind: "discard", error: prepared.discard };
  for (const batch of inBatches(prepared, context.limits)) {
    const outcomes = await context.attempt(batch);
    const worst = outcomes.find(({ kind }) => kind !== "delivered");
    if (worst !== undefined) return worst;
  }
  return { kind: "delivered" };
}

function* inBatches(messages: readonly Message[], limits: DestinationLimits): Generator<readonly Message[]> {
  let batch: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (batch.length > 0 && (batch.length >= limits.batchRecords || bytes + size > limits.batchBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
