import type { TSchema } from "typebox";
import Type from "typebox";
import { deliveryOptions } from "../../core/delivery-options.ts";
import type { DestinationType } from "../../core/destination.ts";
import { closed } from "../../destinations/validator.ts";
import { DESTINATION_OWNERS } from "../../store/destinations.ts";
import { destinationName } from "./names.ts";

/** The envelope of a new destination; settings and secrets are then held against the type's own schemas. */
export const newDestinationEnvelope = Type.Object(
  {
    name: destinationName,
    type: Type.String(),
    metadata: Type.Optional(Type.Unknown()),
    secrets: Type.Optional(Type.Unknown()),
    delivery: Type.Optional(deliveryOptions),
  },
  { additionalProperties: false },
);

/** A change of a destination: `updateMask` names the fields, `destination` holds their new values. */
export const destinationPatch = Type.Object(
  {
    updateMask: Type.Array(Type.String(), {
      minItems: 1,
      maxItems: 100,
      description:
        "Fields to change, such as `name`, `metadata`, `metadata.keyTemplate` or `secrets.awsKeyId`. A field named here and left out of `destination` is removed.",
    }),
    destination: Type.Object(
      {
        name: Type.Optional(destinationName),
        type: Type.Optional(Type.String()),
        metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        secrets: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        delivery: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** A new destination as the API describes it: one variant a type, in the words of the type's schemas. */
export function newDestinationSchema(types: ReadonlyMap<string, DestinationType>): TSchema {
  const variants = [...types.values()].map((type) =>
    Type.Object(
      {
        name: destinationName,
        type: Type.Literal(type.type),
        metadata: closed(type.settings),
        delivery: Type.Optional(deliveryOptions),
        secrets: needsAny(type.secrets) ? closed(type.secrets) : Type.Optional(closed(type.secrets)),
      },
      { additionalProperties: false, title: type.label },
    ),
  );
  return Type.Unsafe<unknown>({ type: "object", oneOf: variants });
}

/** A destination as the API answers it. Of its secrets, only those that Millrace made are ever answered, where they are asked for. */
export function destinationSchema(types: ReadonlyMap<string, DestinationType>): TSchema {
  const shared = {
    id: Type.String(),
    projectId: Type.String(),
    name: destinationName,
    delivery: deliveryOptions,
    owner: Type.Optional(
      Type.Enum([...DESTINATION_OWNERS], {
        description:
          "What it belongs to, which alone may change it: a sync of a tile, or the project's event stream.",
      }),
    ),
    createTime: Type.String({ format: "date-time" }),
    updateTime: Type.String({ format: "date-time" }),
    warnings: Type.Optional(
      Type.Array(Type.String(), {
        description: "What is allowed but probably not meant; in the answer to a save.",
      }),
    ),
  };
  const variants = [...types.values()].map((type) =>
    Type.Object(
      {
        ...shared,
        type: Type.Literal(type.type),
        metadata: closed(type.settings),
        ...(type.ownSecrets !== undefined && { secrets: Type.Optional(type.ownSecrets.shown) }),
      },
      { title: type.label },
    ),
  );
  return Type.Unsafe<unknown>({ type: "object", oneOf: variants });
}

/** What a check found. */
export const checkReport = Type.Object({
  ok: Type.Boolean(),
  steps: Type.Array(
    Type.Object({
      name: Type.String({ description: "What was tried." }),
      ok: Type.Boolean(),
      detail: Type.String({ description: "What was found, and what to do about it." }),
    }),
  ),
  documents: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String({ description: "Such as `permissions` or `trust`." }),
        title: Type.String({ description: "What it is, and where it goes." }),
        json: Type.Record(Type.String(), Type.Unknown(), { description: "The document, to be pasted." }),
      }),
      { description: "What the destination needs where it is, such as IAM policies." },
    ),
  ),
});

function needsAny({ required }: DestinationType["secrets"]): boolean {
  return required !== undefined && required.length > 0;
}
