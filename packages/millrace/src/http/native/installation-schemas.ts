import Type from "typebox";

const text = (description: string) => Type.String({ minLength: 1, maxLength: 500, description });

/** Settings of one object; the caller's app may keep more here than Millrace reads. */
const objectConfig = Type.Object({
  objectName: Type.Optional(Type.String()),
  destination: Type.Optional(Type.String()),
  schedule: Type.Optional(Type.String()),
  disabled: Type.Optional(Type.Boolean()),
  selectedFields: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  selectedFieldsAuto: Type.Optional(Type.Literal("all")),
  selectedFieldMappings: Type.Optional(Type.Record(Type.String(), Type.String())),
  selectedValueMappings: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))),
  // Ampersand spells it with an s in installations and without one in manifests.
  inheritFieldsAndMapping: Type.Optional(Type.Boolean()),
  inheritFieldsAndMappings: Type.Optional(Type.Boolean()),
});

const actionConfig = Type.Object({ objects: Type.Optional(Type.Record(Type.String(), objectConfig)) });

const configContent = Type.Object(
  {
    provider: Type.Optional(Type.String()),
    module: Type.Optional(Type.String()),
    read: Type.Optional(actionConfig),
    subscribe: Type.Optional(actionConfig),
    write: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    proxy: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false, description: "What the customer chose: objects, fields and mappings." },
);

const config = Type.Object(
  {
    content: Type.Optional(configContent),
    createdBy: Type.Optional(Type.String()),
    ...configContent.properties,
  },
  {
    additionalProperties: false,
    description: "What the customer chose, in `content` as Ampersand has it, or directly.",
  },
);

const fields = {
  groupRef: text("Your id of the group of users that installs, such as a customer."),
  groupName: Type.Optional(text("The group's name, for people. Left out, the groupRef.")),
  consumerRef: Type.Optional(text("Your id of the user that installs. Left out, the groupRef.")),
  consumerName: Type.Optional(text("That user's name, for people. Left out, the consumerRef.")),
  connectionId: Type.Optional(
    text("Your id of the connection to the provider. Left out, Millrace makes one."),
  ),
  config: Type.Optional(config),
};

/** A new installation. */
export const newInstallation = Type.Object(fields, { additionalProperties: false });

/** A change of an installation. */
export const installationPatch = Type.Object(
  {
    updateMask: Type.Array(Type.String(), {
      minItems: 1,
      maxItems: 100,
      description:
        "Fields to change, such as `groupName` or `config.content.read`; what is left out of `installation` is removed.",
    }),
    installation: Type.Partial(newInstallation),
  },
  { additionalProperties: false },
);

const time = Type.String({ format: "date-time" });
const group = Type.Object({
  groupRef: Type.String(),
  groupName: Type.String(),
  projectId: Type.String(),
  createTime: time,
});
const consumer = Type.Object({
  consumerRef: Type.String(),
  consumerName: Type.String(),
  projectId: Type.String(),
  createTime: time,
});

/** An installation as the API answers it: Ampersand's shape, and the references at the top as well. */
export const installation = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  integrationId: Type.String(),
  groupRef: Type.String(),
  groupName: Type.String(),
  consumerRef: Type.String(),
  consumerName: Type.String(),
  connectionId: Type.String(),
  healthStatus: Type.Literal("healthy"),
  group,
  connection: Type.Object({
    id: Type.String(),
    projectId: Type.String(),
    provider: Type.String(),
    group,
    consumer,
    createTime: time,
    updateTime: time,
    status: Type.Literal("working"),
  }),
  createdBy: Type.String(),
  createTime: time,
  updateTime: time,
  config: Type.Object({
    id: Type.String(),
    createTime: time,
    createdBy: Type.String(),
    content: configContent,
  }),
});
