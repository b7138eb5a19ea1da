import { InvariantError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";

/** Reads a column that holds a JSON object. */
export function readObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value))
    throw new InvariantError("A column that must hold a JSON object holds something else.");
  return value;
}

/** Reads a column that holds a list of texts. */
export function readStrings(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
    throw new InvariantError("A column that must hold a list of texts holds something else.");
  }
  return value;
}
