import { PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { KinesisClient, PutRecordsCommandOutput, PutRecordsResultEntry } from "@aws-sdk/client-kinesis";
import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import { outcomeOf, ruleOf } from "../aws/errors.ts";
import { sdkFailure } from "../aws/sdk-failure.ts";

const DELIVERED: Outcome = { kind: "delivered" };

/** Sends batches with PutRecords and answers an outcome a record. */
export class KinesisSender implements Sender {
  readonly #client: KinesisClient;
  readonly #streamName: string;

  constructor(client: KinesisClient, streamName: string) {
    this.#client = client;
    this.#streamName = streamName;
  }

  async send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    const command = new PutRecordsCommand({
      StreamName: this.#streamName,
      Records: batch.map((message) => ({ PartitionKey: message.key, Data: Buffer.from(message.body) })),
    });
    let answer: PutRecordsCommandOutput;
    try {
      answer = await this.#client.send(command, { abortSignal: signal });
    } catch (error) {
      return this.#failed(batch, error, signal);
    }
    const { Records: records } = answer;
    return batch.map((_, i) => outcomeOfRecord(records?.[i]));
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  /** The whole request failed. Where one record may be to blame, the halves are sent apart, so that it cannot sink the others. */
  async #failed(batch: readonly Message[], error: unknown, signal: AbortSignal): Promise<readonly Outcome[]> {
    const failure = sdkFailure(error);
    const { outcome } = ruleOf(failure);
    if (outcome === "discard" && batch.length > 1 && !signal.aborted) {
      const middle = batch.length >> 1;
      const first = await this.send(batch.slice(0, middle), signal);
      return [...first, ...(await this.send(batch.slice(middle), signal))];
    }
    const own = outcomeOf(failure);
    // A request that is throttled as a whole speaks for the stream, not for its records.
    const all: Outcome = own.kind === "retry" ? { ...own, kind: "unavailable" } : own;
    return batch.map(() => all);
  }
}

/** A record counts as delivered only where the answer says so with a sequence number. */
function outcomeOfRecord(entry: PutRecordsResultEntry | undefined): Outcome {
  if (entry?.SequenceNumber !== undefined && entry.ErrorCode === undefined) return DELIVERED;
  if (entry?.ErrorCode === undefined) {
    const message = "The answer says nothing of this record; it is sent again.";
    return { kind: "retry", error: { code: "answer_incomplete", message, blame: "destination" } };
  }
  const outcome = outcomeOf({ name: entry.ErrorCode, message: entry.ErrorMessage ?? "", status: 500 });
  // Inside an answer, everything is about single records.
  return outcome.kind === "unavailable" ? { ...outcome, kind: "retry" } : outcome;
}
