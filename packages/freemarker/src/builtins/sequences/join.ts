import { asCollection, describeType, toText } from "../../runtime/convert.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Site } from "../../runtime/site.ts";
import type { Arguments } from "../arguments.ts";
import { type BuiltinTable, collectionMethod } from "../definition.ts";
import { someItem } from "./each.ts";
import { refuseEndless } from "./search.ts";
import type { Collection, Maybe } from "../../values/value.ts";

/** `?join` */
export const joinBuiltins: BuiltinTable = { join: collectionMethod(1, 3, join) };

function join(collection: Collection, args: Arguments, env: Environment, site: Site): string {
  refuseEndless(collection, site);
  const separator = args.string(0);
  const whenEmpty = args.optionalString(1) ?? "";
  const afterLast = args.optionalString(2) ?? "";
  const { budget } = env;
  let joined: string | undefined;
  someItem(collection, budget, (item, index) => {
    if (item === undefined) return false;
    const text = itemText(item, index, env, site);
    budget.spend(2 + ((text.length + separator.length) >> 4));
    joined = joined === undefined ? text : joined + separator + text;
    if (joined.length > budget.limits.valueSize) budget.reserve(joined.length);
    return false;
  });
  return joined === undefined ? whenEmpty : joined + afterLast;
}

function itemText(item: NonNullable<Maybe>, index: number, env: Environment, site: Site): string {
  if (typeof item === "string") return item;
  const text = toText(item, env, site);
  if (text !== undefined) return text;
  const type = asCollection(item) === undefined ? describeType(item) : "sequence";
  throw site.elementError(
    "wrong-type",
    `?join can't join the item at index ${index}, which is a ${type}: only strings, numbers, dates and booleans can be joined.`,
  );
}
