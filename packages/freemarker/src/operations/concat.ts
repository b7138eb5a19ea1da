import type { Budget } from "../core/limits.ts";
import { MapHash, paidSize } from "../values/hash.ts";
import { ENDLESS_SIZE } from "../values/range.ts";
import { Hash, type Maybe, Sequence } from "../values/value.ts";

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
  budget.spend(12);
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

/**
 * `a + b` of two hashes: the keys of `a` in their order, then those that only `b` has; the values of `b`, and those of `a` for
 * keys that have none in `b`.
 *
 * Hashes that grow by a few keys at a time share what they have in common, in layers each at most half as large as the one
 * below: a loop of `h = h + {k: v}` takes time in proportion to n log n.
 */
export function concatHashes(a: Hash, b: Hash, budget: Budget): Hash {
  if (isEmpty(a, budget)) return b;
  if (isEmpty(b, budget)) return a;
  const layers = [...layersOf(a), ...layersOf(b)];
  budget.spend(layers.length);
  return new ConcatenatedHash(settle(layers, budget), budget);
}

function isEmpty(hash: Hash, budget: Budget): boolean {
  return !(hash instanceof ConcatenatedHash) && paidSize(hash, budget) === 0;
}

function layersOf(hash: Hash): readonly Hash[] {
  return hash instanceof ConcatenatedHash ? hash.layers : [hash];
}

/** Merges layers until each is at most half as large as the one below. */
function settle(layers: readonly Hash[], budget: Budget): Hash[] {
  const settled: Hash[] = [];
  for (const layer of layers) {
    let top = layer;
    for (
      let below = settled.at(-1);
      below !== undefined && below.size < 2 * top.size;
      below = settled.at(-1)
    ) {
      settled.pop();
      top = merge(below, top, budget);
    }
    settled.push(top);
  }
  return settled;
}

function merge(a: Hash, b: Hash, budget: Budget): Hash {
  const size = a.size + b.size;
  budget.reserve(size);
  budget.spend(8 + 2 * size);
  const map = new Map<string, Maybe>();
  for (const key of a.keys()) map.set(key, a.get(key));
  for (const key of b.keys()) {
    const value = b.get(key);
    if (value !== undefined || !map.has(key)) map.set(key, value);
  }
  return new MapHash(map);
}

class ConcatenatedHash extends Hash {
  /** The last layer that has a value for a key tells it. */
  readonly layers: readonly Hash[];
  private readonly budget: Budget;
  private allKeys: readonly string[] | undefined;

  constructor(layers: readonly Hash[], budget: Budget) {
    super();
    this.layers = layers;
    this.budget = budget;
  }

  get(key: string): Maybe {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const value = this.layers[i]?.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  keys(): readonly string[] {
    if (this.allKeys === undefined) {
      this.budget.spend(this.layers.reduce((sum, layer) => sum + layer.size, 0));
      this.allKeys = [...new Set(this.layers.flatMap((layer) => layer.keys()))];
    }
    return this.allKeys;
  }

  override get size(): number {
    return this.keys().length;
  }
}
