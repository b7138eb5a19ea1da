import { Client } from "undici";
import type { NetworkPolicy } from "../../core/destination.ts";
import { messageOf } from "../../core/errors.ts";
import type { Bytes } from "../../core/message.ts";
import type { Milliseconds } from "../../core/time.ts";
import { guardedConnector } from "../net/connector.ts";
import { urlFault } from "../net/endpoint.ts";
import { waitAskedFor } from "../net/retry-after.ts";
import { Connection, Connections } from "./connections.ts";
import type { Ended, Exchange } from "./exchange.ts";
import { isSuccess, SAID_BYTES } from "./exchange.ts";
import type { NoAnswer, RequestFailure } from "./outcomes.ts";
import type { PostOffice } from "./post.ts";
import { Post } from "./post.ts";

/** Requests to one destination that are under way at once, over all its lanes. */
export const REQUESTS = 16;

/** Of requests to one destination, where its settings say nothing. */
export const DEFAULT_TIMEOUT_SECONDS = 15;

/** A connection, TLS included, comes about within this or not at all. */
export const CONNECT_TIMEOUT_MS: Milliseconds = 5_000;

/** The code of an error that says that the address must not be reached, as of `ForbiddenAddressError`. */
const FORBIDDEN_URL = "EADDRFORBIDDEN";

/** Of what an endpoint says, as much is shown. */
const SHOWN_CHARACTERS = 500;

/** What a {@link RequestClient} is made of. */
export interface RequestClientOptions {
  /** Requests go to its scheme, host and port. */
  readonly url: string;
  readonly policy: NetworkPolicy;
  /** Of one request in all. */
  readonly timeout: Milliseconds;
  /** Takes secrets out of what the endpoint says; `cut`: whether more would have followed. */
  readonly mask: (text: string, cut: boolean) => string;
  /** Requests at once; {@link REQUESTS} where absent. */
  readonly requests?: number;
}

/**
 * Sends requests to one scheme, host and port over kept connections. Redirects are not followed, and nothing is tried twice.
 * What goes out for a message `M` and what its end means, an `R`, is said by each type of destination.
 */
export abstract class RequestClient<M, R> implements PostOffice<M, R> {
  readonly #connections: Connections;
  readonly #mask: (text: string, cut: boolean) => string;
  /** Set where the URL may not be used any more: the operator's policy may be stricter than when it was saved. */
  readonly #fault: string | undefined;

  constructor({ url, policy, timeout, mask, requests = REQUESTS }: RequestClientOptions) {
    this.#fault = urlFault(url, policy);
    this.#mask = mask;
    const options: Client.Options = {
      pipelining: 1,
      // The connection has one clock for all of an exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: guardedConnector(policy, Math.min(CONNECT_TIMEOUT_MS, timeout)),
    };
    const { origin } = new URL(url);
    this.#connections = new Connections(() => new Connection(new Client(origin, options), timeout), requests);
  }

  /** Sends the request over the connection. */
  abstract dispatch(post: Post<M, R>, connection: Connection): void;

  /** What the end means. */
  abstract judge(ended: Ended): R;

  /** Of a success nothing is kept, of all else what a person wants to read. */
  keeps(_message: M, status: number): Bytes {
    return isSuccess(status) ? 0 : SAID_BYTES;
  }

  /**
   * Sends a message, and calls `done` once. Answers the exchange, so that it can be cancelled; undefined where there is
   * none.
   */
  post(message: M, done: (result: R) => void): Exchange | undefined {
    if (this.#fault !== undefined) {
      done(this.judge(forbidden(this.#fault)));
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
  giveBack(connection: Connection): void {
    this.#connections.giveBack(connection);
  }

  /** An end that is no success, as it may be told to people. */
  protected failureOf(ended: Ended): RequestFailure {
    if ("error" in ended)
      return { noAnswer: reasonOf(ended), said: this.#said(messageOf(ended.error), false) };
    const { status, headers, text, cut } = ended.answer;
    return { status, said: this.#said(text, cut), after: waitAskedFor(headers["retry-after"], Date.now()) };
  }

  /** What a stranger said, on one line, without the secrets in it. */
  #said(text: string, cut: boolean): string {
    // oxlint-disable-next-line no-control-regex
    const line = this.#mask(text, cut).replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ");
    return line.trim().slice(0, SHOWN_CHARACTERS);
  }
}

function forbidden(fault: string): Ended {
  const error = Object.assign(new Error(`url ${fault}`), { code: FORBIDDEN_URL });
  return { error, sent: false, why: "failed" };
}

const TLS_ERROR = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_|EPROTO)/;

function reasonOf({ error, sent, why }: Extract<Ended, { error: Error }>): NoAnswer {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (why === "timed_out") return "timed_out";
  if (why === "cancelled" || code === "UND_ERR_DESTROYED") return "aborted";
  if (code === FORBIDDEN_URL) return "address_forbidden";
  if (sent) return "connection_lost";
  return TLS_ERROR.test(code) ? "tls_failed" : "unreachable";
}
