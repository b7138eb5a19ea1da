import { Client } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import { maskerOfCut } from "../mask.ts";
import { guardedConnector } from "../net/connector.ts";
import { urlFault } from "../net/endpoint.ts";
import { waitAskedFor } from "../net/retry-after.ts";
import { Connection, Connections } from "./connections.ts";
import type { Answer, Ended, Exchange } from "./exchange.ts";
import { isSuccess } from "./exchange.ts";
import { customHeaders } from "./headers.ts";
import type { NoAnswer, WebhookFailure } from "./outcomes.ts";
import { Post } from "./post.ts";
import type { PostOffice, WebhookPost } from "./post.ts";
import { MessageSigner } from "./signature.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { bytesOf } from "./signing-keys.ts";
import type { WebhookSecrets, WebhookSettings } from "./settings.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "./settings.ts";

/** Requests to one destination that are under way at once, over all its lanes. */
export const REQUESTS = 16;

/** A connection, TLS included, comes about within this or not at all. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Of what an endpoint says, as much is shown. */
const SHOWN_CHARACTERS = 500;

/** Each message's id, the time it was signed at and its signature, as Standard Webhooks and as Svix call them. */
const OWN_HEADERS = [
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "svix-id",
  "svix-timestamp",
  "svix-signature",
];

/** Posts signed messages to one URL over kept connections. Redirects are not followed, and nothing is tried twice. */
export class WebhookClient implements PostOffice {
  readonly #connections: Connections;
  readonly #path: string;
  /** Names and values in turn; those that every message has of its own come first, and are empty. */
  readonly #headers: readonly string[];
  readonly #signer: MessageSigner;
  readonly #mask: (text: string, cut: boolean) => string;
  /** Set where the URL may not be used any more: the operator's policy may be stricter than when it was saved. */
  readonly #fault: string | undefined;

  constructor(settings: WebhookSettings, secrets: WebhookSecrets & SigningKeys, policy: NetworkPolicy) {
    const url = new URL(settings.url);
    this.#fault = urlFault(settings.url, policy);
    this.#path = url.pathname + url.search;
    this.#headers = [
      ...OWN_HEADERS.flatMap((name) => [name, ""]),
      "content-type",
      "application/json",
      "user-agent",
      "Millrace",
      ...customHeaders(settings, secrets),
    ];
    this.#signer = new MessageSigner(secrets);
    this.#mask = maskerOfCut(secretTexts(secrets));
    const timeout = (settings.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000;
    const options: Client.Options = {
      pipelining: 1,
      // The connection has one clock for all of an exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: guardedConnector(policy, Math.min(CONNECT_TIMEOUT_MS, timeout)),
    };
    this.#connections = new Connections(
      () => new Connection(new Client(url.origin, options), timeout),
      REQUESTS,
    );
  }

  /**
   * Posts a message, and calls `done` once: with the failure, or with undefined where the endpoint took it.
   * Answers the exchange, so that it can be cancelled; undefined where there is none.
   */
  post(message: WebhookPost, done: (failure: WebhookFailure | undefined) => void): Exchange | undefined {
    if (this.#fault !== undefined) {
      done({ noAnswer: "address_forbidden", said: `url ${this.#fault}` });
      return undefined;
    }
    const post = new Post(message, this, done);
    this.#connections.lend(post);
    return post;
  }

  async close(): Promise<void> {
    await this.#connections.destroy();
  }

  /** See {@link PostOffice}. */
  dispatch(post: Post, { client }: Connection): void {
    const { message } = post;
    const { body, time, signature } = this.#signer.sign(message, Date.now());
    const headers = this.#headers.slice();
    // The values of OWN_HEADERS, filled in: much cheaper than arrays put together for each message.
    headers[1] = headers[7] = message.id;
    headers[3] = headers[9] = time;
    headers[5] = headers[11] = signature;
    for (const each of message.headers) headers.push(each);
    client.dispatch({ method: "POST", path: this.#path, headers, body }, post);
  }

  /** See {@link PostOffice}. */
  giveBack(connection: Connection): void {
    this.#connections.giveBack(connection);
  }

  /** See {@link PostOffice}. */
  failureOf(ended: Ended): WebhookFailure | undefined {
    if ("answer" in ended) return isSuccess(ended.answer.status) ? undefined : this.#refusal(ended.answer);
    return { noAnswer: reasonOf(ended), said: this.#said(messageOf(ended.error), false) };
  }

  #refusal({ status, retryAfter, text, cut }: Answer): WebhookFailure {
    return { status, said: this.#said(text, cut), after: waitAskedFor(retryAfter, Date.now()) };
  }

  /** What a stranger said, on one line, without the secrets in it. */
  #said(text: string, cut: boolean): string {
    // oxlint-disable-next-line no-control-regex
    const line = this.#mask(text, cut).replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ");
    return line.trim().slice(0, SHOWN_CHARACTERS);
  }
}

/** Everything that must not be repeated: keys as they are written and as they are, values with and without their scheme. */
function secretTexts({ headers, signingKeys }: WebhookSecrets & SigningKeys): readonly string[] {
  const values = Object.values(headers ?? {}).flatMap((value) => [value].concat(value.split(/\s+/).slice(1)));
  return [...values, ...signingKeys.flatMap(({ key }) => [key, bytesOf(key).toString("base64")])];
}

const TLS_ERROR = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_|EPROTO)/;

function reasonOf({ error, sent, why }: Extract<Ended, { error: Error }>): NoAnswer {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (why === "timed_out") return "timed_out";
  if (why === "cancelled" || code === "UND_ERR_DESTROYED") return "aborted";
  if (code === "EADDRFORBIDDEN") return "address_forbidden";
  if (sent) return "connection_lost";
  return TLS_ERROR.test(code) ? "tls_failed" : "unreachable";
}
