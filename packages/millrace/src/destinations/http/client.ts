import type { Bytes } from "../../core/message.ts";
import type { Connection } from "../requests/connections.ts";
import type { Ended } from "../requests/exchange.ts";
import { SAID_BYTES } from "../requests/exchange.ts";
import type { RequestFailure } from "../requests/outcomes.ts";
import type { Post } from "../requests/post.ts";
import { RequestClient } from "../requests/request-client.ts";

/** A request to the client's scheme, host and port. */
export interface HttpRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string;
  /** Of the answer's body, as much is kept; where absent, what a person wants to read of a failure. */
  readonly keeps?: Bytes;
}

/** Sends requests as they are; what an end means is for whoever asked. */
export class HttpClient extends RequestClient<HttpRequest, Ended> {
  /** See {@link RequestClient}. */
  dispatch(post: Post<HttpRequest, Ended>, { client }: Connection): void {
    const { method, path, headers, body } = post.message;
    client.dispatch({ method, path, headers, body }, post);
  }

  /** See {@link RequestClient}. */
  judge(ended: Ended): Ended {
    return ended;
  }

  /** See {@link RequestClient}. */
  override keeps({ keeps = SAID_BYTES }: HttpRequest): Bytes {
    return keeps;
  }

  /** An end that is no success, as it may be told to people. */
  explain(ended: Ended): RequestFailure {
    return this.failureOf(ended);
  }
}
