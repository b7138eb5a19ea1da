import { conditionTest } from "../core/conditions/condition.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { PARTS } from "../core/parts.ts";
import { mapping } from "../core/shape.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import { formOf } from "../tiles/form.ts";
import { syncDefinition, SYNC_STATES } from "./definition.ts";
import { syncName } from "./sync-name.ts";

/**
 * What a customer fills in to make a sync, as a JSON Schema (2020-12) that forms can be made from: the body of the call that
 * makes it, without what names the tile or the destination. What it asks for is what a sync needs to send; one that is
 * disabled may be saved with less.
 * @param tile absent for a sync that leads to a destination
 */
export function syncForm(tile: TileDefinition | undefined): JsonObject {
  const form = tile && formOf(tile);
  const ofTile = propertiesOf(form);
  const mustGive = requiredBy(form).includes("parameters");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    ...(form !== undefined && { title: form.title, description: form.description }),
    properties: {
      name: { ...syncName, title: "Name" },
      ...(ofTile.parameters !== undefined && { parameters: ofTile.parameters }),
      definition: definitionForm(tile, form),
      state: { type: "string", title: "State", enum: SYNC_STATES, default: "disabled" },
      from: {
        type: "string",
        title: "Start",
        description: 'Where it starts: "now", "earliest", or an RFC 3339 time.',
        default: "now",
      },
    },
    required: ["name", ...(mustGive ? ["parameters"] : []), "definition"],
    additionalProperties: false,
    $defs: { condition: CONDITION },
  };
}

function definitionForm(tile: TileDefinition | undefined, form: JsonObject | undefined): JsonObject {
  const ofTile = propertiesOf(form);
  const { events, identifies, groups, select, allow } = syncDefinition.properties;
  const offered = PARTS.filter((part) => tile === undefined || tile[part] !== undefined);
  const properties = {
    events: { ...events, title: "Events", anyOf: oneOf("raw", "transformed") },
    where: { ...A_CONDITION, title: "Condition on events" },
    identifies: withCondition(identifies, "Users"),
    groups: withCondition(groups, "Groups"),
    select: tile === undefined ? select : ofTile.select,
    allow,
    mappings: isJsonObject(ofTile.mappings) ? withMappings(ofTile.mappings) : MAPPED,
  };
  const shown = Object.entries(properties).filter(([name, property]) => {
    const part = PARTS.find((each) => each === name);
    return property !== undefined && (part === undefined || offered.includes(part));
  });
  return {
    type: "object",
    title: "What is sent",
    properties: Object.fromEntries(shown),
    ...(requiredBy(form).includes("mappings") && { required: ["mappings"] }),
    // Something must be sent.
    anyOf: oneOf(...offered),
    additionalProperties: false,
  };
}

/** At least one of the names has to be there. */
function oneOf(...names: readonly string[]): readonly JsonObject[] {
  return names.map((name) => ({ required: [name] }));
}

/** Exactly one of the names has to be there; a group's property and its type go together. */
function subject(...others: readonly string[]): readonly JsonObject[] {
  const single = ["field", "eventProperty", "userProperty", "derivedProperty", "lookupProperty", ...others];
  return [...oneOf(...single), { required: ["groupProperty", "groupType"] }];
}

const CONDITION: JsonObject = {
  title: "Condition",
  anyOf: [
    { ...conditionTest, title: "Comparison", oneOf: subject() },
    ...["all", "any"].map((list) => ({
      type: "object",
      title: list === "all" ? "All of these" : "Any of these",
      properties: { [list]: { type: "array", items: { $ref: "#/$defs/condition" }, minItems: 1 } },
      required: [list],
      additionalProperties: false,
    })),
  ],
};

const A_CONDITION: JsonObject = { $ref: "#/$defs/condition" };

const A_MAPPING: JsonObject = { ...mapping, oneOf: subject("expression", "value") };

const MAPPED: JsonObject = {
  type: "object",
  title: "Mapped fields",
  additionalProperties: A_MAPPING,
};

/** A part of the definition that has a condition of its own. */
function withCondition(part: { readonly properties: JsonObject }, title: string): JsonObject {
  return { ...part, title, properties: { ...part.properties, where: A_CONDITION } };
}

/** The fields of a tile, each with what a mapping may say. */
function withMappings(fields: JsonObject): JsonObject {
  const named = Object.entries(propertiesOf(fields)).map(([name, field]) => [
    name,
    isJsonObject(field) ? { ...A_MAPPING, ...field } : field,
  ]);
  return { ...fields, properties: Object.fromEntries(named) };
}

function propertiesOf(form: JsonObject | undefined): JsonObject {
  return form !== undefined && isJsonObject(form.properties) ? form.properties : {};
}

function requiredBy(form: JsonObject | undefined): readonly unknown[] {
  return Array.isArray(form?.required) ? form.required : [];
}
