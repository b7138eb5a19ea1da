import { LazyCollection } from "./sequence.ts";
import type { Maybe } from "./value.ts";

/** A lazy collection that knows how many items it will give without making them, as `?map` of a sequence does. */
export class SizedLazyCollection extends LazyCollection {
  readonly size: number;

  constructor(size: number, iterate: () => Iterator<Maybe>) {
    super(iterate);
    this.size = size;
  }
}
