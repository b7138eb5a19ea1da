import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { ExactNumber } from "../core/json/lossless.ts";

/** What an identify may do to properties, in the order in which it is done. */
export const OPERATIONS = [
  "$clearAll",
  "$unset",
  "$set",
  "$setOnce",
  "$add",
  "$append",
  "$prepend",
  "$preInsert",
  "$postInsert",
  "$remove",
] as const;

/** One of {@link OPERATIONS}. */
export type OperationName = (typeof OPERATIONS)[number];

/** One operation: what to do with which properties. Of `$clearAll` there are none to name. */
export interface Operation {
  readonly name: OperationName;
  readonly entries: readonly (readonly [property: string, value: unknown])[];
}

/**
 * Reads `user_properties` or `group_properties` as they come in: an object of operations, or properties alone, which are
 * all set. Values are what `parseLossless` gives.
 *
 * @returns the operations in the order in which they are done, or undefined for what is neither: the two mixed, an
 * operation nobody knows, an operation without an object of properties
 */
export function readOperations(given: unknown): readonly Operation[] | undefined {
  if (!isProperties(given)) return undefined;
  const names = Object.keys(given);
  if (!names.some((name) => name.startsWith("$"))) {
    return names.length === 0 ? [] : [{ name: "$set", entries: Object.entries(given) }];
  }
  if (names.some((name) => !isOperation(name))) return undefined;
  const operations: Operation[] = [];
  for (const name of OPERATIONS) {
    if (!Object.hasOwn(given, name)) continue;
    const properties = given[name];
    if (name === "$clearAll") operations.push({ name, entries: [] });
    else if (isProperties(properties)) operations.push({ name, entries: Object.entries(properties) });
    else return undefined;
  }
  return operations;
}

/** Operations as an event carries them: what {@link readOperations} reads, the names always given. */
export function operationsJson(operations: readonly Operation[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    operations.map(({ name, entries }) => [name, name === "$clearAll" ? "-" : Object.fromEntries(entries)]),
  );
}

function isOperation(name: string): boolean {
  return OPERATIONS.some((known) => known === name);
}

function isProperties(value: unknown): value is JsonObject {
  return isJsonObject(value) && !(value instanceof ExactNumber);
}
