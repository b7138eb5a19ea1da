import Type from "typebox";
import type { Static } from "typebox";
import { awsRegion, endpointUrl, roleSettings } from "../aws/settings.ts";
import { envelopeSetting } from "../wrap.ts";

/** Settings of a Firehose destination: the stream under AWS's own name for it, and whether each record is a line. */
export const firehoseSettings = Type.Object(
  {
    deliveryStreamName: Type.String({
      title: "Firehose stream name",
      description: "Name of the Firehose stream. Its source must be Direct PUT.",
      pattern: "^[a-zA-Z0-9_.-]+$",
      minLength: 1,
      maxLength: 64,
    }),
    region: awsRegion,
    appendNewline: Type.Optional(
      Type.Boolean({
        title: "Append newline",
        description:
          "Each record is one line and ends with a newline, so that what Firehose writes can be read line by line. True by default.",
      }),
    ),
    envelope: Type.Optional(envelopeSetting),
    endpointUrl: Type.Optional(endpointUrl),
    ...roleSettings,
  },
  { additionalProperties: false },
);

/** See {@link firehoseSettings}. */
export type FirehoseSettings = Static<typeof firehoseSettings>;
