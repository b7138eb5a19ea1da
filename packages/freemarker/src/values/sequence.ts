import { Collection, Sequence } from "./value.ts";
import type { Maybe } from "./value.ts";

/** A sequence whose items are values already. */
export class ListSequence extends Sequence {
  readonly items: readonly Maybe[];

  constructor(items: readonly Maybe[]) {
    super();
    this.items = items;
  }

  get length(): number {
    return this.items.length;
  }

  at(index: number): Maybe {
    return this.items[index];
  }
}

/**
 * What `?filter`, `?map`, `?take_while` and `?drop_while` give where the next step reads it once through: items are made as
 * they are asked for.
 */
export class LazyCollection extends Collection {
  private readonly iterate: () => Iterator<Maybe>;

  constructor(iterate: () => Iterator<Maybe>) {
    super();
    this.iterate = iterate;
  }

  [Symbol.iterator](): Iterator<Maybe> {
    return this.iterate();
  }
}
