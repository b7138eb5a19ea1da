import Type from "typebox";

/** The application that a path names: a project. A name does as well as an id: clients know nothing but ids, and a name never looks like one. */
const application = Type.String({ description: "The application's id: the project's." });

/** Path parameters of calls for a whole application. */
export const inApplication = Type.Object({ project: application });

/** Path parameters of calls for one endpoint. */
export const ofEndpoint = Type.Object({
  project: application,
  endpoint: Type.String({ description: "The endpoint's id, percent-encoded; upper and lower case are one." }),
});

/** Path parameters of calls for the endpoints of one user. */
export const ofUser = Type.Object({
  project: application,
  user: Type.String({ description: "The user's id, percent-encoded." }),
});

/** Pinpoint's answer where there is nothing to tell, and to what it refuses; then its name stands in the header `x-amzn-ErrorType`. */
export const messageBody = Type.Object({ Message: Type.String(), RequestID: Type.String() });

const attributes = Type.Record(Type.String(), Type.Array(Type.String()), {
  description: "Lists of texts by name; a list that is empty takes the attribute away.",
});

/** Pinpoint's EndpointRequest. */
export const endpointRequest = Type.Object({
  Address: Type.Optional(Type.String()),
  Attributes: Type.Optional(attributes),
  ChannelType: Type.Optional(Type.String()),
  Demographic: Type.Optional(Type.Record(Type.String(), Type.String())),
  EffectiveDate: Type.Optional(Type.String({ description: "ISO 8601." })),
  EndpointStatus: Type.Optional(Type.Enum(["ACTIVE", "INACTIVE"])),
  Location: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  Metrics: Type.Optional(Type.Record(Type.String(), Type.Number())),
  OptOut: Type.Optional(Type.Enum(["ALL", "NONE"])),
  RequestId: Type.Optional(Type.String()),
  User: Type.Optional(
    Type.Object({ UserId: Type.Optional(Type.String()), UserAttributes: Type.Optional(attributes) }),
  ),
});

/** Pinpoint's EndpointBatchRequest. */
export const endpointBatchRequest = Type.Object({
  Item: Type.Array(Type.Object({ Id: Type.String(), ...endpointRequest.properties })),
});

/** Pinpoint's EndpointResponse. */
export const endpointResponse = Type.Object({
  ApplicationId: Type.String(),
  Id: Type.String(),
  CohortId: Type.String({ description: "`0` to `99`." }),
  CreationDate: Type.String({ format: "date-time" }),
  ...endpointRequest.properties,
});

/** Pinpoint's EndpointsResponse. */
export const endpointsResponse = Type.Object({ Item: Type.Array(endpointResponse) });

const event = Type.Object({
  EventType: Type.String(),
  Timestamp: Type.String({ description: "ISO 8601; UTC where it names no zone." }),
  AppPackageName: Type.Optional(Type.String()),
  AppTitle: Type.Optional(Type.String()),
  AppVersionCode: Type.Optional(Type.String()),
  Attributes: Type.Optional(Type.Record(Type.String(), Type.String())),
  ClientSdkVersion: Type.Optional(Type.String()),
  Metrics: Type.Optional(Type.Record(Type.String(), Type.Number())),
  SdkName: Type.Optional(Type.String()),
  Session: Type.Optional(
    Type.Object({
      Id: Type.Optional(Type.String()),
      StartTimestamp: Type.Optional(Type.String()),
      StopTimestamp: Type.Optional(Type.String()),
      Duration: Type.Optional(Type.Integer()),
    }),
  ),
});

/** Pinpoint's EventsRequest: endpoints by their ids, and events by the client's ids. */
export const eventsRequest = Type.Object({
  BatchItem: Type.Record(
    Type.String(),
    Type.Object({
      Endpoint: Type.Optional(endpointRequest),
      Events: Type.Optional(Type.Record(Type.String(), event)),
    }),
  ),
});

const itemResponse = Type.Object({
  Message: Type.String(),
  StatusCode: Type.Integer({ description: "202 for what was taken in, 400 for what is wrong." }),
});

/** Pinpoint's EventsResponse. */
export const eventsResponse = Type.Object({
  Results: Type.Record(
    Type.String(),
    Type.Object({
      EndpointItemResponse: itemResponse,
      EventsItemResponse: Type.Record(Type.String(), itemResponse),
    }),
  ),
});
