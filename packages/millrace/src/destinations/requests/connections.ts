import type { Client } from "undici";
import type { Milliseconds } from "../../core/time.ts";

/** What a connection carries. */
export interface Carried {
  /** Its time is over. */
  timedOut(): void;
}

/** Who asks for a connection; whoever has been lent one gives it back. */
export interface Borrower {
  lent(connection: Connection): void;
}

/**
 * A kept connection with its one clock: it carries one exchange at a time, and a clock that is set anew costs less than
 * a new one for each.
 */
export class Connection {
  readonly client: Client;
  readonly #clock: NodeJS.Timeout;
  #exchange: Carried | undefined;

  constructor(client: Client, timeout: Milliseconds) {
    this.client = client;
    this.#clock = setTimeout(() => this.#exchange?.timedOut(), timeout).unref();
  }

  /** The exchange begins: its time runs. */
  begin(exchange: Carried): void {
    this.#exchange = exchange;
    this.#clock.refresh();
  }

  /** The exchange is over. */
  end(): void {
    this.#exchange = undefined;
  }

  async destroy(): Promise<void> {
    clearTimeout(this.#clock);
    await this.client.destroy();
  }
}

/** The connections of one destination: made as they are needed, at most as many as given, lent to one exchange at a time. */
export class Connections {
  readonly #make: () => Connection;
  readonly #most: number;
  readonly #all: Connection[] = [];
  readonly #free: Connection[] = [];
  #waiting: Borrower[] = [];

  constructor(make: () => Connection, most: number) {
    this.#make = make;
    this.#most = most;
  }

  /** Lends a connection as soon as one is free. */
  lend(borrower: Borrower): void {
    // The one given back last is the one most likely still open.
    const free = this.#free.pop() ?? (this.#all.length < this.#most ? this.#another() : undefined);
    if (free === undefined) this.#waiting.push(borrower);
    else borrower.lent(free);
  }

  giveBack(connection: Connection): void {
    connection.end();
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else next.lent(connection);
  }

  /** Ends everything; who still waits is given a connection that says so. */
  async destroy(): Promise<void> {
    await Promise.all(this.#all.map((connection) => connection.destroy()));
    const waiting = this.#waiting;
    this.#waiting = [];
    const [ended] = this.#all;
    if (ended !== undefined) for (const borrower of waiting) borrower.lent(ended);
  }

  #another(): Connection {
    const made = this.#make();
    this.#all.push(made);
    return made;
  }
}
