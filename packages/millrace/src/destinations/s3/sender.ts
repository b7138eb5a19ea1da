import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import { outcomeOf } from "../aws/errors.ts";
import { sendEach } from "../send-each.ts";
import { UPLOADS } from "./client.ts";
import type { S3Client } from "./client.ts";

const DELIVERED: Outcome = { kind: "delivered" };

/** Writes each message of a batch as an object of its own, several at once. */
export class S3Sender implements Sender {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  async send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    return sendEach(batch, UPLOADS, (message) => this.#put(message, signal));
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #put(message: Message, signal: AbortSignal): Promise<Outcome> {
    const { key, body, attributes } = message;
    const failure = await this.#client.put({ key, body, metadata: attributes }, signal);
    return failure === undefined ? DELIVERED : outcomeOf(failure);
  }
}
