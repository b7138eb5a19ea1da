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

/** An iterator that may say whether there is a next item without making it: making items may be seen by the template. */
interface ForeseeingIterator extends Iterator<Maybe> {
  hasNext?(): boolean;
}

/** Reads items one by one, and says whether there is a next one. Where only reading it tells, it is kept until it is asked for. */
export class ItemReader implements Iterator<Maybe> {
  private readonly items: ForeseeingIterator;
  private kept: IteratorResult<Maybe> | undefined;

  constructor(items: Iterable<Maybe>) {
    this.items = items[Symbol.iterator]();
  }

  next(): IteratorResult<Maybe> {
    const { kept } = this;
    if (kept === undefined) return this.items.next();
    this.kept = undefined;
    return kept;
  }

  hasNext(): boolean {
    if (this.kept === undefined) {
      if (this.items.hasNext !== undefined) return this.items.hasNext();
      this.kept = this.items.next();
    }
    return this.kept.done !== true;
  }
}
