import type { Budget } from "../runtime/limits.ts";
import type { Maybe, Value } from "./value.ts";

/** Values by name. */
export abstract class Hash {
  /** The value of a key; undefined where there is none. */
  abstract get(key: string): Maybe;
  /** The keys, in order. */
  abstract keys(): readonly string[];

  get size(): number {
    return this.keys().length;
  }
}

/** The size of a hash, paid for: some have to look through all of their keys to tell it. */
export function paidSize(hash: Hash, budget: Budget): number {
  const { size } = hash;
  budget.spend(size >> 3);
  return size;
}

/** A hash that holds its values in a map, in the map's order. */
export class MapHash extends Hash {
  readonly map: ReadonlyMap<string, Value>;

  constructor(map: ReadonlyMap<string, Value>) {
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
