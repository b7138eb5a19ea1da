import type { ComparisonOperator } from "../../syntax/ast.ts";
import type { BuiltinTable } from "../definition.ts";
import { joinBuiltins } from "./join.ts";
import { partBuiltins } from "./parts.ts";
import { searchBuiltins } from "./search.ts";
import { sortBuiltins } from "./sort.ts";
import type { StreamOperation } from "./stream.ts";

/** Built-ins for sequences, but for `?filter`, `?map`, `?take_while` and `?drop_while` (see `streamed`). */
export const sequenceBuiltins: BuiltinTable = {
  ...partBuiltins,
  ...searchBuiltins,
  ...joinBuiltins,
  ...sortBuiltins,
};

/** The built-ins that `streamed` runs. */
export const streamOperations: ReadonlySet<string> = new Set<StreamOperation>([
  "filter",
  "map",
  "take_while",
  "drop_while",
]);

/** Whether a built-in is one that `streamed` runs. */
export function isStreamOperation(name: string): name is StreamOperation {
  return streamOperations.has(name);
}

/**
 * The built-ins that read their left side once through, as it is made: `left` may be a `LazyCollection` there. True for those
 * that do so only when they are called where they stand, as in `left?join(",")`: a method that is kept to be called later has
 * its left side made at once.
 */
export const consumesLazily: ReadonlyMap<string, { readonly onlyCalled: boolean }> = new Map([
  ...["first", "size", "sequence", "min", "max", ...streamOperations].map(
    (name): [string, { onlyCalled: boolean }] => [name, { onlyCalled: false }],
  ),
  ...["join", "seq_contains", "seq_index_of", "seq_last_index_of"].map(
    (name): [string, { onlyCalled: boolean }] => [name, { onlyCalled: true }],
  ),
]);

/**
 * How far `left?size` has to count where the template compares it with a whole number that stands there as a literal: the
 * `limit` of `countUpTo`. For `number operator left?size`, turn the operator round first.
 */
export function sizeLimit(operator: ComparisonOperator, number: number): number {
  return operator === "<" || operator === ">=" ? number : number + 1;
}
