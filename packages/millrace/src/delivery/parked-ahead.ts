import type { Position } from "../core/event.ts";
import type { Delivery } from "./delivery.ts";

/**
 * Deliveries that were parked behind the cursor when the lane was opened. Of their keys, what lies between was sent and
 * perhaps not written down: it is sent once more, and they have to come after it. So they wait until the source was taken
 * as far as they stand.
 */
export class ParkedAhead {
  /** By position, the last first. */
  #deliveries: Delivery[] = [];

  get size(): number {
    return this.#deliveries.length;
  }

  /** @param deliveries in log order */
  set(deliveries: readonly Delivery[]): void {
    this.#deliveries = deliveries.toReversed();
  }

  /** Takes out those at and below the position, in log order. */
  takeThrough(position: Position): readonly Delivery[] {
    const taken: Delivery[] = [];
    for (let next = this.#deliveries.at(-1); next !== undefined; next = this.#deliveries.at(-1)) {
      if (next.position > position) break;
      this.#deliveries.pop();
      taken.push(next);
    }
    return taken;
  }
}
