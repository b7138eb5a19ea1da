import Type from "typebox";
import type { Static } from "typebox";
import { PARTS } from "../core/parts.ts";
import { mapping, propertyChoice } from "../core/shape.ts";
import { requestTemplate } from "../destinations/http/settings.ts";
import { tileDefinition } from "../tiles/definition.ts";

/** One kind of request in a `tile.yaml`: its body may be a file of the folder. */
const filePart = Type.Object(
  {
    ...requestTemplate.properties,
    bodyFile: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: "The body's template, such as events.ftl." }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link filePart}. */
export type FilePart = Static<typeof filePart>;

const { samples: _samples, description, ...definitionFields } = tileDefinition.properties;

/** What a `tile.yaml` says: a definition without samples, which are files, under the tile's name. */
export const tileFile = Type.Object(
  {
    name: Type.String({
      pattern: "^[a-z0-9-]+$",
      maxLength: 100,
      description: "lower-case letters, digits and dashes.",
    }),
    ...definitionFields,
    description: Type.Optional(description),
    events: Type.Optional(filePart),
    identifies: Type.Optional(filePart),
    groups: Type.Optional(filePart),
  },
  { additionalProperties: false },
);

/** See {@link tileFile}. */
export type TileFile = Static<typeof tileFile>;

/** A file of `samples/`: an event in the export format, and what a customer would have set. */
export const sampleFile = Type.Object(
  {
    part: Type.Enum([...PARTS]),
    event: Type.Record(Type.String(), Type.Unknown()),
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 8_192 }), {
        description: "Values of the tile's parameters; never real secrets.",
      }),
    ),
    mappings: Type.Optional(Type.Record(Type.String(), mapping)),
    select: Type.Optional(propertyChoice),
  },
  { additionalProperties: false },
);

/** See {@link sampleFile}. */
export type SampleFile = Static<typeof sampleFile>;
