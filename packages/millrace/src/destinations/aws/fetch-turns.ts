interface Place {
  underWay: number;
  /** In the order they came. */
  readonly waiting: Set<() => void>;
}

/**
 * Bounds how many fetches are under way at one place at a time. Thousands of lanes that start at once, each with a role of
 * its own, would else ask STS all at once: it throttles an account, and each question is a connection. A place that is slow
 * holds up nobody at another one.
 */
export class FetchTurns {
  readonly #most: number;
  readonly #places = new Map<string, Place>();

  /** @param most at one place */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Waits for a turn, in the order of asking.
   * @returns what gives it back, to be called once; undefined where `signal` aborted before it came
   */
  async take(name: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    const place = this.#places.get(name) ?? { underWay: 0, waiting: new Set() };
    this.#places.set(name, place);
    if (place.underWay < this.#most) place.underWay++;
    else if (!(await handedOn(place, signal))) return undefined;
    return () => this.#giveBack(name, place);
  }

  /** The turn goes to whoever waits first, without being free in between. */
  #giveBack(name: string, place: Place): void {
    const [next] = place.waiting;
    if (next !== undefined) next();
    else if (--place.underWay === 0) this.#places.delete(name);
  }
}

function handedOn({ waiting }: Place, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const leave = (came: boolean): void => {
      waiting.delete(come);
      signal.removeEventListener("abort", go);
      resolve(came);
    };
    const come = (): void => leave(true);
    const go = (): void => leave(false);
    waiting.add(come);
    signal.addEventListener("abort", go, { once: true });
  });
}
