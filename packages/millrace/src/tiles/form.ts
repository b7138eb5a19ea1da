import type { JsonObject } from "../core/json/object.ts";
import { PARTS } from "../core/parts.ts";
import type { TileDefinition, TileParameter } from "./definition.ts";

/**
 * What a customer fills in to make a sync of a tile, as a JSON Schema (2020-12) that forms can be made from.
 * `parameters` is what a sync has under that name; `mappings` and `select` are what its definition has.
 */
export function formOf(definition: TileDefinition): JsonObject {
  const { parameters = [], mappedFields = [], propertySelection = true } = definition;
  const mustGive = parameters.filter(isRequired).map(({ name }) => name);
  const mustMap = mappedFields.filter(({ required }) => required === true).map(({ name }) => name);
  const required = [
    ...(mustGive.length > 0 ? ["parameters"] : []),
    ...(mustMap.length > 0 ? ["mappings"] : []),
  ];
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    title: definition.displayName,
    description: definition.summary,
    properties: {
      parameters: {
        type: "object",
        title: "Parameters",
        properties: Object.fromEntries(parameters.map((each) => [each.name, parameterForm(each)])),
        required: mustGive,
        additionalProperties: false,
      },
      mappings: {
        type: "object",
        title: "Mapped fields",
        description: "Which property or field of the event each of these is filled with.",
        properties: Object.fromEntries(
          mappedFields.map(({ name, description }) => [
            name,
            { type: "object", title: name, ...(description !== undefined && { description }) },
          ]),
        ),
        required: mustMap,
        additionalProperties: false,
      },
      ...(propertySelection && {
        select: {
          type: "object",
          title: "Properties to send",
          description: "Which event, user and group properties the destination gets.",
          properties: Object.fromEntries(
            ["event", "user", "group"].map((kind) => [kind, { anyOf: PROPERTY_CHOICES }]),
          ),
          additionalProperties: false,
        },
      }),
    },
    required,
  };
}

const PROPERTY_CHOICES = [
  { type: "string", enum: ["all", "none"] },
  { type: "array", items: { type: "string" }, uniqueItems: true },
];

function parameterForm(parameter: TileParameter): JsonObject {
  const { displayName, description, secret, choices, default: given } = parameter;
  return {
    type: "string",
    title: displayName,
    ...(description !== undefined && { description }),
    ...(choices !== undefined && { enum: choices }),
    ...(given !== undefined && { default: given }),
    ...(isRequired(parameter) && { minLength: 1 }),
    ...(secret === true && { writeOnly: true, format: "password" }),
  };
}

/** True where a customer must give a value: said so, or not said and there is no default. */
export function isRequired({ required, default: given }: TileParameter): boolean {
  return required ?? given === undefined;
}

/** What a tile can do, for those who choose one. */
export function featuresOf(definition: TileDefinition) {
  return {
    parts: PARTS.filter((part) => definition[part] !== undefined),
    propertySelection: definition.propertySelection ?? true,
    oauth: definition.oauth !== undefined,
  };
}
