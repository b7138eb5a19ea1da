import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { RequestFailure } from "../requests/outcomes.ts";
import { outcomeOf } from "../requests/outcomes.ts";
import { DELIVERED, sendBatch } from "../requests/send-batch.ts";
import type { WebhookClient } from "./client.ts";
import { NO_ATTRIBUTES } from "./format.ts";

/** Posts each message of a batch by itself, several at once. The id of a message is its event's: the same at every attempt. */
export class WebhookSender implements Sender {
  readonly #client: WebhookClient;

  constructor(client: WebhookClient) {
    this.#client = client;
  }

  send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    return sendBatch(batch, signal, ({ event, body, bodyBytes, attributes }, done) => {
      const post = { id: event.id, body, bodyBytes, headers: headersOf(attributes) };
      return this.#client.post(post, (failure) => done(judge(failure)));
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

/** Names and values in turn; nothing is made for the many messages that have none. */
function headersOf(attributes: Message["attributes"]): readonly string[] {
  return attributes === NO_ATTRIBUTES ? NO_HEADERS : Object.entries(attributes).flat();
}

const NO_HEADERS: readonly string[] = [];

function judge(failure: RequestFailure | undefined): Outcome {
  return failure === undefined ? DELIVERED : outcomeOf(failure);
}
