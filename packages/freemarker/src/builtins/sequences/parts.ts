import { toJsInteger } from "../../numbers/conversions.ts";
import { asCollection, unexpected } from "../../runtime/convert.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Budget } from "../../core/limits.ts";
import type { Site } from "../../runtime/site.ts";
import { sizeOf } from "../../operations/concat.ts";
import { paidSize } from "../../values/hash.ts";
import { LookupHash } from "../../values/lookup-hash.ts";
import { SizedLazyCollection } from "../../values/lazy.ts";
import { ListSequence } from "../../values/sequence.ts";
import type { Arguments } from "../arguments.ts";
import { type BuiltinTable, collectionProperty, sequenceMethod, sequenceProperty } from "../definition.ts";
import { itemsOf, someItem } from "./each.ts";
import { type Collection, Hash, type Maybe, Sequence } from "../../values/value.ts";

/** Built-ins that take sequences apart, or put them another way. */
export const partBuiltins: BuiltinTable = {
  first: collectionProperty((collection, env) => first(collection, env.budget)),
  last: sequenceProperty((sequence) => {
    const size = sizeOf(sequence);
    return size === 0 ? undefined : sequence.at(size - 1);
  }),
  size: { get: (left, env, site) => countUpTo(left, Number.POSITIVE_INFINITY, env, site) },
  sequence: collectionProperty((collection, env) =>
    collection instanceof Sequence ? collection : new ListSequence(itemsOf(collection, env.budget)),
  ),
  reverse: sequenceProperty((sequence, env) => {
    env.budget.spend(2);
    if (sequence instanceof ReversedSequence) return sequence.reversed;
    return new ReversedSequence(leaf(sequence, env.budget));
  }),
  chunk: sequenceMethod(1, 2, chunk),
};

/**
 * `?size`, which stops counting at a limit where items have to be made to be counted: `xs?filter(…)?size > 0` looks for one.
 *
 * @param limit where to stop; counting never stops at a limit below 1
 */
export function countUpTo(left: Maybe, limit: number, env: Environment, site: Site): number {
  const collection = asCollection(left);
  if (collection instanceof Sequence) return sizeOf(collection);
  if (collection instanceof SizedLazyCollection) return collection.size;
  if (collection !== undefined) {
    let count = 0;
    someItem(collection, env.budget, () => ++count === limit);
    return count;
  }
  if (left instanceof Hash && !(left instanceof LookupHash)) return paidSize(left, env.budget);
  throw unexpected(left, "sequence or hash that can be counted", site);
}

function first(collection: Collection, budget: Budget): Maybe {
  if (collection instanceof Sequence) return sizeOf(collection) === 0 ? undefined : collection.at(0);
  let found: Maybe;
  someItem(collection, budget, (item) => {
    found = item;
    return true;
  });
  return found;
}

function chunk(sequence: Sequence, args: Arguments, env: Environment): Sequence {
  const size = toJsInteger(args.number(0));
  if (size < 1) throw args.error(0, "must be at least 1");
  env.budget.spend(4);
  return new ChunkedSequence(leaf(sequence, env.budget), size, args.values[1], env.budget);
}

/** What makes its items when they are asked for is copied before it is wrapped again: nothing may nest without a limit. */
function leaf(sequence: Sequence, budget: Budget): Sequence {
  return sequence instanceof ChunkedSequence ? new ListSequence(itemsOf(sequence, budget)) : sequence;
}

class ReversedSequence extends Sequence {
  readonly reversed: Sequence;
  private readonly size: number;

  constructor(reversed: Sequence) {
    super();
    this.reversed = reversed;
    this.size = sizeOf(reversed);
  }

  get length(): number {
    return this.size;
  }

  at(index: number): Maybe {
    return this.reversed.at(this.size - 1 - index);
  }
}

/** The items of a sequence, some at a time. Counts as FreeMarker does, with whole numbers of 32 bits that wrap around. */
class ChunkedSequence extends Sequence {
  readonly length: number;
  private readonly sequence: Sequence;
  private readonly chunkSize: number;
  private readonly filler: Maybe;
  private readonly budget: Budget;

  constructor(sequence: Sequence, chunkSize: number, filler: Maybe, budget: Budget) {
    super();
    this.sequence = sequence;
    this.chunkSize = chunkSize;
    this.filler = filler;
    this.budget = budget;
    this.length = Math.trunc(((sizeOf(sequence) + chunkSize - 1) | 0) / chunkSize) | 0;
  }

  at(index: number): Maybe {
    if (index >= this.length) return undefined;
    const start = Math.imul(index, this.chunkSize);
    const size = sizeOf(this.sequence);
    const count = this.filler !== undefined || index + 1 < this.length ? this.chunkSize : size - start;
    this.budget.reserve(count);
    this.budget.spend(4 + count);
    const items: Maybe[] = [];
    for (let i = start; i < start + count; i++) items.push(i < size ? this.sequence.at(i) : this.filler);
    return new ListSequence(items);
  }
}
