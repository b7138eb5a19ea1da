import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import { callEach } from "../send-each.ts";
import type { WebhookClient } from "./client.ts";
import { REQUESTS } from "./client.ts";
import { NO_ATTRIBUTES } from "./format.ts";
import type { Exchange } from "./exchange.ts";
import type { WebhookFailure } from "./outcomes.ts";
import { outcomeOf } from "./outcomes.ts";

const DELIVERED: Outcome = { kind: "delivered" };

const STOPPED: Outcome = outcomeOf({ noAnswer: "aborted", said: "" });

/** Posts each message of a batch by itself, several at once. The id of a message is its event's: the same at every attempt. */
export class WebhookSender implements Sender {
  readonly #client: WebhookClient;

  constructor(client: WebhookClient) {
    this.#client = client;
  }

  send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    if (signal.aborted) return Promise.resolve(batch.map(() => STOPPED));
    return new Promise((resolve) => {
      /** What each worker has under way, or had last. */
      const open: (Exchange | undefined)[] = [];
      const cancel = (): void => open.forEach((exchange) => exchange?.cancel());
      signal.addEventListener("abort", cancel);
      callEach(
        batch,
        REQUESTS,
        ({ event, body, bodyBytes, attributes }, worker, done) => {
          const post = { id: event.id, body, bodyBytes, headers: headersOf(attributes) };
          open[worker] = this.#client.post(post, (failure) => done(judge(failure)));
        },
        (outcomes) => {
          signal.removeEventListener("abort", cancel);
          resolve(outcomes);
        },
      );
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

function judge(failure: WebhookFailure | undefined): Outcome {
  return failure === undefined ? DELIVERED : outcomeOf(failure);
}
