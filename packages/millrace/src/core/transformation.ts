import Type from "typebox";
import type { Static } from "typebox";

const eventName = Type.String({ minLength: 1, maxLength: 1_024 });
const propertyName = Type.String({ minLength: 1, maxLength: 1_024 });
const expression = Type.String({
  minLength: 1,
  maxLength: 4_096,
  description: "JMESPath over the event, such as event_properties.price.",
});

/** Events of one or several types under another name: `from` of one is a rename, of several a merge. */
const mergedEvent = Type.Object(
  {
    kind: Type.Literal("event"),
    from: Type.Array(eventName, { minItems: 1, maxItems: 200, uniqueItems: true }),
    to: eventName,
  },
  { additionalProperties: false },
);

/** One property in place of one or several: the first of `from` that the event has gives the value, all of them go. */
const mergedProperty = Type.Object(
  {
    kind: Type.Literal("property"),
    of: Type.Enum(["event", "user"]),
    from: Type.Array(propertyName, { minItems: 1, maxItems: 200, uniqueItems: true }),
    to: propertyName,
  },
  { additionalProperties: false },
);

/** A property of `derived_properties`, computed from the event. */
const derivedProperty = Type.Object(
  { kind: Type.Literal("derived"), name: propertyName, expression },
  { additionalProperties: false },
);

/** A property of `lookup_properties`: what a table has under the key that an expression finds. */
const lookupProperty = Type.Object(
  {
    kind: Type.Literal("lookup"),
    name: propertyName,
    key: expression,
    table: Type.Record(Type.String(), Type.Unknown(), { maxProperties: 10_000 }),
  },
  { additionalProperties: false },
);

/** How a project's events look to those who choose transformed events. What is in the log stays as it came in. */
export const transformationRule = Type.Union([mergedEvent, mergedProperty, derivedProperty, lookupProperty]);

/** See {@link transformationRule}. */
export type TransformationRule = Static<typeof transformationRule>;
