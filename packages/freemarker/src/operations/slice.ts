import type { RenderError } from "../core/errors.ts";
import type { Budget } from "../core/limits.ts";
import type { Site } from "../runtime/site.ts";
import { sizeOf } from "./concat.ts";
import { ItemReader, SizedLazyCollection } from "../values/lazy.ts";
import type { RangeSequence } from "../values/range.ts";
import { LazyCollection, ListSequence } from "../values/sequence.ts";
import { ITERATED, type Maybe, type Sequence } from "../values/value.ts";

/**
 * `sequence[range]`: the items at the range's indexes.
 *
 * @param site the place of the range, where errors are
 * @throws {RenderError} when an index is out of bounds
 */
export function sliceSequence(
  sequence: Sequence,
  range: RangeSequence,
  site: Site,
  budget: Budget,
): ListSequence {
  if (range.length === 0) return new ListSequence([]);
  const count = slicedCount(range, sizeOf(sequence), "sequence", site);
  budget.reserve(count);
  budget.spend(count);
  const items: Maybe[] = [];
  for (let i = 0; i < count; i++) items.push(sequence.at(range.from + i * range.step));
  return new ListSequence(items);
}

/**
 * `text[range]`: a part of a text. A range that runs downwards is an error, but for the two numbers of `n..n-1`, which give
 * the empty text.
 *
 * @param site the place of the range, where errors are
 * @throws {RenderError} when an index is out of bounds, or the range runs downwards
 */
export function sliceString(text: string, range: RangeSequence, site: Site): string {
  if (range.length === 0) return "";
  const count = slicedCount(range, text.length, "string", site);
  if (range.step < 0 && count > 1) {
    if (range.mode === "inclusive" && count === 2) return "";
    throw refuse(site, "A string can't be sliced by a range that runs downwards.");
  }
  return text.slice(range.from, range.from + count);
}

/** `collection[index]` of what is made as it is read; undefined where there is no such item. */
export function itemOfCollection(collection: LazyCollection, index: number, budget: Budget): Maybe {
  if (index < 0) return undefined;
  let next = 0;
  for (const item of collection) {
    budget.spend(1);
    if (next === index) return item;
    next++;
  }
  return undefined;
}

/**
 * `collection[range]` of what is made as it is read, by `?filter` and the like.
 *
 * @param lazily whether the result may be made as it is read, too
 * @returns for an empty range the empty string: FreeMarker gives that here
 */
export function sliceCollection(
  collection: LazyCollection,
  range: RangeSequence,
  lazily: boolean,
  site: Site,
  budget: Budget,
): LazyCollection | ListSequence | "" {
  if (range.length === 0) return "";
  const size = collection instanceof SizedLazyCollection ? collection.size : undefined;
  const count = slicedCount(range, size, "sequence", site);
  if (count === 0) return "";
  if (range.step < 0) return backwards(collection, range, count, site, budget);
  const iterate = (): Iterator<Maybe> => new Slice(collection, range, site, budget);
  if (!lazily) {
    const items: Maybe[] = [];
    for (const item of { [Symbol.iterator]: iterate }) {
      items.push(item);
      if ((items.length & 1023) === 0) budget.reserve(items.length);
    }
    return new ListSequence(items);
  }
  return size === undefined ? new LazyCollection(iterate) : new SizedLazyCollection(count, iterate);
}

/** The items of a range that runs upwards, made as they are read. */
class Slice implements Iterator<Maybe> {
  private readonly items: ItemReader;
  private readonly range: RangeSequence;
  private readonly end: number;
  private readonly site: Site;
  private readonly budget: Budget;
  private index = 0;

  constructor(collection: LazyCollection, range: RangeSequence, site: Site, budget: Budget) {
    this.items = new ItemReader(collection);
    this.range = range;
    this.end = range.from + range.length;
    this.site = site;
    this.budget = budget;
  }

  next(): IteratorResult<Maybe> {
    this.skip();
    return this.index < this.end ? this.read() : ITERATED;
  }

  /** A range with an end has its last item there; only of others the collection has to be asked. */
  hasNext(): boolean {
    this.skip();
    return this.index < this.end && (!this.range.isAdaptive || this.items.hasNext());
  }

  private skip(): void {
    while (this.index < this.range.from) this.read();
  }

  private read(): IteratorResult<Maybe> {
    this.budget.spend(1);
    const { index, range, site } = this;
    const next = this.items.next();
    this.index++;
    if (next.done !== true) return next;
    if (index >= range.from && range.isAdaptive) {
      this.index = this.end;
      return next;
    }
    // Where the end is only found by reading, FreeMarker places the error at the directive or interpolation.
    const { code, description } =
      index < range.from
        ? startOutOfBounds(site, range.from, index, "sequence")
        : endOutOfBounds(site, this.end - 1, index, "sequence");
    throw site.elementError(code, description);
  }
}

function backwards(
  collection: LazyCollection,
  range: RangeSequence,
  count: number,
  site: Site,
  budget: Budget,
): ListSequence {
  const low = range.from - count + 1;
  const found: Maybe[] = [];
  let index = 0;
  for (const item of collection) {
    budget.spend(1);
    if (index >= low) found.push(item);
    index++;
    if (index > range.from) break;
  }
  if (found.length < count) throw startOutOfBounds(site, range.from, index, "sequence");
  return new ListSequence(found.toReversed());
}

type Sliced = "string" | "sequence";

/** How many items a range that isn't empty takes of `size` ones; undefined stands for a size that isn't known. */
function slicedCount(range: RangeSequence, size: number | undefined, sliced: Sliced, site: Site): number {
  const { from, step, length } = range;
  if (length < 0) throw refuse(site, "The range is too large for slicing.");
  if (from < 0) throw refuse(site, `A range for slicing can't start at a negative index (${from}).`);
  const startLimit = range.isAdaptive && step === 1 ? from - 1 : from;
  if (size !== undefined && startLimit >= size) throw startOutOfBounds(site, from, size, sliced);
  if (length === Number.POSITIVE_INFINITY) return size === undefined ? length : size - from;
  const last = from + (length - 1) * step;
  if (last < 0) {
    if (range.isAdaptive) return from + 1;
    throw refuse(site, `A range for slicing can't end at a negative index (${last}).`);
  }
  if (size === undefined || last < size) return length;
  if (range.isAdaptive) return size - from;
  throw endOutOfBounds(site, last, size, sliced);
}

function startOutOfBounds(site: Site, start: number, size: number, sliced: Sliced): RenderError {
  return refuse(
    site,
    `The range starts at index ${start}, but the sliced ${sliced} has ${sized(size, sliced)}.`,
  );
}

function endOutOfBounds(site: Site, end: number, size: number, sliced: Sliced): RenderError {
  return refuse(site, `The range ends at index ${end}, but the sliced ${sliced} has ${sized(size, sliced)}.`);
}

function sized(size: number, sliced: Sliced): string {
  return `only ${size} ${sliced === "string" ? "characters" : "items"} (indexes start at 0)`;
}

function refuse(site: Site, description: string): RenderError {
  return site.error("invalid-argument", description);
}
