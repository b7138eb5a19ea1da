import Type from "typebox";
import type { Static } from "typebox";
import { PARTS } from "../core/parts.ts";
import { endpointFields, endpointLimits } from "../destinations/http/settings.ts";
import { CATEGORIES } from "./categories.ts";

const NAME = "^[A-Za-z_][A-Za-z0-9_]*$";

/** A value that each customer gives when they make a sync: used in URLs, headers and bodies as `parameters.NAME`. */
export const tileParameter = Type.Object(
  {
    name: Type.String({
      pattern: NAME,
      maxLength: 64,
      description: "What templates call it, as in ${parameters.api_key}.",
    }),
    displayName: Type.String({ minLength: 1, maxLength: 100, description: "What customers see." }),
    description: Type.Optional(Type.String({ maxLength: 500 })),
    secret: Type.Optional(
      Type.Boolean({ description: "Never shown again once it is given. False by default." }),
    ),
    required: Type.Optional(
      Type.Boolean({ description: "True by default, unless there is a default value." }),
    ),
    choices: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 1_024 }), {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
      }),
    ),
    default: Type.Optional(Type.String({ maxLength: 1_024 })),
  },
  { additionalProperties: false },
);

/** See {@link tileParameter}. */
export type TileParameter = Static<typeof tileParameter>;

/** A field of the payload that each customer fills with a property of their choice: `mappedFields.NAME`. */
export const mappedField = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 100,
      description: "The destination's name of the field; what customers see too.",
    }),
    description: Type.Optional(Type.String({ maxLength: 500 })),
    required: Type.Optional(
      Type.Boolean({
        description:
          "Nothing is sent before it is mapped, and no event without a value for it. False by default.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link mappedField}. */
export type MappedField = Static<typeof mappedField>;

/** What a tile's endpoint takes: to be said as high as it is. */
export const tileLimits = Type.Object(
  {
    requestsPerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e6 })),
    requestsPerMinute: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 6e7 })),
    concurrency: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 256, description: "Requests in flight at once." }),
    ),
    ...endpointLimits,
  },
  { additionalProperties: false, description: "What the endpoint takes, of each sync." },
);

/** An event to try the tile with, and what is to come out. */
const tileSample = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    part: Type.Enum([...PARTS]),
    event: Type.Record(Type.String(), Type.Unknown(), { description: "In the export format." }),
  },
  { additionalProperties: false },
);

/** A partner's integration, as the partner writes it (seed 002). */
export const tileDefinition = Type.Object(
  {
    displayName: Type.String({ minLength: 1, maxLength: 100 }),
    category: Type.Enum([...CATEGORIES]),
    summary: Type.String({ minLength: 1, maxLength: 300 }),
    description: Type.String({ minLength: 1, maxLength: 10_000 }),
    parameters: Type.Optional(Type.Array(tileParameter, { maxItems: 50 })),
    mappedFields: Type.Optional(Type.Array(mappedField, { maxItems: 100 })),
    propertySelection: Type.Optional(
      Type.Boolean({ description: "Customers choose which properties are sent. True by default." }),
    ),
    ...endpointFields,
    limits: Type.Optional(tileLimits),
    samples: Type.Optional(Type.Array(tileSample, { maxItems: 20 })),
  },
  { additionalProperties: false },
);

/** See {@link tileDefinition}. */
export type TileDefinition = Static<typeof tileDefinition>;
