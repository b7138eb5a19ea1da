import Type from "typebox";

/** Where an event stream is to lead. Other members are ignored. */
export const writeEventStream = Type.Object({
  DestinationStreamArn: Type.String({
    description:
      "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME or arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME, in any partition.",
  }),
  RoleArn: Type.String({
    description:
      "The IAM role by which the events are put into the stream: arn:aws:iam::ACCOUNT:role/NAME. Of the stream's account.",
  }),
});

/** An event stream as Pinpoint's clients know it. */
export const eventStream = Type.Object({
  ApplicationId: Type.String(),
  DestinationStreamArn: Type.String(),
  RoleArn: Type.String(),
  ExternalId: Type.String({ description: "Under which the role is assumed: the application's id." }),
  LastModifiedDate: Type.String({ format: "date-time" }),
  LastUpdatedBy: Type.String({ description: "Label and id of the key that put it last." }),
});
