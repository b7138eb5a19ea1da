import type { Outcome } from "../../core/message.ts";
import type { Ended } from "../requests/exchange.ts";
import type { Cancellable } from "../requests/send-batch.ts";
import type { HttpClient, HttpRequest } from "./client.ts";
import type { TokenResult, Tokens } from "./tokens.ts";

/** How a request with a token ended: as any other, or without a token to send it with. */
export type AuthorizedEnd = Ended | { readonly noToken: Outcome & { readonly kind: "unavailable" } };

/**
 * A request that is sent with a token. Where the endpoint answers 401, the token may have ended before its time: the request
 * is sent once more with a new one.
 */
export class AuthorizedRequest implements Cancellable {
  readonly #request: HttpRequest;
  readonly #client: HttpClient;
  readonly #tokens: Tokens;
  readonly #done: (end: AuthorizedEnd) => void;
  #exchange: Cancellable | undefined;
  #over = false;

  /** @param done called once */
  constructor(
    request: HttpRequest,
    over: { readonly client: HttpClient; readonly tokens: Tokens },
    done: (end: AuthorizedEnd) => void,
  ) {
    this.#request = request;
    this.#client = over.client;
    this.#tokens = over.tokens;
    this.#done = done;
  }

  /** Sends it. */
  start(): this {
    const token = this.#tokens.now();
    if (token === undefined) this.#fetch(false);
    else this.#send(token, false);
    return this;
  }

  cancel(): void {
    if (this.#over) return;
    if (this.#exchange !== undefined) this.#exchange.cancel();
    else this.#end({ error: new Error("Sending was stopped"), sent: false, why: "cancelled" });
  }

  #fetch(again: boolean): void {
    this.#exchange = undefined;
    this.#tokens.fetch((result: TokenResult) => {
      if (this.#over) return;
      if ("token" in result) this.#send(result.token, again);
      else this.#end({ noToken: result.failure });
    });
  }

  #send(token: string, again: boolean): void {
    const headers = [...this.#request.headers, "authorization", `Bearer ${token}`];
    this.#exchange = this.#client.post({ ...this.#request, headers }, (ended) => {
      const isRefused = "answer" in ended && ended.answer.status === 401;
      if (isRefused && this.#tokens.drop(token) && !again) this.#again();
      else this.#end(ended);
    });
  }

  #again(): void {
    const token = this.#tokens.now();
    if (token === undefined) this.#fetch(true);
    else this.#send(token, true);
  }

  #end(end: AuthorizedEnd): void {
    this.#over = true;
    this.#done(end);
  }
}
