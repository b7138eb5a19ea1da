import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { mapping } from "../core/shape.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import { formOf } from "../tiles/form.ts";
import { syncDefinition } from "./definition.ts";

/**
 * What a customer fills in to make a sync, as a JSON Schema (2020-12) that forms can be made from: the body of the call that
 * makes it, without what names the tile or the destination.
 * @param tile absent for a sync that leads to a destination
 */
export function syncForm(tile: TileDefinition | undefined): JsonObject {
  const form = tile && formOf(tile);
  const ofTile = propertiesOf(form);
  const { select, ...definition } = syncDefinition.properties;
  const properties = {
    ...definition,
    ...(tile === undefined ? { select } : {}),
    ...(ofTile.select !== undefined && { select: ofTile.select }),
    ...(isJsonObject(ofTile.mappings) && { mappings: withMappings(ofTile.mappings) }),
  };
  const parts = (["events", "identifies", "groups"] as const).filter(
    (part) => tile !== undefined && tile[part] === undefined,
  );
  const offered = Object.entries(properties).filter(([name]) => !parts.some((part) => part === name));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    ...(form !== undefined && { title: form.title, description: form.description }),
    properties: {
      name: { type: "string", title: "Name", minLength: 1, maxLength: 80 },
      ...(ofTile.parameters !== undefined && { parameters: ofTile.parameters }),
      definition: {
        type: "object",
        title: "What is sent",
        properties: Object.fromEntries(offered),
        additionalProperties: false,
      },
    },
    required: ["name", ...(requiresParameters(form) ? ["parameters"] : [])],
  };
}

/** The fields of a tile, each with what a mapping may say. */
function withMappings(fields: JsonObject): JsonObject {
  const named = Object.entries(propertiesOf(fields)).map(([name, field]) => [
    name,
    isJsonObject(field) ? { ...mapping, ...field } : field,
  ]);
  return { ...fields, properties: Object.fromEntries(named) };
}

function propertiesOf(form: JsonObject | undefined): JsonObject {
  return form !== undefined && isJsonObject(form.properties) ? form.properties : {};
}

function requiresParameters(form: JsonObject | undefined): boolean {
  return Array.isArray(form?.required) && form.required.includes("parameters");
}
