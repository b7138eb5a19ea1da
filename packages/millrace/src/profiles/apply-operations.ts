import { printLossless } from "../core/json/lossless.ts";
import { addNumbers, isNumber } from "./add-numbers.ts";
import type { Operation, OperationName } from "./operations.ts";
import { PropertyState, sizeOf } from "./property-state.ts";

/** Properties one user or group has at most. What would be one more is left out. */
export const MAX_PROPERTIES = 1_024;

/** Characters of JSON that the properties of one user or group take at most. A change that needs more is left out. */
export const MAX_STATE_SIZE = 128 * 1_024;

/** A state after a change. */
export interface ChangedState {
  readonly state: PropertyState;
  /** Names of the properties that are not what they were. */
  readonly changed: readonly string[];
}

/** Does operations to properties, in the order they are given. What does not fit the bounds does not happen. */
export function applyOperations(before: PropertyState, operations: readonly Operation[]): ChangedState {
  if (operations.length === 0) return { state: before, changed: [] };
  const draft = new Draft(before);
  for (const { name, entries } of operations) {
    if (name === "$clearAll") draft.clear();
    else for (const [property, value] of entries) RULES[name](draft, property, value);
  }
  return draft.finish();
}

/** True where every operation alone is known to leave the properties as they are; then all of them together do. */
export function areDone({ values }: PropertyState, operations: readonly Operation[]): boolean {
  return operations.every(({ name, entries }) => {
    if (name === "$clearAll") return values.size === 0;
    return entries.every(([property, value]) => {
      if (name === "$unset") return !values.has(property);
      if (!values.has(property)) return false;
      return name === "$setOnce" || (name === "$set" && same(values.get(property), value));
    });
  });
}

/** The properties of `from` that `into` lacks are added to it. */
export function mergeStates(into: PropertyState, from: PropertyState): ChangedState {
  const draft = new Draft(into);
  for (const [property, value] of from.values) RULES.$setOnce(draft, property, value);
  return draft.finish();
}

/** A state that is being changed. */
class Draft {
  readonly #before: PropertyState;
  readonly #values: Map<string, unknown>;
  readonly #touched = new Set<string>();
  #size: number;

  constructor(before: PropertyState) {
    this.#before = before;
    this.#values = new Map(before.values);
    this.#size = before.size;
  }

  has(property: string): boolean {
    return this.#values.has(property);
  }

  get(property: string): unknown {
    return this.#values.get(property);
  }

  set(property: string, value: unknown): void {
    const old = this.#values.get(property);
    const known = this.#values.has(property);
    const size = this.#size - (known ? sizeOf(property, old) : 0) + sizeOf(property, value);
    if (size > MAX_STATE_SIZE && size > this.#size) return;
    if (!known && this.#values.size >= MAX_PROPERTIES) return;
    this.#size = size;
    this.#values.set(property, value);
    this.#touched.add(property);
  }

  remove(property: string): void {
    if (!this.#values.has(property)) return;
    this.#size -= sizeOf(property, this.#values.get(property));
    this.#values.delete(property);
    this.#touched.add(property);
  }

  clear(): void {
    for (const property of this.#values.keys()) this.#touched.add(property);
    this.#values.clear();
    this.#size = 0;
  }

  finish(): ChangedState {
    const changed = [...this.#touched].filter((property) => this.#differs(property));
    if (changed.length === 0) return { state: this.#before, changed };
    return { state: PropertyState.sized(this.#values, this.#size), changed };
  }

  #differs(property: string): boolean {
    const { values } = this.#before;
    if (values.has(property) !== this.#values.has(property)) return true;
    return !same(values.get(property), this.#values.get(property));
  }
}

type Rule = (draft: Draft, property: string, value: unknown) => void;

const RULES: Readonly<Record<Exclude<OperationName, "$clearAll">, Rule>> = {
  $unset: (draft, property) => draft.remove(property),
  $set: (draft, property, value) => draft.set(property, value),
  $setOnce(draft, property, value) {
    if (!draft.has(property)) draft.set(property, value);
  },
  // What is no number counts as 0; adding what is no number does nothing.
  $add(draft, property, value) {
    if (!isNumber(value)) return;
    const old = draft.get(property);
    const sum = addNumbers(isNumber(old) ? old : 0, value);
    if (sum !== undefined) draft.set(property, sum);
  },
  $append: (draft, property, value) => draft.set(property, [...listIn(draft, property), ...listOf(value)]),
  $prepend: (draft, property, value) => draft.set(property, [...listOf(value), ...listIn(draft, property)]),
  $preInsert(draft, property, value) {
    const fresh = missing(draft, property, value);
    if (fresh.length > 0) draft.set(property, [...fresh, ...listIn(draft, property)]);
  },
  $postInsert(draft, property, value) {
    const fresh = missing(draft, property, value);
    if (fresh.length > 0) draft.set(property, [...listIn(draft, property), ...fresh]);
  },
  $remove(draft, property, value) {
    const old = listIn(draft, property);
    const gone = new Set(listOf(value).map(printLossless));
    const left = old.filter((item) => !gone.has(printLossless(item)));
    if (left.length < old.length) draft.set(property, left);
  },
};

/** What is no list counts as a list of it alone. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function listIn(draft: Draft, property: string): readonly unknown[] {
  return draft.has(property) ? listOf(draft.get(property)) : [];
}

/** Of the given values those that the property's list lacks, each once. */
function missing(draft: Draft, property: string, value: unknown): readonly unknown[] {
  const known = new Set(listIn(draft, property).map(printLossless));
  return listOf(value).filter((item) => {
    const text = printLossless(item);
    if (known.has(text)) return false;
    known.add(text);
    return true;
  });
}

function same(a: unknown, b: unknown): boolean {
  return a === b || printLossless(a) === printLossless(b);
}
