import type { Maybe } from "./value.ts";

/** Something that can be listed, once through, from the first item to the last. */
export abstract class Collection {
  abstract [Symbol.iterator](): Iterator<Maybe>;
}

/** A list of values that are reached by index, from 0. An item may be missing. */
export abstract class Sequence extends Collection {
  /** The number of items; `Infinity` for a range without an end. */
  abstract readonly length: number;
  /** The item at `index`; undefined where it is missing, or where there is no such index. */
  abstract at(index: number): Maybe;

  [Symbol.iterator](): Iterator<Maybe> {
    return new SequenceIterator(this);
  }
}

/** The end of all iterators here. */
export const ITERATED: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Goes through a sequence; takes half the time of a generator. */
class SequenceIterator implements Iterator<Maybe> {
  private readonly sequence: Sequence;
  private index = 0;

  constructor(sequence: Sequence) {
    this.sequence = sequence;
  }

  next(): IteratorResult<Maybe> {
    if (this.index >= this.sequence.length) return ITERATED;
    return { done: false, value: this.sequence.at(this.index++) };
  }
}

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
