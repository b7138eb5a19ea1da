import { Fault } from "../../core/fault.ts";
import { requireCollection } from "../../runtime/convert.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Site } from "../../runtime/site.ts";
import { compareKnown, sameValue } from "../../operations/compare.ts";
import { sizeOf } from "../../operations/concat.ts";
import { RangeSequence } from "../../values/range.ts";
import type { Arguments } from "../arguments.ts";
import { type Builtin, type BuiltinTable, collectionMethod } from "../definition.ts";
import { someItem } from "./each.ts";
import { type Collection, type Maybe, Sequence } from "../../values/value.ts";

/** Built-ins that look for an item. */
export const searchBuiltins: BuiltinTable = {
  seq_contains: collectionMethod(1, 1, (collection, args, env) =>
    someItem(collection, env.budget, (item) => sameValue(item, args.values[0], env.budget)),
  ),
  seq_index_of: collectionMethod(1, 2, indexOf),
  seq_last_index_of: collectionMethod(1, 2, lastIndexOf),
  min: extreme("<"),
  max: extreme(">"),
};

function indexOf(collection: Collection, args: Arguments, env: Environment): number {
  const start = args.length > 1 ? args.integer(1) : 0;
  const searched = args.values[0];
  if (collection instanceof Sequence) {
    const size = sizeOf(collection);
    for (let i = Math.max(start, 0); i < size; i++) {
      env.budget.spend(1);
      if (sameValue(collection.at(i), searched, env.budget)) return i;
    }
    return -1;
  }
  let found = -1;
  someItem(collection, env.budget, (item, index) => {
    if (index < start || !sameValue(item, searched, env.budget)) return false;
    found = index;
    return true;
  });
  return found;
}

function lastIndexOf(collection: Collection, args: Arguments, env: Environment): number {
  const end = args.length > 1 ? args.integer(1) : Number.POSITIVE_INFINITY;
  const searched = args.values[0];
  if (collection instanceof Sequence) {
    for (let i = Math.min(end, sizeOf(collection) - 1); i >= 0; i--) {
      env.budget.spend(1);
      if (sameValue(collection.at(i), searched, env.budget)) return i;
    }
    return -1;
  }
  let found = -1;
  if (end < 0) return found;
  someItem(collection, env.budget, (item, index) => {
    if (sameValue(item, searched, env.budget)) found = index;
    return index >= end;
  });
  return found;
}

/** `?min` and `?max`: missing items are left out. */
function extreme(operator: "<" | ">"): Builtin {
  return {
    get: (left, env, site) => {
      const collection = requireCollection(left, site);
      refuseEndless(collection, site);
      let best: Maybe;
      someItem(collection, env.budget, (item) => {
        if (item !== undefined && (best === undefined || isBeyond(item, operator, best, env, site)))
          best = item;
        return false;
      });
      return best;
    },
  };
}

function isBeyond(
  item: NonNullable<Maybe>,
  operator: "<" | ">",
  best: NonNullable<Maybe>,
  env: Environment,
  site: Site,
): boolean {
  try {
    return compareKnown(item, operator, best, env.budget, true);
  } catch (thrown) {
    if (thrown instanceof Fault) throw site.error(thrown.code, thrown.message, { cause: thrown });
    throw thrown;
  }
}

/** The error for a range without an end where all items would be read. */
export function refuseEndless(collection: Collection, site: Site): void {
  if (collection instanceof RangeSequence && collection.length === Number.POSITIVE_INFINITY) {
    throw site.elementError("invalid-argument", "A range without an end has too many items for this.");
  }
}
