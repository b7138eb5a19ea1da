import type { ServerProcess } from "./server-process.ts";
import { member } from "./support.ts";

/** Numbered events, handed in until each was answered for. */
export class Appender {
  /** How many events were answered with 202. */
  accepted = 0;
  readonly #path: string;
  readonly #server: ServerProcess;
  readonly #random: () => number;
  #next: number;
  #ended = false;

  /**
   * @param project path of the project
   * @param from its first number
   */
  constructor(server: ServerProcess, project: string, random: () => number, from = 0) {
    this.#path = `${project}/events`;
    this.#next = from;
    this.#server = server;
    this.#random = random;
  }

  /** No further call is begun. */
  end(): void {
    this.#ended = true;
  }

  /**
   * Hands in events until {@link end}, up to 15 a call.
   * @param wait milliseconds between calls at most
   */
  async work(wait: number, event: (n: number) => object): Promise<void> {
    while (!this.#ended) {
      await this.#append(1 + Math.floor(this.#random() * 15), event);
      await pause(this.#random() * wait);
    }
  }

  /** The same ids again and again until the answer comes: a kill may have come between the flush and the answer. */
  async #append(count: number, event: (n: number) => object): Promise<void> {
    const events = Array.from({ length: count }, () => {
      const n = this.#next++;
      return { id: `n-${n}`, ...event(n) };
    });
    for (;;) {
      const answer = await this.#server.api.call("POST", this.#path, { events }).catch(() => undefined);
      if (answer?.status === 202) {
        if (member(answer.body, "rejected") !== 0) throw new Error(`events were refused: ${answer.text}`);
        this.accepted += count;
        return;
      }
      await pause(50);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
