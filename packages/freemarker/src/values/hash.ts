import type { Budget } from "../core/limits.ts";
import { Hash } from "./value.ts";
import type { Maybe, Value } from "./value.ts";

/** The size of a hash, paid for: some have to look through all of their keys to tell it. */
export function paidSize(hash: Hash, budget: Budget): number {
  const { size } = hash;
  budget.spend(size >> 3);
  return size;
}

/** A hash that holds its values in a map, in the map's order. A key may be there without a value. */
export class MapHash extends Hash {
  readonly map: ReadonlyMap<string, Maybe>;

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

/** A hash literal: its size counts a key that is written twice for two, as in FreeMarker. */
export class LiteralHash extends MapHash {
  private readonly written: number;

  constructor(map: ReadonlyMap<string, Value>, written: number) {
    super(map);
    this.written = written;
  }

  override get size(): number {
    return this.written;
  }
}
