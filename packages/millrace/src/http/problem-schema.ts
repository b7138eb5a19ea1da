import Type from "typebox";

/** A problem as the API's description shows it. */
export const problemSchema = Type.Object(
  {
    type: Type.String({ description: "`urn:problem-type:millrace:` and a code that stays the same." }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: "What is wrong, for people." }),
    instance: Type.String(),
    subsystem: Type.String(),
    time: Type.String({ format: "date-time" }),
    requestId: Type.String(),
    remedy: Type.Optional(Type.String({ description: "What to do about it." })),
    retryable: Type.Boolean({ description: "The same request may succeed later." }),
    retryAfter: Type.Optional(Type.String({ format: "date-time" })),
    context: Type.Object({ code: Type.String() }),
    issues: Type.Optional(
      Type.Array(
        Type.Object({
          type: Type.String(),
          in: Type.Enum(["body", "header", "path", "query"]),
          name: Type.String({ description: "Path of the faulty value, such as `metadata.keyTemplate`." }),
          detail: Type.String(),
          value: Type.Optional(Type.Unknown()),
          line: Type.Optional(Type.Integer({ description: "Of a manifest, from 1." })),
          column: Type.Optional(Type.Integer()),
        }),
        { description: "Every fault of the input." },
      ),
    ),
  },
  { title: "Problem", description: "RFC 9457 problem details." },
);
