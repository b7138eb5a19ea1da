import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { RecordsCall } from "../aws/record-batch.ts";
import { sendRecords } from "../aws/record-batch.ts";
import type { FirehoseClient } from "./client.ts";

/** Sends batches with PutRecordBatch and answers an outcome a record. */
export class FirehoseSender implements Sender {
  readonly #client: FirehoseClient;
  readonly #call: RecordsCall;

  constructor(client: FirehoseClient, deliveryStreamName: string) {
    this.#client = client;
    this.#call = {
      put: (batch, signal) => client.call("PutRecordBatch", requestOf(deliveryStreamName, batch), signal),
      results: "RequestResponses",
      receipt: "RecordId",
    };
  }

  send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    return sendRecords(this.#call, batch, signal);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

function requestOf(deliveryStreamName: string, batch: readonly Message[]): string {
  const records = batch.map(({ body }) => `{"Data":"${Buffer.from(body).toString("base64")}"}`);
  return `{"DeliveryStreamName":${JSON.stringify(deliveryStreamName)},"Records":[${records.join(",")}]}`;
}
