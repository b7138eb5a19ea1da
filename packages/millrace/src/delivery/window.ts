import type { Batch } from "./batch.ts";
import type { Settled } from "./lane-commits.ts";

interface Slot {
  readonly batch: Batch;
  settled: Settled | undefined;
}

/**
 * The batches of a lane that were cut and are not yet settled up to, in log order. They may end out of order;
 * what they settle is given out in order, so that the cursor only ever moves over a settled prefix.
 */
export class Window {
  readonly #slots: Slot[] = [];

  get size(): number {
    return this.#slots.length;
  }

  push(batch: Batch): void {
    this.#slots.push({ batch, settled: undefined });
  }

  /** The batch ended: answers what may be committed now, oldest first. */
  settle(batch: Batch, settled: Settled): readonly Settled[] {
    const slot = this.#slots.find((each) => each.batch === batch);
    if (slot !== undefined) slot.settled = settled;
    const ready: Settled[] = [];
    for (let first = this.#slots[0]; first?.settled !== undefined; first = this.#slots[0]) {
      ready.push(first.settled);
      this.#slots.shift();
    }
    return ready;
  }
}
