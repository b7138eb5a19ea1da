import type { Delivery } from "./delivery.ts";

/**
 * The deliveries of each ordering key that have not ended, in log order. The first of a key may be sent; those behind it
 * wait, or travel in one request with it. Keys that nobody waits for take no room.
 */
export class KeyQueues {
  readonly #queues = new Map<string, Delivery[]>();

  /** Puts a delivery last in its key; answers the one before it, if there is one. */
  push(delivery: Delivery): Delivery | undefined {
    const queue = this.#queues.get(delivery.key);
    if (queue === undefined) {
      this.#queues.set(delivery.key, [delivery]);
      return undefined;
    }
    const before = queue.at(-1);
    queue.push(delivery);
    return before;
  }

  /** True where nothing of its key has to end before it. */
  isFirst(delivery: Delivery): boolean {
    return this.#queues.get(delivery.key)?.[0] === delivery;
  }

  /** The deliveries of its key behind it, in order. */
  behind(delivery: Delivery): readonly Delivery[] {
    const queue = this.#queues.get(delivery.key) ?? [];
    return queue.slice(queue.indexOf(delivery) + 1);
  }

  /** Takes out a delivery that has ended; answers the one that is now first of its key, where that has changed. */
  remove(delivery: Delivery): Delivery | undefined {
    const queue = this.#queues.get(delivery.key);
    if (queue === undefined) return undefined;
    const index = queue.indexOf(delivery);
    if (index === -1) return undefined;
    if (queue.length === 1) {
      this.#queues.delete(delivery.key);
      return undefined;
    }
    queue.splice(index, 1);
    return index === 0 ? queue[0] : undefined;
  }
}
