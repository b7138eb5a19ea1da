import Type from "typebox";
import type { Static } from "typebox";
import type { Condition } from "../core/conditions/condition.ts";
import { mapping, propertyChoice } from "../core/shape.ts";

const eventTypes = Type.Union([
  Type.Literal("all"),
  Type.Array(Type.String({ minLength: 1, maxLength: 1_024 }), {
    minItems: 1,
    maxItems: 2_000,
    uniqueItems: true,
  }),
]);

/** A condition, as deep as it may be: the schema leaves it open, `conditionIssues` says what is wrong where. */
const condition = Type.Unsafe<Condition>(
  Type.Object({}, { description: "A comparison, or {all: […]} or {any: […]} of conditions." }),
);

/** What a customer says of a sync beside its name and where it leads. */
export const syncDefinition = Type.Object(
  {
    events: Type.Optional(
      Type.Object(
        {
          raw: Type.Optional(eventTypes),
          transformed: Type.Optional(eventTypes),
          topics: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
              minItems: 1,
              maxItems: 50,
              uniqueItems: true,
              description: "Topics the events are of. track by default.",
            }),
          ),
        },
        {
          additionalProperties: false,
          description:
            "Which events are forwarded, by their type: as they came in, or as transformations make them.",
        },
      ),
    ),
    where: Type.Optional(condition),
    identifies: Type.Optional(
      Type.Object(
        {
          on: Type.Enum(["identify", "change", "event"], {
            description:
              "Forward users at each identify, at each change of their properties by whatever event, or at each event too.",
          }),
          where: Type.Optional(condition),
        },
        { additionalProperties: false },
      ),
    ),
    groups: Type.Optional(
      Type.Object(
        {
          on: Type.Enum(["identify", "change"]),
          where: Type.Optional(condition),
        },
        { additionalProperties: false },
      ),
    ),
    select: Type.Optional(propertyChoice),
    allow: Type.Optional(propertyChoice),
    mappings: Type.Optional(Type.Record(Type.String(), mapping)),
  },
  { additionalProperties: false },
);

/** See {@link syncDefinition}. */
export type SyncDefinition = Static<typeof syncDefinition>;

/** `enabled` sends, `paused` keeps what comes for later, `disabled` lets it pass. */
export const SYNC_STATES = ["enabled", "paused", "disabled"] as const;

/** One of {@link SYNC_STATES}. */
export type SyncState = (typeof SYNC_STATES)[number];
