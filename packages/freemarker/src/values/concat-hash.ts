import type { Budget } from "../runtime/limits.ts";
import { Hash } from "./hash.ts";
import type { Maybe } from "./value.ts";

/**
 * `a + b` of two hashes: the keys of `a` in their order, then those that only `b` has; the values of `b`, and those of `a` for
 * keys that have none in `b`.
 *
 * Hashes that grow by a few keys at a time share what they have in common, in layers each at most half as large as the one
 * below: a loop of `h = h + {k: v}` takes time in proportion to n log n.
 */
export function concatHashes(a: Hash, b: Hash, budget: Budget): Hash {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const layers = [...layersOf(a), ...layersOf(b)];
  budget.spend(layers.length);
  return new ConcatenatedHash(settle(layers, budget));
}

function isEmpty(hash: Hash): boolean {
  return !(hash instanceof ConcatenatedHash) && hash.size === 0;
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
  budget.reserve(a.size + b.size);
  budget.spend(a.size + b.size);
  const map = new Map<string, Maybe>();
  for (const key of a.keys()) map.set(key, a.get(key));
  for (const key of b.keys()) {
    const value = b.get(key);
    if (value !== undefined || !map.has(key)) map.set(key, value);
  }
  return new Layer(map);
}

/** As a `MapHash`, but a key may have no value: what a host's null is. */
class Layer extends Hash {
  private readonly map: ReadonlyMap<string, Maybe>;

  constructor(map: ReadonlyMap<string, Maybe>) {
    super();
    this.map = map;
  }

  get(key: string): Maybe {
    return this.map.get(key);
  }

  keys(): readonly string[] {
    return [...this.map.keys()];
  }

  override get size(): number {
    return this.map.size;
  }
}

class ConcatenatedHash extends Hash {
  /** The last layer that has a value for a key tells it. */
  readonly layers: readonly Hash[];
  private allKeys: readonly string[] | undefined;

  constructor(layers: readonly Hash[]) {
    super();
    this.layers = layers;
  }

  get(key: string): Maybe {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const value = this.layers[i]?.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  keys(): readonly string[] {
    this.allKeys ??= [...new Set(this.layers.flatMap((layer) => layer.keys()))];
    return this.allKeys;
  }

  override get size(): number {
    return this.keys().length;
  }
}
