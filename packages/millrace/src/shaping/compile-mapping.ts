import type { Place } from "../core/conditions/place.ts";
import { placeReader, placesOf } from "../core/conditions/place.ts";
import { InvariantError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { Mapping } from "../core/shape.ts";
import { Expression } from "../templates/expression.ts";
import type { Budget } from "../templates/interpreter.ts";
import { compileSteps } from "./value-steps.ts";

/**
 * Reads a mapped value of an event's fields; undefined where there is none.
 * The budget is what all of an event's mappings may take together; absent where there is one alone.
 */
export type MappedValue = (fields: JsonObject, budget?: Budget) => unknown;

/**
 * Compiles a mapping, once for many events: where the value comes from, its default, its steps.
 * @param mapping one that `mappingIssues` finds no fault with
 * @param sees says whether the mapping may look at a place. Expressions cannot be told: they see the fields they are given
 */
export function compileMapping(mapping: Mapping, sees: (place: Place) => boolean = () => true): MappedValue {
  const read = sourceOf(mapping, sees);
  const { default: fallback, steps = [] } = mapping;
  const withDefault: MappedValue =
    fallback === undefined || fallback === null ? read : (fields, budget) => read(fields, budget) ?? fallback;
  if (steps.length === 0) return (fields, budget) => withDefault(fields, budget) ?? undefined;
  const follow = compileSteps(steps);
  return (fields, budget) => follow(withDefault(fields, budget));
}

function sourceOf(mapping: Mapping, sees: (place: Place) => boolean): MappedValue {
  const { expression, value } = mapping;
  const [place] = placesOf(mapping);
  if (place !== undefined) return sees(place) ? placeReader(place) : () => undefined;
  if (expression !== undefined) {
    const compiled = new Expression(expression);
    return (fields, budget) => compiled.evaluate(fields, budget);
  }
  if (value === undefined) throw new InvariantError("A mapping says nothing of where its value comes from.");
  return () => value;
}
