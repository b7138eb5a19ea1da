import Type from "typebox";
import type { Static } from "typebox";

/**
 * How a condition compares. The words are those of the product whose users bring their filters along; `in` is `is`, under
 * the name that lists go by. Each negated operator is true exactly where the other one is not, so also where there is
 * nothing to compare.
 */
export const OPERATORS = [
  "is",
  "is_not",
  "in",
  "not_in",
  "contains",
  "does_not_contain",
  "starts_with",
  "does_not_start_with",
  "greater",
  "greater_or_equal",
  "less",
  "less_or_equal",
  "matches",
  "does_not_match",
  "set",
  "not_set",
] as const;

/** One of {@link OPERATORS}. */
export type Operator = (typeof OPERATORS)[number];

const name = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 1_024, description }));

/** What of an event is meant: exactly one of these, and `groupType` beside `groupProperty`. */
export const subjectFields = {
  field: name("Field of the event, such as event_type, user_id or country."),
  eventProperty: name("Name of an event property."),
  userProperty: name("Name of a user property."),
  groupProperty: name("Name of a group property, of the group type in groupType."),
  groupType: name("Type of the group that groupProperty is of."),
  derivedProperty: name("Name of a derived property; transformed events have them."),
  lookupProperty: name("Name of a lookup property; transformed events have them."),
};

const subject = Type.Object(subjectFields);

/** See {@link subjectFields}. */
export type Subject = Static<typeof subject>;

/** One comparison, as far as a schema can say it; `conditionIssues` says the rest. */
export const conditionTest = Type.Object(
  {
    ...subjectFields,
    operator: Type.Enum([...OPERATORS]),
    values: Type.Optional(
      Type.Array(Type.Union([Type.String({ maxLength: 4_096 }), Type.Number(), Type.Boolean()]), {
        minItems: 1,
        maxItems: 1_000,
        description: "One of them must hold; of a negated operator, all. None for set and not_set.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** One comparison. */
export type Test = Static<typeof conditionTest>;

/** What an event must be like: a comparison, or several of them of which all must hold, or any. */
export type Condition =
  | Test
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };
