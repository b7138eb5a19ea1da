import Type from "typebox";
import type { Static } from "typebox";

/*
 * The grammar of amp.yaml (specVersion 1.0.0), as Ampersand's documents describe it. What a schema cannot state (rules
 * between objects, schedules, field paths) stands in rules.ts.
 */

const name = (description: string) => Type.String({ minLength: 1, maxLength: 256, description });
const always = Type.Literal("always");

const field = Type.Object(
  {
    fieldName: Type.Optional(name("The field as the provider names it; nested as $['a']['b'].")),
    mapToName: Type.Optional(name("The name it gets in messages.")),
    mapToDisplayName: Type.Optional(name("The name it gets on screens.")),
    prompt: Type.Optional(Type.String({ description: "What the customer is asked." })),
    default: Type.Optional(name("The field it is filled from unless the customer chooses another one.")),
  },
  { additionalProperties: false },
);

const backfill = Type.Object(
  {
    defaultPeriod: Type.Object(
      {
        days: Type.Optional(
          Type.Integer({ minimum: 0, description: "How many days back; 0 is no backfill." }),
        ),
        fullHistory: Type.Optional(Type.Boolean({ description: "True: all there is." })),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const delivery = Type.Object(
  {
    mode: Type.Optional(Type.Enum(["auto", "onRequest"])),
    pageSize: Type.Optional(Type.Integer({ minimum: 50, maximum: 500 })),
  },
  { additionalProperties: false },
);

const readObject = Type.Object(
  {
    objectName: name("The object as the provider names it."),
    destination: name("Name of a destination of the project."),
    schedule: Type.Optional(name("When it is read: cron, at most every 10 minutes.")),
    mapToName: Type.Optional(name("The name the object gets in messages.")),
    mapToDisplayName: Type.Optional(name("The name the object gets on screens.")),
    requiredFields: Type.Optional(Type.Array(field)),
    optionalFields: Type.Optional(Type.Array(field)),
    optionalFieldsAuto: Type.Optional(Type.Literal("all")),
    backfill: Type.Optional(backfill),
    delivery: Type.Optional(delivery),
    enabled: Type.Optional(always),
  },
  { additionalProperties: false },
);

const event = Type.Object({ enabled: Type.Optional(always) }, { additionalProperties: false });

const subscribeObject = Type.Object(
  {
    objectName: name("The object as the provider names it."),
    destination: name("Name of a destination of the project."),
    inheritFieldsAndMapping: Type.Optional(
      Type.Boolean({ description: "Takes fields and mapping from the read object." }),
    ),
    inheritFieldsAndMappings: Type.Optional(
      Type.Boolean({ description: "The other spelling of inheritFieldsAndMapping." }),
    ),
    createEvent: Type.Optional(event),
    updateEvent: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(always),
          watchFieldsAuto: Type.Optional(Type.Enum(["all", "selected"])),
          requiredWatchFields: Type.Optional(
            Type.Array(name("A field, under its own or its mapped name."), { minItems: 1 }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    deleteEvent: Type.Optional(event),
    associationChangeEvent: Type.Optional(
      Type.Object(
        { enabled: Type.Optional(always), includeFullRecords: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
    ),
    otherEvents: Type.Optional(Type.Array(name("An event as the provider names it."))),
  },
  { additionalProperties: false },
);

const writeObject = Type.Object(
  {
    objectName: name("The object as the provider names it."),
    inheritMapping: Type.Optional(Type.Boolean()),
    valueDefaults: Type.Optional(
      Type.Object({ allowAnyFields: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);

const watchedEvent = Type.Object({ enabled: always }, { additionalProperties: false });

const watchSchema = Type.Object(
  {
    destination: name("Name of a destination of the project."),
    schedule: Type.Optional(name("When the schema is looked at: cron, at most every hour.")),
    allObjects: Type.Object(
      {
        fieldCreated: Type.Optional(watchedEvent),
        fieldDeleted: Type.Optional(watchedEvent),
        fieldChanged: Type.Optional(watchedEvent),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const integration = Type.Object(
  {
    name: Type.String({
      pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$",
      maxLength: 100,
      description: "letters, digits, dashes and underscores, unique in the project",
    }),
    provider: name("The SaaS provider, such as hubspot or salesforce."),
    displayName: Type.Optional(name("The name on screens.")),
    module: Type.Optional(name("Part of the provider's API, such as crm.")),
    read: Type.Optional(
      Type.Object({ objects: Type.Optional(Type.Array(readObject)) }, { additionalProperties: false }),
    ),
    subscribe: Type.Optional(
      Type.Object({ objects: Type.Optional(Type.Array(subscribeObject)) }, { additionalProperties: false }),
    ),
    write: Type.Optional(
      Type.Object({ objects: Type.Optional(Type.Array(writeObject)) }, { additionalProperties: false }),
    ),
    proxy: Type.Optional(
      Type.Object(
        { enabled: Type.Optional(Type.Boolean()), useModule: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
    ),
    watchSchema: Type.Optional(watchSchema),
  },
  { additionalProperties: false },
);

/** An amp.yaml as a whole. */
export const manifestSchema = Type.Object(
  { specVersion: Type.Literal("1.0.0"), integrations: Type.Array(integration, { minItems: 1 }) },
  { additionalProperties: false },
);

/** An amp.yaml that has no fault. */
export type Manifest = Static<typeof manifestSchema>;

/** One integration of a manifest. */
export type ManifestIntegration = Static<typeof integration>;

/** One object under `subscribe`. */
export type SubscribeObject = Static<typeof subscribeObject>;

/** True where a subscription takes fields and mapping from its read object, in either spelling. */
export function inheritsFields(object: SubscribeObject): boolean {
  return object.inheritFieldsAndMapping ?? object.inheritFieldsAndMappings ?? false;
}
