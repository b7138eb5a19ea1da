import type { Sender } from "../../core/destination.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { AwsFailure } from "../aws/errors.ts";
import { outcomeOf, ruleOf } from "../aws/errors.ts";
import type { KinesisClient } from "./client.ts";
import { Shards } from "./shards.ts";

const DELIVERED: Outcome = { kind: "delivered" };

/** Sends batches with PutRecords and answers an outcome a record. */
export class KinesisSender implements Sender {
  readonly parts: Shards;
  readonly #client: KinesisClient;
  readonly #streamName: string;

  constructor(client: KinesisClient, streamName: string) {
    this.#client = client;
    this.#streamName = streamName;
    this.parts = new Shards(client, streamName);
  }

  async send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    const answer = await this.#client.call("PutRecords", this.#request(batch), signal);
    if ("failure" in answer) return this.#failed(batch, answer.failure, signal);
    const { Records: records } = answer.body;
    return batch.map((_, i) => outcomeOfRecord(Array.isArray(records) ? records[i] : undefined));
  }

  async close(): Promise<void> {
    this.parts.close();
    await this.#client.close();
  }

  #request(batch: readonly Message[]): string {
    const records = batch.map(({ body, key }) => {
      const data = Buffer.from(body).toString("base64");
      return `{"Data":"${data}","PartitionKey":${JSON.stringify(key)}}`;
    });
    return `{"StreamName":${JSON.stringify(this.#streamName)},"Records":[${records.join(",")}]}`;
  }

  /** The whole request failed. Where one record may be to blame, the halves are sent apart, so that it cannot sink the others. */
  async #failed(
    batch: readonly Message[],
    failure: AwsFailure,
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> {
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
function outcomeOfRecord(entry: unknown): Outcome {
  const { SequenceNumber: number, ErrorCode: code, ErrorMessage: message } = isJsonObject(entry) ? entry : {};
  if (typeof code === "string") {
    const outcome = outcomeOf({
      name: code,
      message: typeof message === "string" ? message : "",
      status: 500,
    });
    // Inside an answer, everything is about single records.
    return outcome.kind === "unavailable" ? { ...outcome, kind: "retry" } : outcome;
  }
  if (typeof number === "string" && number !== "") return DELIVERED;
  return { kind: "retry", error: INCOMPLETE };
}

const INCOMPLETE = {
  code: "answer_incomplete",
  message: "The answer says nothing of this record; it is sent again.",
  blame: "destination",
} as const;
