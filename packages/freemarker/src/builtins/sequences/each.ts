import type { Budget } from "../../core/limits.ts";
import { type Collection, type Maybe, Sequence } from "../../values/value.ts";

/**
 * Goes through the items of a collection until `visit` answers true, and pays for each.
 *
 * @returns whether `visit` answered true
 */
export function someItem(
  collection: Collection,
  budget: Budget,
  visit: (item: Maybe, index: number) => boolean,
): boolean {
  if (collection instanceof Sequence) {
    const { length } = collection;
    for (let i = 0; i < length; i++) {
      budget.spend(1);
      if (visit(collection.at(i), i)) return true;
    }
    return false;
  }
  let index = 0;
  for (const item of collection) {
    budget.spend(1);
    if (visit(item, index)) return true;
    index++;
  }
  return false;
}

/** The items of a collection, paid for. */
export function itemsOf(collection: Collection, budget: Budget): Maybe[] {
  if (collection instanceof Sequence && collection.length > 0) budget.reserve(collection.length);
  const items: Maybe[] = [];
  someItem(collection, budget, (item) => {
    items.push(item);
    if ((items.length & 4095) === 0) budget.reserve(items.length);
    return false;
  });
  return items;
}
