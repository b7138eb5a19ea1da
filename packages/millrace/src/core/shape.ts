import Type from "typebox";
import type { Static } from "typebox";
import { subjectFields } from "./conditions/condition.ts";
import type { JsonObject } from "./json/object.ts";
import type { Part } from "./parts.ts";
import { PARTS } from "./parts.ts";

/** Steps that a mapped value may go through, in the order given. A value that a step cannot take is as if it were not there. */
export const VALUE_STEPS = [
  "string",
  "number",
  "boolean",
  "json",
  "trim",
  "lowercase",
  "uppercase",
  "sha256",
  "base64",
  "iso_time",
  "unix_seconds",
  "unix_milliseconds",
] as const;

/** One of {@link VALUE_STEPS}. */
export type ValueStep = (typeof VALUE_STEPS)[number];

/** Where a mapped field's value comes from: one property or field of the event, a JMESPath expression over it, or a constant. */
export const mapping = Type.Object(
  {
    ...subjectFields,
    expression: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4_096,
        description: "JMESPath over the event, such as event_properties.items[0].sku.",
      }),
    ),
    value: Type.Optional(Type.Unknown({ description: "The same value for every event." })),
    default: Type.Optional(Type.Unknown({ description: "Taken where the event has no value." })),
    steps: Type.Optional(
      Type.Array(Type.Enum([...VALUE_STEPS]), {
        maxItems: 8,
        description: "What is done to the value, in this order.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link mapping}. */
export type Mapping = Static<typeof mapping>;

const choice = (what: string) =>
  Type.Optional(
    Type.Union([
      Type.Enum(["all", "none"]),
      Type.Array(Type.String({ minLength: 1, maxLength: 1_024 }), {
        maxItems: 1_000,
        uniqueItems: true,
        description: `Names of ${what} properties.`,
      }),
    ]),
  );

/** Which properties are chosen, of each kind; a kind that is left out has none chosen. */
export const propertyChoice = Type.Object(
  { event: choice("event"), user: choice("user"), group: choice("group") },
  { additionalProperties: false },
);

/** See {@link propertyChoice}. */
export type PropertyChoice = Static<typeof propertyChoice>;

/** How a sync takes events: as they came in, or as the project's transformations make them. */
export const SYNC_VIEWS = ["raw", "transformed"] as const;

/** One of {@link SYNC_VIEWS}. */
export type SyncView = (typeof SYNC_VIEWS)[number];

/** What a route makes of an event before the destination formats it. */
export const routeShape = Type.Object(
  {
    part: Type.Enum([...PARTS]),
    /**
     * Whether the event is taken as it came in or as the project's transformations make it; conditions look at the same.
     * `app_event`: what is sent is the app event that Pinpoint's event streams hold, conditions look at what came in. It
     * goes with the part `events`, and with nothing else of a shape.
     */
    view: Type.Enum([...SYNC_VIEWS, "app_event"]),
    /** Properties sent; absent where everything is. */
    select: Type.Optional(propertyChoice),
    /** Properties that may be seen at all, by templates, mappings and conditions too; absent where everything may. */
    allow: Type.Optional(propertyChoice),
    mappings: Type.Optional(Type.Record(Type.String(), mapping)),
    /** Mapped fields without which the event is passed over. */
    required: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);

/** See {@link routeShape}. */
export type RouteShape = Static<typeof routeShape>;

/** What a route's shape made of an event, for destinations that render templates. Values are as `parseLossless` gives them. */
export interface Shaped {
  readonly part: Part;
  /** The event in the export format, without what the route may not see. */
  readonly input: JsonObject;
  /** The chosen properties by name: of two with one name the event's own comes before the user's, and that before the group's. */
  readonly mappedProperties: JsonObject;
  /** By the destination's name of the field; fields without a value are absent. */
  readonly mappedFields: JsonObject;
}
