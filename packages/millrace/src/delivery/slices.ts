import type { Position } from "../core/event.ts";
import type { Delivery } from "./delivery.ts";

/** What a lane took from its source at one go: the deliveries of it, and where the cursor stands once they are settled. */
export class Slice {
  readonly deliveries: Delivery[] = [];
  /** Deliveries that have neither ended nor been parked. */
  unsettled = 0;
  through: Position = 0;

  add(delivery: Delivery): void {
    this.deliveries.push(delivery);
    this.unsettled++;
  }
}

/**
 * The slices of a lane that are not settled up to, in log order. They may be settled out of order; the cursor only ever
 * moves over a settled prefix.
 */
export class Slices {
  #open: Slice[] = [];

  get size(): number {
    return this.#open.length;
  }

  push(slice: Slice): void {
    this.#open.push(slice);
  }

  /** Where the cursor may move to since the last call; undefined where it stays. */
  advance(): Position | undefined {
    let settled = 0;
    while (this.#open[settled]?.unsettled === 0) settled++;
    if (settled === 0) return undefined;
    const through = this.#open[settled - 1]?.through;
    this.#open = this.#open.slice(settled);
    return through;
  }

  /** The deliveries of slices that are not settled, in log order. */
  deliveries(): Delivery[] {
    return this.#open.flatMap((slice) => slice.deliveries);
  }

  /** True where the delivery at that position has ended. */
  isDone(position: Position): boolean {
    return this.#open.some(({ deliveries }) =>
      deliveries.some((each) => each.position === position && each.stand === "done"),
    );
  }

  /** Where the last slice ends; undefined where there is none. */
  get through(): Position | undefined {
    return this.#open.at(-1)?.through;
  }
}
