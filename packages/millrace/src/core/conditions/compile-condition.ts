import { InvariantError } from "../errors.ts";
import { ExactNumber } from "../json/lossless.ts";
import type { JsonObject } from "../json/object.ts";
import { conjunctsOf } from "./anchors-of.ts";
import type { Condition, Operator, Test } from "./condition.ts";
import type { Place } from "./place.ts";
import { placeReader, placesOf, someGroup } from "./place.ts";
import type { Comparison, Scalar } from "./scalar-tests.ts";
import { compileComparison } from "./scalar-tests.ts";

/** Says of an event's fields (`EventView.fields`) whether something holds. */
export type FieldsTest = (fields: JsonObject) => boolean;

/**
 * Compiles a condition, once for many events. docs/conditions.md states what each operator means.
 * @param condition one that `conditionIssues` finds no fault with
 * @param sees says whether the condition may look at a place; what it may not see is as if the event did not have it
 */
export function compileCondition(
  condition: Condition,
  sees: (place: Place) => boolean = () => true,
): FieldsTest {
  if ("all" in condition) return every(condition.all.map((each) => compileCondition(each, sees)));
  if ("any" in condition) return some(condition.any.map((each) => compileCondition(each, sees)));
  return compileTest(condition, sees);
}

function every(tests: readonly FieldsTest[]): FieldsTest {
  const [first, second] = tests;
  if (first !== undefined && tests.length === 1) return first;
  if (first !== undefined && second !== undefined && tests.length === 2)
    return (fields) => first(fields) && second(fields);
  return (fields) => {
    for (const test of tests) if (!test(fields)) return false;
    return true;
  };
}

function some(tests: readonly FieldsTest[]): FieldsTest {
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return first;
  return (fields) => {
    for (const test of tests) if (test(fields)) return true;
    return false;
  };
}

/** What each operator asks, and whether it holds where the answer is no. */
const MEANINGS: Readonly<Record<Operator, { readonly asks: Comparison | "set"; readonly negated: boolean }>> =
  {
    is: { asks: "is", negated: false },
    is_not: { asks: "is", negated: true },
    in: { asks: "is", negated: false },
    not_in: { asks: "is", negated: true },
    contains: { asks: "contains", negated: false },
    does_not_contain: { asks: "contains", negated: true },
    starts_with: { asks: "starts_with", negated: false },
    does_not_start_with: { asks: "starts_with", negated: true },
    greater: { asks: "greater", negated: false },
    greater_or_equal: { asks: "greater_or_equal", negated: false },
    less: { asks: "less", negated: false },
    less_or_equal: { asks: "less_or_equal", negated: false },
    matches: { asks: "matches", negated: false },
    does_not_match: { asks: "matches", negated: true },
    set: { asks: "set", negated: false },
    not_set: { asks: "set", negated: true },
  };

function compileTest(test: Test, sees: (place: Place) => boolean): FieldsTest {
  const { asks, negated } = MEANINGS[test.operator];
  const [place] = placesOf(test);
  if (place === undefined) throw new InvariantError("A condition says nothing of what it compares.");
  if (!sees(place)) return () => negated;
  const holds = asks === "set" ? isSet : compileValueTest(asks, test.values ?? []);
  const found = compileFinder(place, holds);
  return negated ? (fields) => !found(fields) : found;
}

/** What has to hold of the value at one place wherever a condition holds. Where there is no value it never does. */
export interface Gate {
  readonly place: Place;
  readonly holds: (value: unknown) => boolean;
}

/**
 * The first comparison of a condition that must hold whatever else does, for an index that reads a place once for many
 * conditions; undefined where there is none.
 * @param condition one that `conditionIssues` finds no fault with
 * @param skip places that were asked already
 */
export function compileGate(condition: Condition, skip: (place: Place) => boolean): Gate | undefined {
  for (const conjunct of conjunctsOf(condition)) {
    const gate = gateIn(conjunct);
    if (gate !== undefined && !skip(gate.place)) return gate;
  }
  return undefined;
}

function gateIn(condition: Condition): Gate | undefined {
  if ("all" in condition || "any" in condition) return undefined;
  const { asks, negated } = MEANINGS[condition.operator];
  const [place] = placesOf(condition);
  // Of groups an event may have several, and with them several values.
  if (negated || place === undefined || place.in === "group_properties") return undefined;
  return { place, holds: asks === "set" ? isSet : compileValueTest(asks, condition.values ?? []) };
}

function compileFinder(place: Place, holds: (value: unknown) => boolean): FieldsTest {
  if (place.in === "group_properties") return (fields) => someGroup(fields, place, holds);
  const read = placeReader(place);
  return (fields) => holds(read(fields));
}

function compileValueTest(
  asks: Comparison,
  values: NonNullable<Test["values"]>,
): (value: unknown) => boolean {
  const holds = compileComparison(asks, values);
  return (value) => {
    if (isScalar(value)) return holds(value);
    if (!Array.isArray(value)) return false;
    const length = Math.min(value.length, MAX_ELEMENTS);
    for (let i = 0; i < length; i++) {
      const item: unknown = value[i];
      if (isScalar(item) && holds(item)) return true;
    }
    return false;
  };
}

/** Elements of an array that are looked at: five hundred comparisons go through so many within a moment. */
const MAX_ELEMENTS = 10_000;

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value instanceof ExactNumber
  );
}
