import Type from "typebox";

const indexes = Type.Record(Type.String(), Type.Array(Type.Integer()));

const event = Type.Object(
  {
    event_type: Type.String(),
    user_id: Type.Optional(Type.String({ description: "This or device_id is required." })),
    device_id: Type.Optional(Type.String()),
    time: Type.Optional(Type.Integer({ description: "Milliseconds since 1970." })),
    insert_id: Type.Optional(
      Type.String({ description: "Known for seven days: sent again, it is accepted once." }),
    ),
    event_properties: Type.Optional(Type.Object({})),
    user_properties: Type.Optional(Type.Object({}, { description: "Properties to set, or operations." })),
    $skip_user_properties_sync: Type.Optional(
      Type.Boolean({ description: "The event has its own user properties alone, and changes none." }),
    ),
    groups: Type.Optional(Type.Object({})),
    group_properties: Type.Optional(Type.Object({}, { description: "Properties to set, or operations." })),
  },
  { description: "And the other fields of the Amplitude HTTP API V2." },
);

/** The body of `/2/httpapi` and `/batch`. */
export const uploadBody = Type.Object({
  api_key: Type.String({ description: "A key of the project with the scope `ingest`." }),
  events: Type.Array(event, { minItems: 1, maxItems: 2_000 }),
  options: Type.Optional(
    Type.Object({ min_id_length: Type.Optional(Type.Integer({ minimum: 1, default: 5 })) }),
  ),
  client_upload_time: Type.Optional(Type.String({ format: "date-time" })),
});

/** The same fields as {@link identificationBody} in a query. */
export const identificationQuery = Type.Object({
  api_key: Type.String({ description: "A key of the project with the scope `ingest`." }),
  identification: Type.String({ description: "JSON: one object or a list." }),
});

/** The body of `/identify` and `/groupidentify`; the same fields may come as a form. */
export const identificationBody = Type.Object({
  api_key: Type.String({ description: "A key of the project with the scope `ingest`." }),
  identification: Type.Unknown({ description: "One object or a list; in a form as JSON." }),
});

/** The answer to what was taken in. */
export const taken = Type.Object({
  code: Type.Literal(200),
  events_ingested: Type.Integer(),
  payload_size_bytes: Type.Integer(),
  server_upload_time: Type.Integer({ description: "Milliseconds since 1970." }),
});

/** Any other answer. */
export const refused = Type.Object({
  code: Type.Integer({ description: "The status again: clients look here." }),
  error: Type.String(),
  missing_field: Type.Optional(Type.String()),
  events_with_missing_fields: Type.Optional(indexes),
  events_with_invalid_fields: Type.Optional(indexes),
  events_with_invalid_id_lengths: Type.Optional(indexes),
  eps_threshold: Type.Optional(Type.Integer()),
  throttled_devices: Type.Optional(Type.Record(Type.String(), Type.Integer())),
  throttled_users: Type.Optional(Type.Record(Type.String(), Type.Integer())),
  throttled_events: Type.Optional(Type.Array(Type.Integer())),
});
