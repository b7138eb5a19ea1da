import type { Sender } from "../../core/destination.ts";
import type { Message, Outcome } from "../../core/message.ts";
import type { Ended } from "../requests/exchange.ts";
import type { Cancellable } from "../requests/send-batch.ts";
import { DELIVERED, sendBatch } from "../requests/send-batch.ts";
import { AuthorizedRequest } from "./authorized-request.ts";
import type { HttpClient } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";
import { METHOD, URL_OF } from "./format.ts";
import type { Responses } from "./responses.ts";

/** Sends each message of a batch as the request it was rendered to, several at once. */
export class HttpSender implements Sender {
  readonly #endpoints: Endpoints;
  readonly #responses: Responses;
  /** The attributes of the message before, and what they came to. */
  #known: Message["attributes"] | undefined;
  #head: RequestHead = { origin: "", path: "", method: "POST", headers: [] };

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
    const { origin, path, method, headers } = this.#headOf(message);
    const client = this.#endpoints.at(origin);
    if (client === undefined) {
      done(this.#responses.outcomeOf(ELSEWHERE));
      return undefined;
    }
    const request = { method, path, headers, body: message.body };
    const { tokens } = this.#endpoints;
    if (tokens === undefined) return client.post(request, (ended) => done(this.#judge(client, ended)));
    return new AuthorizedRequest(request, { client, tokens }, (end) =>
      done("noToken" in end ? end.noToken : this.#judge(client, end)),
    ).start();
  }

  /** Messages of one lane mostly share one object of attributes. */
  #headOf({ attributes }: Message): RequestHead {
    if (attributes !== this.#known) {
      this.#known = attributes;
      this.#head = headOf(attributes);
    }
    return this.#head;
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

/** Everything of a request but its body. */
interface RequestHead {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  /** Shared by requests: undici reads it and changes nothing. */
  readonly headers: string[];
}

function headOf(attributes: Message["attributes"]): RequestHead {
  const url = attributes[URL_OF] ?? "";
  const slash = url.indexOf("/", url.indexOf("//") + 2);
  const headers: string[] = [];
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && name !== METHOD && name !== URL_OF) headers.push(name, value);
  }
  return {
    origin: url.slice(0, slash),
    path: url.slice(slash),
    method: attributes[METHOD] ?? "POST",
    headers,
  };
}
