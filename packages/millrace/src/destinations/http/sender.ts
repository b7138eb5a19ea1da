import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { Ended } from "../requests/exchange.ts";
import type { Cancellable } from "../requests/send-batch.ts";
import { DELIVERED, sendBatch } from "../requests/send-batch.ts";
import { AuthorizedRequest } from "./authorized-request.ts";
import type { HttpClient, HttpRequest } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";
import { METHOD, URL_OF } from "./format.ts";
import type { Responses } from "./responses.ts";

/** Sends each message of a batch as the request it was rendered to, several at once. */
export class HttpSender implements Sender {
  readonly #endpoints: Endpoints;
  readonly #responses: Responses;

  constructor(endpoints: Endpoints, responses: Responses) {
    this.#endpoints = endpoints;
    this.#responses = responses;
  }

  send(batch: readonly Message[], signal: AbortSignal): Promise<readonly Outcome[]> {
    return sendBatch(batch, signal, (message, done) => this.#sendOne(message, done));
  }

  async close(): Promise<void> {
    await this.#endpoints.close();
  }

  #sendOne(message: Message, done: (outcome: Outcome) => void): Cancellable | undefined {
    const url = message.attributes[URL_OF] ?? "";
    const slash = url.indexOf("/", url.indexOf("//") + 2);
    const client = this.#endpoints.at(url.slice(0, slash));
    if (client === undefined) {
      done(this.#responses.outcomeOf(ELSEWHERE));
      return undefined;
    }
    const request = requestOf(message, url.slice(slash));
    const { tokens } = this.#endpoints;
    if (tokens === undefined) return client.post(request, (ended) => done(this.#judge(client, ended)));
    return new AuthorizedRequest(request, { client, tokens }, (end) =>
      done("noToken" in end ? end.noToken : this.#judge(client, end)),
    ).start();
  }

  #judge(client: HttpClient, ended: Ended): Outcome {
    if ("answer" in ended && this.#responses.succeeds(ended.answer.status)) return DELIVERED;
    return this.#responses.outcomeOf(client.explain(ended));
  }
}

/** Of a message that was made by other settings than the sender. */
const ELSEWHERE = {
  noAnswer: "address_forbidden",
  said: "The url of the request is none of this destination's",
} as const;

function requestOf({ attributes, body }: Message, path: string): HttpRequest {
  const headers: string[] = [];
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && name !== METHOD && name !== URL_OF) headers.push(name, value);
  }
  return { method: attributes[METHOD] ?? "POST", path, headers, body };
}
