import type { NetworkPolicy } from "../../core/destination.ts";
import type { Outcome } from "../../core/message.ts";
import type { Milliseconds } from "../../core/time.ts";
import { maskerOfCut } from "../mask.ts";
import type { Ended } from "../requests/exchange.ts";
import { isSuccess } from "../requests/exchange.ts";
import type { RequestFailure } from "../requests/outcomes.ts";
import { describeFailure, outcomeOf } from "../requests/outcomes.ts";
import { HttpClient } from "./client.ts";
import type { OAuthCredentials } from "./oauth-settings.ts";
import { readTokenAnswer } from "./token-answer.ts";

/** A token, or what it means for every message that there is none. */
export type TokenResult =
  | { readonly token: string }
  | { readonly failure: Outcome & { kind: "unavailable" } };

/** No answer of a token server is longer. */
const MOST = 65_536;

/** A new token is fetched this long before the old one ends, or a fifth of its life where that is less. */
const EARLY: Milliseconds = 60_000;

/** A renewal that failed is not tried again before this, as long as the old token is good. */
const PAUSE: Milliseconds = 5_000;

/** So long a failure stands for whoever asks next: a batch of messages does not ask a server that is down for each. */
const FAILURE_STANDS: Milliseconds = 1_000;

/** A token that an endpoint refuses is not replaced again within this: it is not the token's age that is wrong then. */
const REPLACED_ONCE: Milliseconds = 5_000;

/** Times are `performance.now()`: a clock set anew changes nothing. */
interface Held {
  readonly token: string;
  /** When another one is fetched, while this one goes on being used. */
  readonly renewAt: Milliseconds;
  readonly endsAt: Milliseconds;
}

/**
 * The tokens of one destination by OAuth 2 client credentials: one for all requests, fetched when it is first needed and
 * again some time before it ends. One fetch is under way at a time; who needs its token waits for it.
 */
export class Tokens {
  readonly #client: HttpClient;
  readonly #credentials: OAuthCredentials;
  #held: Held | undefined;
  #failed: { readonly result: TokenResult; readonly at: Milliseconds } | undefined;
  #replacedAt = -Infinity;
  /** Endpoints may quote it after it was replaced. */
  #former: string | undefined;
  #waiting: ((result: TokenResult) => void)[] | undefined;

  constructor(
    credentials: OAuthCredentials,
    policy: NetworkPolicy,
    given: { readonly timeout: Milliseconds; readonly secrets: readonly string[] },
  ) {
    this.#credentials = credentials;
    const { tokenUrl } = credentials;
    const mask = maskerOfCut([...given.secrets, ...credentialTexts(credentials)]);
    this.#client = new HttpClient({ url: tokenUrl.href, policy, timeout: given.timeout, mask, requests: 1 });
  }

  /** A token that is good at the moment, without waiting; undefined where one has to be fetched. */
  now(): string | undefined {
    const held = this.#held;
    if (held === undefined) return undefined;
    const now = performance.now();
    if (now >= held.endsAt) return undefined;
    if (now >= held.renewAt && !this.#failedWithin(PAUSE)) this.fetch(() => {});
    return held.token;
  }

  /** Fetches a token, or waits for the one that is being fetched. */
  fetch(done: (result: TokenResult) => void): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(done);
      return;
    }
    if (this.#failed !== undefined && this.#failedWithin(FAILURE_STANDS)) {
      done(this.#failed.result);
      return;
    }
    this.#waiting = [done];
    this.#client.post(requestFor(this.#credentials), (ended) => this.#fetched(this.#read(ended)));
  }

  /** The endpoint does not take the token. True where another one is worth a try. */
  drop(token: string): boolean {
    if (this.#held?.token !== token) return true;
    const now = performance.now();
    if (now < this.#replacedAt + REPLACED_ONCE) return false;
    this.#replacedAt = now;
    this.#former = token;
    this.#held = undefined;
    return true;
  }

  /** What must not be told to anybody. */
  get texts(): readonly string[] {
    return [this.#held?.token, this.#former].filter((token) => token !== undefined);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #read(ended: Ended): TokenResult {
    if (!("answer" in ended) || !isSuccess(ended.answer.status))
      return { failure: failureOf(this.#client.explain(ended)) };
    const { text, cut } = ended.answer;
    const answer = readTokenAnswer(text, cut);
    if ("fault" in answer) return { failure: unusable(answer.fault) };
    const { token, life } = answer;
    const now = performance.now();
    this.#former = this.#held?.token ?? this.#former;
    this.#held = { token, renewAt: now + life - Math.min(EARLY, life / 5), endsAt: now + life };
    return { token };
  }

  #failedWithin(span: Milliseconds): boolean {
    return this.#failed !== undefined && performance.now() < this.#failed.at + span;
  }

  #fetched(result: TokenResult): void {
    this.#failed = "failure" in result ? { result, at: performance.now() } : undefined;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const done of waiting) done(result);
  }
}

/** RFC 6749, section 2.3.1: both are encoded before they are joined. */
function basic({ clientId, clientSecret }: OAuthCredentials): string {
  return Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString("base64");
}

function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}

function requestFor(credentials: OAuthCredentials) {
  const { tokenUrl, clientId, clientSecret, scope, audience, credentialsIn } = credentials;
  const inBody = credentialsIn === "body";
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    ...(inBody && { client_id: clientId, client_secret: clientSecret }),
  });
  const headers = [
    ["content-type", "application/x-www-form-urlencoded"],
    ["accept", "application/json"],
    ["user-agent", "Millrace"],
    ...(inBody ? [] : [["authorization", `Basic ${basic(credentials)}`]]),
  ].flat();
  return {
    method: "POST",
    path: tokenUrl.pathname + tokenUrl.search,
    headers,
    body: form.toString(),
    keeps: MOST,
  };
}

/** What the token server must not be quoted with. */
export function credentialTexts(credentials: OAuthCredentials): readonly string[] {
  const { clientSecret } = credentials;
  return [clientSecret, formEncoded(clientSecret), basic(credentials)];
}

/** Without a token nothing can be sent, whatever the reason. */
function failureOf(failure: RequestFailure): Outcome & { kind: "unavailable" } {
  const refused =
    "status" in failure && failure.status >= 400 && failure.status < 500 && failure.status !== 429;
  const usual = outcomeOf(failure);
  const after = "after" in usual ? usual.after : undefined;
  const message = `No OAuth token: ${describeFailure(failure)}. ${
    refused
      ? "Check tokenUrl, client id, secret and scope of the destination."
      : "Check tokenUrl, and whether its server is running."
  }`;
  return {
    kind: "unavailable",
    error: {
      code: refused ? "token_refused" : "token_unavailable",
      message,
      blame: refused ? "credentials" : "destination",
      ...("status" in failure && { providerCode: String(failure.status) }),
    },
    ...(after !== undefined && { after }),
  };
}

function unusable(fault: string): Outcome & { kind: "unavailable" } {
  const message = `No OAuth token: the answer of the token server ${fault}. Check tokenUrl.`;
  return { kind: "unavailable", error: { code: "token_unusable", message, blame: "destination" } };
}
