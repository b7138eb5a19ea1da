import type { Place } from "../core/conditions/place.ts";
import { placeReader, placesOf } from "../core/conditions/place.ts";
import { InvariantError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { Mapping } from "../core/shape.ts";
import { Expression } from "../templates/expression.ts";
import { compileSteps } from "./value-steps.ts";

/** Reads a mapped value of an event's fields; undefined where there is none. */
export type MappedValue = (fields: JsonObject) => unknown;

/**
 * Compiles a mapping, once for many events: where the value comes from, its default, its steps.
 * @param mapping one that `mappingIssues` finds no fault with
 * @param sees says whether the mapping may look at a place. Expressions cannot be told: they see the fields they are given
 */
export function compileMapping(mapping: Mapping, sees: (place: Place) => boolean = () => true): MappedValue {
  const read = sourceOf(mapping, sees);
  const { default: fallback, steps = [] } = mapping;
  const withDefault: MappedValue =
    fallback === undefined || fallback === null ? read : (fields) => read(fields) ?? fallback;
  if (steps.length === 0) return (fields) => withDefault(fields) ?? undefined;
  const follow = compileSteps(steps);
  return (fields) => follow(withDefault(fields));
}

function sourceOf(mapping: Mapping, sees: (place: Place) => boolean): MappedValue {
  const { expression, value } = mapping;
  const [place] = placesOf(mapping);
  if (place !== undefined) return sees(place) ? placeReader(place) : () => undefined;
  if (expression !== undefined) {
    const compiled = new Expression(expression);
    return (fields) => compiled.evaluate(fields);
  }
  if (value === undefined) throw new InvariantError("A mapping says nothing of where its value comes from.");
  return () => value;
}
