import { messageOf } from "../../core/errors.ts";
import type { Bytes } from "../../core/message.ts";
import type { Borrower, Connection } from "./connections.ts";
import type { Ended } from "./exchange.ts";
import { Exchange } from "./exchange.ts";

/** What a {@link Post} needs of its client. */
export interface PostOffice<M, R> {
  /** Sends the request over the connection. */
  dispatch(post: Post<M, R>, connection: Connection): void;
  giveBack(connection: Connection): void;
  /** How much of an answer's body is kept. */
  keeps(message: M, status: number): Bytes;
  /** What the end means. */
  judge(ended: Ended): R;
}

/** A message on its way: it waits for a connection, goes out over it, and gives it back once there is an answer, or none. */
export class Post<M, R> extends Exchange implements Borrower {
  readonly message: M;
  readonly #office: PostOffice<M, R>;
  readonly #done: (result: R) => void;
  #connection: Connection | undefined;

  /** @param done called once, with what the client makes of the end */
  constructor(message: M, office: PostOffice<M, R>, done: (result: R) => void) {
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

  protected keeps(status: number): Bytes {
    return this.#office.keeps(this.message, status);
  }

  protected ended(ended: Ended): void {
    if (this.#connection !== undefined) this.#office.giveBack(this.#connection);
    this.#done(this.#office.judge(ended));
  }
}
