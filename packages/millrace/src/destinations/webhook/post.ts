import { messageOf } from "../../core/errors.ts";
import type { Borrower, Connection } from "./connections.ts";
import type { Ended } from "./exchange.ts";
import { Exchange } from "./exchange.ts";
import type { WebhookFailure } from "./outcomes.ts";
import type { Unsigned } from "./signature.ts";

/** What goes out as one request. */
export interface WebhookPost extends Unsigned {
  /** Names and values in turn, beside those of every message. */
  readonly headers: readonly string[];
}

/** What a {@link Post} needs of its client. */
export interface PostOffice {
  /** Sends the request over the connection. */
  dispatch(post: Post, connection: Connection): void;
  giveBack(connection: Connection): void;
  /** What the end means; undefined where the endpoint took the message. */
  failureOf(ended: Ended): WebhookFailure | undefined;
}

/** A message on its way: it waits for a connection, goes out over it, and gives it back once there is an answer, or none. */
export class Post extends Exchange implements Borrower {
  readonly message: WebhookPost;
  readonly #office: PostOffice;
  readonly #done: (failure: WebhookFailure | undefined) => void;
  #connection: Connection | undefined;

  /** @param done called once, with undefined where the endpoint took the message */
  constructor(message: WebhookPost, office: PostOffice, done: (failure: WebhookFailure | undefined) => void) {
    super();
    this.message = message;
    this.#office = office;
    this.#done = done;
  }

  lent(connection: Connection): void {
    if (this.over) {
      this.#office.giveBack(connection);
      return;
    }
    this.#connection = connection;
    try {
      this.#office.dispatch(this, connection);
    } catch (error) {
      // Thrown on, it would reach whoever gave the connection back, and this message would never be over.
      this.fail(error instanceof Error ? error : new Error(messageOf(error)));
    }
  }

  protected started(): void {
    this.#connection?.begin(this);
  }

  protected ended(ended: Ended): void {
    if (this.#connection !== undefined) this.#office.giveBack(this.#connection);
    this.#done(this.#office.failureOf(ended));
  }
}
