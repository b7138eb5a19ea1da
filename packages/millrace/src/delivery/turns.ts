import type { Milliseconds } from "../core/time.ts";

/** How long lanes may work before the event loop gets its turn: requests and answers then wait at most about this long. */
const SLICE: Milliseconds = 4;

/**
 * Lets lanes share the process by turns: each asks for a turn, does one small piece of work and asks again.
 * Turns are given in the order they were asked for, so no lane's amount of work delays another's next piece.
 */
export class Turns {
  #waiting: (() => void)[] = [];
  #scheduled = false;

  /** Asks for one turn. */
  ask(work: () => void): void {
    this.#waiting.push(work);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#run();
    });
  }

  #run(): void {
    const end = performance.now() + SLICE;
    const round = this.#waiting;
    this.#waiting = [];
    let done = 0;
    while (done < round.length && performance.now() < end) {
      round[done]?.();
      done++;
    }
    if (done < round.length) this.#waiting = [...round.slice(done), ...this.#waiting];
    if (this.#waiting.length > 0) this.#schedule();
  }
}
