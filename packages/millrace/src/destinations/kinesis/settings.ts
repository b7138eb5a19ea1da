import Type from "typebox";
import type { Static } from "typebox";
import { awsRegion, endpointUrl, roleSettings } from "../aws/settings.ts";
import { envelopeSetting } from "../wrap.ts";

/** Settings of a Kinesis destination: seed 000's table under Ampersand's API names, and the record limit. */
export const kinesisSettings = Type.Object(
  {
    streamName: Type.String({
      title: "Stream name",
      description: "Name of the Kinesis stream.",
      pattern: "^[a-zA-Z0-9_.-]+$",
      minLength: 1,
      maxLength: 128,
    }),
    region: awsRegion,
    partitionKeyTemplate: Type.Optional(
      Type.String({
        title: "Partition key template",
        description:
          "JMESPath template for the partition key, such as data.installationId. By default the message id.",
      }),
    ),
    envelope: Type.Optional(envelopeSetting),
    endpointUrl: Type.Optional(endpointUrl),
    maxRecordSizeInKiB: Type.Optional(
      Type.Integer({
        title: "Record limit",
        description:
          "Largest record the stream takes, in KiB, key and data together; the stream's own MaxRecordSizeInKiB. 1024 by default.",
        minimum: 1_024,
        maximum: 10_240,
      }),
    ),
    ...roleSettings,
  },
  { additionalProperties: false },
);

/** See {@link kinesisSettings}. */
export type KinesisSettings = Static<typeof kinesisSettings>;

/** Seed 000: records cannot exceed 1 MB unless the stream is set so. */
export const DEFAULT_RECORD_KIB = 1_024;
