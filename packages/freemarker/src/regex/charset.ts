import { RegexLimitFault } from "./fault.ts";

/** A set of code points. */
export interface CharSet {
  /** Whether the code point is in the set. */
  has(cp: number): boolean;
  /** Sorted, disjoint, non-adjacent pairs of first and last code point; absent if the set is only a predicate. */
  readonly ranges: readonly number[] | undefined;
  /** Steps one `has` may take. */
  readonly cost: number;
  /** Whether Java looks at code units for it: decides at which indexes a search may start. */
  readonly bmp: boolean;
}

const MAX_COST = 1000;
const LAST = 0x10ffff;

class RangeSet implements CharSet {
  readonly ranges: readonly number[];
  readonly cost = 1;
  readonly bmp: boolean;

  constructor(ranges: readonly number[], bmp: boolean) {
    this.ranges = ranges;
    this.bmp = bmp;
  }

  has(cp: number): boolean {
    const ranges = this.ranges;
    let low = 0;
    let high = ranges.length >> 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cp > (ranges[2 * middle + 1] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return 2 * low < ranges.length && cp >= (ranges[2 * low] ?? 0);
  }
}

class PredicateSet implements CharSet {
  readonly ranges = undefined;
  readonly cost: number;
  readonly bmp: boolean;
  readonly has: (cp: number) => boolean;

  constructor(has: (cp: number) => boolean, cost: number, bmp: boolean) {
    if (cost > MAX_COST)
      throw new RegexLimitFault("The regular expression has too complex a character class");
    this.has = has;
    this.cost = cost;
    this.bmp = bmp;
  }
}

/** The set a predicate tells, at `cost` steps a call. */
export function predicateSet(has: (cp: number) => boolean, cost = 1, bmp = false): CharSet {
  return new PredicateSet(has, cost, bmp);
}

function normalize(pairs: readonly number[]): number[] {
  const starts: [number, number][] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) starts.push([pairs[i] ?? 0, pairs[i + 1] ?? 0]);
  starts.sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [first, last] of starts) {
    const end = out.length - 1;
    if (end > 0 && first <= (out[end] ?? 0) + 1) {
      if (last > (out[end] ?? 0)) out[end] = last;
    } else out.push(first, last);
  }
  return out;
}

/** The set of the given pairs of first and last code point, in any order. */
export function rangeSet(pairs: readonly number[], bmp: boolean): CharSet {
  return new RangeSet(pairs.length > 2 ? normalize(pairs) : pairs, bmp);
}

/** The union of sets: what is in any. */
export function unionOf(sets: readonly CharSet[]): CharSet {
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return only;
  const pairs: number[] = [];
  const others = new Set<CharSet>();
  let bmp = true;
  for (const set of sets) {
    bmp &&= set.bmp;
    if (set.ranges === undefined) others.add(set);
    else for (const bound of set.ranges) pairs.push(bound);
  }
  const plain = rangeSet(pairs, bmp);
  if (others.size === 0) return plain;
  const parts = pairs.length > 0 ? [plain, ...others] : [...others];
  return new PredicateSet((cp) => parts.some((part) => part.has(cp)), costOf(parts), bmp);
}

/** The intersection of two sets. */
export function intersectionOf(a: CharSet, b: CharSet): CharSet {
  const bmp = a.bmp && b.bmp;
  if (a.ranges === undefined || b.ranges === undefined) {
    return new PredicateSet((cp) => a.has(cp) && b.has(cp), a.cost + b.cost, bmp);
  }
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.ranges.length && j < b.ranges.length) {
    const first = Math.max(a.ranges[i] ?? 0, b.ranges[j] ?? 0);
    const lastA = a.ranges[i + 1] ?? 0;
    const lastB = b.ranges[j + 1] ?? 0;
    if (first <= Math.min(lastA, lastB)) out.push(first, Math.min(lastA, lastB));
    if (lastA < lastB) i += 2;
    else j += 2;
  }
  return new RangeSet(out, bmp);
}

/** All code points that are not in the set. */
export function complementOf(set: CharSet): CharSet {
  if (set.ranges === undefined) return new PredicateSet((cp) => !set.has(cp), set.cost, false);
  const out: number[] = [];
  let next = 0;
  for (let i = 0; i < set.ranges.length; i += 2) {
    const first = set.ranges[i] ?? 0;
    if (first > next) out.push(next, first - 1);
    next = (set.ranges[i + 1] ?? 0) + 1;
  }
  if (next <= LAST) out.push(next, LAST);
  return new RangeSet(out, false);
}

function costOf(sets: readonly CharSet[]): number {
  return sets.reduce((sum, set) => sum + set.cost, 0);
}

/** Java's `BmpCharPredicate` test for a range: it neither touches surrogates nor leaves the BMP. */
export function isBmpRange(first: number, last: number): boolean {
  return last < 0xd800 || (first > 0xdfff && last < 0x10000);
}

/** Whether a code point needs code-point matching: supplementary or a surrogate. */
export function isSupplementary(cp: number): boolean {
  return cp >= 0x10000 || (cp >= 0xd800 && cp <= 0xdfff);
}
