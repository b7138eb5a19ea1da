import Type from "typebox";
import type { Static } from "typebox";
import { PARTS } from "../../core/parts.ts";
import { mapping, propertyChoice } from "../../core/shape.ts";
import { tileDefinition } from "../../tiles/definition.ts";

const parameters = Type.Optional(
  Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 8_192 }), {
    description: "Values of parameters. They are not stored.",
  }),
);

const which = {
  version: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: "The newest where left out." }),
  ),
  definition: Type.Optional(tileDefinition),
  parameters,
};

/** What a check is asked of: a version, or a definition that is not saved. */
export const checkBody = Type.Object(which, { additionalProperties: false });

/** What is previewed, or tested. */
export const previewBody = Type.Object(
  {
    ...which,
    part: Type.Optional(Type.Enum([...PARTS], { description: "That of the sample, else events." })),
    mappings: Type.Optional(
      Type.Record(Type.String(), mapping, {
        description: "As of a sync. Left out, each field is filled with a text that says which it is.",
      }),
    ),
    select: Type.Optional(propertyChoice),
    event: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: "An event in the export format." }),
    ),
    eventId: Type.Optional(Type.String({ description: "Id of an event of the project." })),
    sample: Type.Optional(
      Type.String({
        description:
          "Name of one of the tile's own samples, or of a built-in one. Without event, eventId and sample: the first of the tile's own, else the built-in one called ordinary.",
      }),
    ),
    includeSecrets: Type.Optional(
      Type.Boolean({ description: "Shows the secret parameters given in this call. False by default." }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link previewBody}. */
export type PreviewBody = Static<typeof previewBody>;

const fault = Type.Object({
  code: Type.String(),
  message: Type.String(),
  template: Type.Optional(Type.String()),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
});

/** What would be sent. */
export const previewAnswer = Type.Object({
  request: Type.Optional(
    Type.Object({
      method: Type.String(),
      url: Type.String(),
      headers: Type.Record(Type.String(), Type.String()),
      body: Type.String(),
    }),
  ),
  curl: Type.Optional(Type.String({ description: "The same as a command to paste into a shell." })),
  faults: Type.Array(fault),
  notes: Type.Array(Type.String()),
});

/** What was sent, and what came of it. */
export const testAnswer = Type.Object({
  ...previewAnswer.properties,
  response: Type.Optional(
    Type.Object({
      status: Type.Integer(),
      headers: Type.Record(Type.String(), Type.String()),
      body: Type.String(),
      cut: Type.Boolean({ description: "The body was longer." }),
      durationMs: Type.Number(),
      outcome: Type.String({ description: "What a delivery would come to, such as `delivered`." }),
      meaning: Type.String(),
    }),
  ),
  failure: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
});
