import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { RecordsCall } from "../aws/record-batch.ts";
import { sendRecords } from "../aws/record-batch.ts";
import type { KinesisClient } from "./client.ts";
import { Shards } from "./shards.ts";

/** Sends batches with PutRecords and answers an outcome a record. */
export class KinesisSender implements Sender {
  readonly parts: Shards;
  readonly #client: KinesisClient;
  readonly #call: RecordsCall;

  constructor(client: KinesisClient, streamName: string) {
    this.#client = client;
    this.#call = {
      put: (batch, signal) => client.call("PutRecords", requestOf(streamName, batch), signal),
      results: "Records",
      receipt: "SequenceNumber",
    };
    this.parts = new Shards(client, streamName);
  }

  send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    return sendRecords(this.#call, batch, signal);
  }

  async close(): Promise<void> {
    this.parts.close();
    await this.#client.close();
  }
}

function requestOf(streamName: string, batch: readonly Message[]): string {
  const records = batch.map(({ body, key }) => {
    const data = Buffer.from(body).toString("base64");
    return `{"Data":"${data}","PartitionKey":${JSON.stringify(key)}}`;
  });
  return `{"StreamName":${JSON.stringify(streamName)},"Records":[${records.join(",")}]}`;
}
