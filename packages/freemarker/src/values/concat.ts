import type { Budget } from "../runtime/limits.ts";
import { ENDLESS_SIZE } from "./range.ts";
import { Sequence } from "./sequence.ts";
import type { Maybe } from "./value.ts";

/**
 * `a + b` of two sequences. Sequences that grow item by item, at either end, share what they have in common: a loop of
 * `s = s + [x]` takes time and memory for each `x` alone.
 */
export function concatSequences(a: Sequence, b: Sequence, budget: Budget): Sequence {
  if (a instanceof EndlessConcat) return new EndlessConcat(a.head, a.tail, (a.size + sizeOf(b)) | 0);
  if (b instanceof EndlessConcat)
    return new EndlessConcat(concatSequences(a, b.head, budget), b.tail, (sizeOf(a) + b.size) | 0);
  if (a.length === Number.POSITIVE_INFINITY) return new EndlessConcat(EMPTY, a, (sizeOf(a) + sizeOf(b)) | 0);
  if (b.length === Number.POSITIVE_INFINITY) return new EndlessConcat(a, b, (sizeOf(a) + sizeOf(b)) | 0);
  const length = Math.max(a.length, 0) + Math.max(b.length, 0);
  // Only the items that have to be put somewhere are paid for, below.
  if (length > budget.limits.valueSize) budget.reserve(length);
  const aGrows = a instanceof ConcatenatedSequence && a.isLast;
  const bGrows = b instanceof ConcatenatedSequence && b.isFirst;
  if (aGrows && !(bGrows && b.length > a.length)) return a.append(b, budget);
  if (bGrows) return b.prepend(a, budget);
  return new ConcatenatedSequence(new Items(), 0, 0).append(a, budget).append(b, budget);
}

/** Whether a sequence is one made by `+`: FreeMarker takes those as collections, too. */
export function isConcatenated(sequence: Sequence): boolean {
  return sequence instanceof ConcatenatedSequence || sequence instanceof EndlessConcat;
}

/** The size of a sequence as FreeMarker tells it: of one without an end, the largest whole number of 32 bits. */
export function sizeOf(sequence: Sequence): number {
  if (sequence instanceof EndlessConcat) return sequence.size;
  return sequence.length === Number.POSITIVE_INFINITY ? ENDLESS_SIZE : sequence.length;
}

/** Items that can be added to at both ends: the index of the first one ever added is 0, and what is put before it is below. */
class Items {
  /** From index -1 downwards. */
  readonly before: Maybe[] = [];
  /** From index 0 upwards. */
  readonly after: Maybe[] = [];
}

/** A part of items that other sequences share. */
class ConcatenatedSequence extends Sequence {
  private readonly items: Items;
  private readonly start: number;
  private readonly end: number;

  constructor(items: Items, start: number, end: number) {
    super();
    this.items = items;
    this.start = start;
    this.end = end;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Whether nothing has been put before this part yet. */
  get isFirst(): boolean {
    return this.start === -this.items.before.length;
  }

  /** Whether nothing has been put after this part yet. */
  get isLast(): boolean {
    return this.end === this.items.after.length;
  }

  at(index: number): Maybe {
    const place = this.start + index;
    if (index < 0 || place >= this.end) return undefined;
    return place < 0 ? this.items.before[-1 - place] : this.items.after[place];
  }

  append(sequence: Sequence, budget: Budget): ConcatenatedSequence {
    const { after } = this.items;
    const count = sequence.length;
    budget.spend(Math.max(count, 0));
    for (let i = 0; i < count; i++) after.push(sequence.at(i));
    return new ConcatenatedSequence(this.items, this.start, after.length);
  }

  prepend(sequence: Sequence, budget: Budget): ConcatenatedSequence {
    const { before } = this.items;
    budget.spend(Math.max(sequence.length, 0));
    for (let i = sequence.length - 1; i >= 0; i--) before.push(sequence.at(i));
    return new ConcatenatedSequence(this.items, -before.length, this.end);
  }
}

const EMPTY: Sequence = new ConcatenatedSequence(new Items(), 0, 0);

/** A sequence with an endless one after it. What is added after that is never reached, but counts for the size. */
class EndlessConcat extends Sequence {
  readonly head: Sequence;
  readonly tail: Sequence;
  /** The size that FreeMarker tells, which wraps around at 32 bits. */
  readonly size: number;
  readonly length = Number.POSITIVE_INFINITY;

  constructor(head: Sequence, tail: Sequence, size: number) {
    super();
    this.head = head;
    this.tail = tail;
    this.size = size;
  }

  at(index: number): Maybe {
    return index < this.head.length ? this.head.at(index) : this.tail.at(index - this.head.length);
  }
}
