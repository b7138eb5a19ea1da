import { InvalidArgumentError, Option } from "commander";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";

/** An option that takes a JSON object. */
export function objectOption(name: string, description: string): Option {
  return new Option(`--${name} <json>`, description).argParser((text) => parseMembers(name, text));
}

/** @throws {InvalidArgumentError} where the text is no JSON object */
export function parseMembers(member: string, text: string): JsonObject {
  const parsed = parse(text);
  if (!isJsonObject(parsed))
    throw new InvalidArgumentError(`Write ${member} as JSON, such as '{"name":"value"}'.`);
  return parsed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
