import type { JsonValue } from "../core/json/exact.ts";
import { numberOrText } from "../core/json/exact.ts";
import { ExactNumber } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import { setMember } from "../core/json/object.ts";

/** Objects by their members' names. */
type PlainObject = { [name: string]: JsonValue };

const knownFields = new WeakMap<JsonObject, PlainObject>();
const knownMembers = new WeakMap<object, JsonValue>();

/**
 * The fields with JavaScript's own numbers: an {@link ExactNumber} becomes the number it is, or the text it was written as
 * where a double cannot hold it. Made once for fields, and once for each member that several of them share.
 */
export function withPlainNumbers(fields: JsonObject): PlainObject {
  const known = knownFields.get(fields);
  if (known !== undefined) return known;
  const made: PlainObject = {};
  for (const [name, value] of Object.entries(fields)) setMember(made, name, memberOf(value));
  knownFields.set(fields, made);
  return made;
}

function memberOf(value: unknown): JsonValue {
  if (typeof value !== "object" || value === null) return plainOf(value);
  const known = knownMembers.get(value);
  if (known !== undefined) return known;
  const made = plainOf(value);
  knownMembers.set(value, made);
  return made;
}

function plainOf(value: unknown): JsonValue {
  if (isPlain(value)) return value;
  if (value instanceof ExactNumber) return numberOrText(value.text);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainOf(item)]));
}

function isPlain(value: unknown): value is JsonValue {
  if (typeof value !== "object" || value === null)
    return value === null || ["string", "number", "boolean"].includes(typeof value);
  if (value instanceof ExactNumber) return false;
  return Array.isArray(value) ? value.every(isPlain) : Object.values(value).every(isPlain);
}

const knownOrphans = new WeakMap<object, JsonValue>();

/** A copy in which no object inherits anything: a name that is not there is found nowhere. Made once for each object. */
export function withoutHeritage(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  const known = knownOrphans.get(value);
  if (known !== undefined) return known;
  const made = Array.isArray(value) ? value.map(withoutHeritage) : orphanOf(value);
  knownOrphans.set(value, made);
  return made;
}

function orphanOf(object: { readonly [name: string]: JsonValue }): JsonValue {
  const made = Object.fromEntries(
    Object.entries(object).map(([name, item]) => [name, withoutHeritage(item)]),
  );
  Object.setPrototypeOf(made, null);
  return made;
}
