import type { Client } from "undici";
import type { Milliseconds } from "../../core/time.ts";
import type { Exchange } from "./exchange.ts";

/**
 * A kept connection with its one clock: it carries one exchange at a time, and a clock that is set anew costs less than
 * a new one for each.
 */
export class Connection {
  readonly client: Client;
  readonly #clock: NodeJS.Timeout;
  #exchange: Exchange | undefined;

  constructor(client: Client, timeout: Milliseconds) {
    this.client = client;
    this.#clock = setTimeout(() => this.#exchange?.timedOut(), timeout).unref();
  }

  /** The exchange begins: its time runs. */
  begin(exchange: Exchange): void {
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
  #waiting: ((connection: Connection) => void)[] = [];

  constructor(make: () => Connection, most: number) {
    this.#make = make;
    this.#most = most;
  }

  /** Calls `use` as soon as a connection is free; whoever has it gives it back. */
  take(use: (connection: Connection) => void): void {
    // The one given back last is the one most likely still open.
    const free = this.#free.pop() ?? (this.#all.length < this.#most ? this.#another() : undefined);
    if (free === undefined) this.#waiting.push(use);
    else use(free);
  }

  giveBack(connection: Connection): void {
    connection.end();
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else next(connection);
  }

  /** Ends everything; who still waits is given a connection that says so. */
  async destroy(): Promise<void> {
    await Promise.all(this.#all.map((connection) => connection.destroy()));
    const waiting = this.#waiting;
    this.#waiting = [];
    const [ended] = this.#all;
    if (ended !== undefined) for (const use of waiting) use(ended);
  }

  #another(): Connection {
    const made = this.#make();
    this.#all.push(made);
    return made;
  }
}
