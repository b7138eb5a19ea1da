import type { DateValue } from "../../dates/date-value.ts";
import { compare as compareNumbers, type NumberValue } from "../../numbers/arithmetic.ts";
import {
  asBoolean,
  asDate,
  asHash,
  asNumber,
  asSequence,
  asString,
  describeType,
} from "../../runtime/convert.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Site } from "../../runtime/site.ts";
import { ListSequence } from "../../values/sequence.ts";
import type { Arguments } from "../arguments.ts";
import { type BuiltinTable, sequenceMethod, sequenceProperty } from "../definition.ts";
import { collatorOf } from "./collate.ts";
import { itemsOf } from "./each.ts";
import type { Maybe, Sequence, Value } from "../../values/value.ts";

/** `?sort` and `?sort_by` */
export const sortBuiltins: BuiltinTable = {
  sort: sequenceProperty((sequence, env, site) => sort(sequence, [], "sort", env, site)),
  // FreeMarker takes more arguments than it reads.
  sort_by: sequenceMethod(1, Number.POSITIVE_INFINITY, (sequence, args, env, site) =>
    sort(sequence, pathOf(args, env), "sort_by(…)", env, site),
  ),
};

/** What items are sorted by: `key` of an item, put so that two of them can be compared often. */
interface Order<T> {
  readonly typeName: string;
  readonly key: (value: Value) => T | undefined;
  readonly compare: (a: T, b: T) => number;
}

const BY_NUMBER: Order<NumberValue> = { typeName: "number", key: asNumber, compare: compareNumbers };
const BY_DATE: Order<DateValue> = {
  typeName: "date",
  key: asDate,
  compare: (a, b) => a.epochMilliseconds - b.epochMilliseconds,
};
const BY_BOOLEAN: Order<boolean> = {
  typeName: "boolean",
  key: asBoolean,
  compare: (a, b) => Number(a) - Number(b),
};

function sort(
  sequence: Sequence,
  path: readonly string[],
  name: string,
  env: Environment,
  site: Site,
): Sequence {
  if (sequence.length <= 0) return sequence;
  const items = itemsOf(sequence, env.budget);
  env.budget.spend(items.length * Math.ceil(Math.log2(items.length + 1)));
  const failure = new Failure(path.length === 0 && name !== "sort" ? "sort" : name, site);
  const [first] = items;
  const key = keyOf(first, path, 0, failure);
  if (asString(key) !== undefined) {
    const collator = collatorOf(env.settings.locale);
    const order: Order<string> = {
      typeName: "string",
      key: (value) => {
        const text = asString(value);
        if (text === undefined) return undefined;
        env.budget.reserve(text.length);
        env.budget.spend(2 + 2 * text.length);
        return collator.sortKey(text);
      },
      compare: (a, b) => {
        env.budget.spend((a.length + b.length) >> 6);
        return collator.compare(a, b);
      },
    };
    return sortBy(items, path, order, failure);
  }
  if (asNumber(key) !== undefined) return sortBy(items, path, BY_NUMBER, failure);
  if (asDate(key) !== undefined) return sortBy(items, path, BY_DATE, failure);
  if (asBoolean(key) !== undefined) return sortBy(items, path, BY_BOOLEAN, failure);
  throw failure.at(0, "only numbers, strings, dates and booleans can be sorted by");
}

function sortBy<T>(
  items: readonly Maybe[],
  path: readonly string[],
  order: Order<T>,
  failure: Failure,
): ListSequence {
  const keyed = items.map((item, index): readonly [T, Maybe] => {
    const value = keyOf(item, path, index, failure);
    if (value === undefined) throw failure.missingItem(index);
    const key = order.key(value);
    if (key !== undefined) return [key, item];
    throw failure.at(
      index,
      `all values have to be of the first one's type, which is a ${order.typeName}, but this is a ${describeType(value)}`,
    );
  });
  keyed.sort(([a], [b]) => order.compare(a, b));
  return new ListSequence(keyed.map(([, item]) => item));
}

/** What an item is sorted by: the item itself, or what a path of names leads to from there. */
function keyOf(item: Maybe, path: readonly string[], index: number, failure: Failure): Maybe {
  let value = item;
  for (const name of path) {
    if (value === undefined) throw failure.missingItem(index);
    const hash = asHash(value);
    if (hash === undefined)
      throw failure.at(
        index,
        `"${name}" was asked of a ${describeType(value)}; only a hash has named values`,
      );
    value = hash.get(name);
    if (value === undefined) throw failure.at(index, `there is no value called "${name}"`);
  }
  return value;
}

/** The argument of `?sort_by`: a name, or a sequence of names. */
function pathOf(args: Arguments, env: Environment): readonly string[] {
  const value = args.values[0];
  const name = asString(value);
  if (name !== undefined) return [name];
  const sequence = asSequence(value);
  if (sequence === undefined) throw args.error(0, "must be a string or a sequence of strings");
  return itemsOf(sequence, env.budget).map((item) => {
    const part = asString(item);
    if (part === undefined) throw args.error(0, "must be a sequence of strings only");
    return part;
  });
}

class Failure {
  private readonly name: string;
  private readonly site: Site;

  constructor(name: string, site: Site) {
    this.name = name;
    this.site = site;
  }

  at(index: number, because: string): Error {
    return this.site.elementError("wrong-type", `?${this.name} failed at index ${index}: ${because}.`);
  }

  /** For an item that is missing FreeMarker places the error at the expression. */
  missingItem(index: number): Error {
    return this.site.error("missing-value", `?${this.name} failed: there is no item at index ${index}.`);
  }
}
