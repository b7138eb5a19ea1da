import type { Condition } from "./condition.ts";
import type { Place } from "./place.ts";
import { placesOf } from "./place.ts";

/** A place of an event, one of some texts of which it must be. */
export interface Anchor {
  readonly place: Place;
  readonly values: readonly string[];
}

/** More would make an index deeper than it is wide. */
const MOST = 2;

/**
 * What an index can ask of a condition: places that must be one of some texts wherever the condition holds, two at most;
 * the event's type comes first, then the place with the fewest texts. None where there are none.
 *
 * An index that keeps to them may pass an event over where the place is another text, or missing. One that is neither
 * (an array of which one element may be meant, a number) says nothing: the condition itself has to be asked.
 */
export function anchorsOf(condition: Condition): readonly Anchor[] {
  return conjunctsOf(condition)
    .flatMap(anchorsIn)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, MOST);
}

/** True for the anchor of the event's type. */
export function isOfType({ place }: Anchor): boolean {
  return place.in === "event" && place.name === "event_type";
}

function rankOf(anchor: Anchor): number {
  return isOfType(anchor) ? 0 : anchor.values.length;
}

/** The conditions that all have to hold where the condition does. */
export function conjunctsOf(condition: Condition): readonly Condition[] {
  return "all" in condition ? condition.all.flatMap(conjunctsOf) : [condition];
}

function anchorsIn(condition: Condition): readonly Anchor[] {
  if ("all" in condition || "any" in condition) return [];
  const { operator, values = [] } = condition;
  const [place] = placesOf(condition);
  // Of groups an event may have several, and with them several values.
  if (place === undefined || place.in === "group_properties") return [];
  if (operator !== "is" && operator !== "in") return [];
  const texts = values.filter((value) => typeof value === "string");
  return texts.length > 0 && texts.length === values.length ? [{ place, values: texts }] : [];
}
