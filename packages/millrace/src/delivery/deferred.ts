import type { Delivery } from "./delivery.ts";

/** Of each part that was at its limit, deliveries looked at again at once: more than it takes until the next time. */
const RELEASED_AT_ONCE = 50;

/** Deliveries whose part of the destination is at its limit, by part, in the order they came up. */
export class Deferred {
  readonly #byPart = new Map<string, Delivery[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(delivery: Delivery, part: string): void {
    delivery.deferred = true;
    const deliveries = this.#byPart.get(part);
    if (deliveries === undefined) this.#byPart.set(part, [delivery]);
    else deliveries.push(delivery);
    this.#size++;
  }

  /** Takes out some of each part. */
  release(): readonly Delivery[] {
    const released: Delivery[] = [];
    for (const [part, deliveries] of this.#byPart) {
      for (const delivery of deliveries.splice(0, RELEASED_AT_ONCE)) {
        delivery.deferred = false;
        released.push(delivery);
      }
      if (deliveries.length === 0) this.#byPart.delete(part);
    }
    this.#size -= released.length;
    return released;
  }
}
