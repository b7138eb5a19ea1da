import { isMembers } from "../json/lossless.ts";
import type { JsonObject } from "../json/object.ts";
import { memberReader } from "../json/object.ts";
import type { Subject } from "./condition.ts";

/** Members of an event that hold properties by name. */
type Properties = "event_properties" | "user_properties" | "derived_properties" | "lookup_properties";

/** Where in an event a subject's value stands. */
export type Place =
  | { readonly in: "event"; readonly name: string }
  | { readonly in: Properties; readonly name: string }
  | { readonly in: "group_properties"; readonly type: string; readonly name: string };

/** The places that a subject names: one, unless the subject is faulty. */
export function placesOf(subject: Subject): readonly Place[] {
  const { field, eventProperty, userProperty, derivedProperty, lookupProperty } = subject;
  const { groupProperty, groupType = "" } = subject;
  const places: Place[] = [];
  if (field !== undefined) places.push({ in: "event", name: field });
  if (eventProperty !== undefined) places.push({ in: "event_properties", name: eventProperty });
  if (userProperty !== undefined) places.push({ in: "user_properties", name: userProperty });
  if (groupProperty !== undefined)
    places.push({ in: "group_properties", type: groupType, name: groupProperty });
  if (derivedProperty !== undefined) places.push({ in: "derived_properties", name: derivedProperty });
  if (lookupProperty !== undefined) places.push({ in: "lookup_properties", name: lookupProperty });
  return places;
}

/** Reads the value at a place; of groups, the first one that has the property. Undefined or null where there is none. */
export function placeReader(place: Place): (fields: JsonObject) => unknown {
  if (place.in === "group_properties") {
    return (fields) => {
      let value: unknown;
      someGroup(fields, place, (found) => {
        value = found;
        return found !== undefined && found !== null;
      });
      return value;
    };
  }
  const read = memberReader(place.name);
  if (place.in === "event") return read;
  const under = place.in;
  return (fields) => {
    const properties = fields[under];
    return isMembers(properties) ? read(properties) : undefined;
  };
}

/**
 * True where `test` holds for the property of one of the event's groups of the type.
 * The export format has groups' properties by type and group: `{"company": {"Acme": {"plan": "free"}}}`.
 */
export function someGroup(
  fields: JsonObject,
  place: Extract<Place, { readonly in: "group_properties" }>,
  test: (value: unknown) => boolean,
): boolean {
  const types = fields.group_properties;
  const groups = isMembers(types) ? memberReader(place.type)(types) : undefined;
  if (!isMembers(groups)) return false;
  const read = memberReader(place.name);
  for (const group of Object.values(groups)) if (isMembers(group) && test(read(group))) return true;
  return false;
}
