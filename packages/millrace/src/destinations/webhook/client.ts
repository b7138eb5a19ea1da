import type { NetworkPolicy } from "../../core/destination.ts";
import { maskerOfCut } from "../mask.ts";
import type { Connection } from "../requests/connections.ts";
import type { Ended } from "../requests/exchange.ts";
import { isSuccess } from "../requests/exchange.ts";
import type { RequestFailure } from "../requests/outcomes.ts";
import type { Post } from "../requests/post.ts";
import { DEFAULT_TIMEOUT_SECONDS, RequestClient } from "../requests/request-client.ts";
import { customHeaders } from "./headers.ts";
import type { Unsigned } from "./signature.ts";
import { MessageSigner } from "./signature.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { bytesOf } from "./signing-keys.ts";
import type { WebhookSecrets, WebhookSettings } from "./settings.ts";

/** What goes out as one request. */
export interface WebhookPost extends Unsigned {
  /** Names and values in turn, beside those of every message. */
  readonly headers: readonly string[];
}

/** Each message's id, the time it was signed at and its signature, as Standard Webhooks and as Svix call them. */
const OWN_HEADERS = [
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "svix-id",
  "svix-timestamp",
  "svix-signature",
];

/** Posts signed messages to one URL. Their end is the failure, or undefined where the endpoint took the message. */
export class WebhookClient extends RequestClient<WebhookPost, RequestFailure | undefined> {
  readonly #path: string;
  /** Names and values in turn; those that every message has of its own come first, and are empty. */
  readonly #headers: readonly string[];
  readonly #signer: MessageSigner;

  constructor(settings: WebhookSettings, secrets: WebhookSecrets & SigningKeys, policy: NetworkPolicy) {
    const timeout = (settings.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000;
    super({ url: settings.url, policy, timeout, mask: maskerOfCut(secretTexts(secrets)) });
    const url = new URL(settings.url);
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
  }

  /** See {@link RequestClient}. */
  dispatch(post: Post<WebhookPost, RequestFailure | undefined>, { client }: Connection): void {
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

  /** See {@link RequestClient}. */
  judge(ended: Ended): RequestFailure | undefined {
    return "answer" in ended && isSuccess(ended.answer.status) ? undefined : this.failureOf(ended);
  }
}

/** Everything that must not be repeated: keys as they are written and as they are, values with and without their scheme. */
function secretTexts({ headers, signingKeys }: WebhookSecrets & SigningKeys): readonly string[] {
  const values = Object.values(headers ?? {}).flatMap((value) => [value].concat(value.split(/\s+/).slice(1)));
  return [...values, ...signingKeys.flatMap(({ key }) => [key, bytesOf(key).toString("base64")])];
}
