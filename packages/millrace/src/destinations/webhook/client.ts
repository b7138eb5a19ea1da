import { Client } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import { maskerOfCut } from "../mask.ts";
import { guardedConnector } from "../net/connector.ts";
import { urlFault } from "../net/endpoint.ts";
import { waitAskedFor } from "../net/retry-after.ts";
import { Connection, Connections } from "./connections.ts";
import type { Answer, Ended } from "./exchange.ts";
import { Exchange, isSuccess } from "./exchange.ts";
import { customHeaders } from "./headers.ts";
import type { NoAnswer, WebhookFailure } from "./outcomes.ts";
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

const NO_HEADERS: readonly string[] = [];

/** What goes out as one request. */
export interface WebhookPost {
  readonly id: string;
  readonly body: string;
  /** Names and values in turn, beside those of every message. */
  readonly headers?: readonly string[];
}

/** Posts signed messages to one URL over kept connections. Redirects are not followed, and nothing is tried twice. */
export class WebhookClient {
  readonly #connections: Connections;
  readonly #path: string;
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
   * Posts a message; answers what `judge` makes of the failure, or of undefined where the endpoint took it.
   * @param open holds the exchange while it is under way, so that it can be cancelled
   */
  post<T>(
    message: WebhookPost,
    open: Set<Exchange>,
    judge: (failure: WebhookFailure | undefined) => T,
  ): Promise<T> {
    if (this.#fault !== undefined)
      return Promise.resolve(judge({ noAnswer: "address_forbidden", said: `url ${this.#fault}` }));
    return new Promise((resolve) => {
      this.#exchange(message, open, (ended) => resolve(judge(this.#failureOf(ended))));
    });
  }

  async close(): Promise<void> {
    await this.#connections.destroy();
  }

  #exchange(message: WebhookPost, open: Set<Exchange>, end: (ended: Ended) => void): void {
    let connection: Connection | undefined;
    const exchange: Exchange = new Exchange(
      () => connection?.begin(exchange),
      (ended) => {
        open.delete(exchange);
        if (connection !== undefined) this.#connections.giveBack(connection);
        end(ended);
      },
    );
    open.add(exchange);
    this.#connections.take((taken) => {
      if (exchange.over) {
        this.#connections.giveBack(taken);
        return;
      }
      connection = taken;
      const { body, headers } = this.#signer.sign(message.id, message.body, Date.now());
      const all = this.#headers.concat(headers, message.headers ?? NO_HEADERS);
      taken.client.dispatch({ method: "POST", path: this.#path, headers: all, body }, exchange);
    });
  }

  #failureOf(ended: Ended): WebhookFailure | undefined {
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
