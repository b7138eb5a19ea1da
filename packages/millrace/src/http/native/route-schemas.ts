import Type from "typebox";
import { routeName } from "./names.ts";

/** A route made by a caller. */
export const newRoute = Type.Object(
  {
    name: Type.Optional(routeName),
    destination: Type.String({ minLength: 1, description: "Id or name of the destination." }),
    topics: Type.Array(Type.String(), {
      minItems: 1,
      maxItems: 100,
      description:
        "Topics whose events the route takes. The results of installations are routed by manifests.",
    }),
  },
  { additionalProperties: false },
);

const time = Type.String({ format: "date-time" });
const count = Type.Integer({ minimum: 0 });

/** A route as the API answers it: what is configured, and how its lane does. */
export const route = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  name: Type.String(),
  origin: Type.Union([
    Type.Object({ kind: Type.Literal("api") }),
    Type.Object({
      kind: Type.Literal("manifest"),
      integrationId: Type.String(),
      action: Type.Enum(["read", "subscribe"]),
      objectName: Type.String(),
    }),
  ]),
  destination: Type.Object({
    id: Type.String(),
    name: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
  }),
  match: Type.Object({
    topics: Type.Array(Type.String()),
    object: Type.Optional(Type.Object({ integrationId: Type.String(), rawObjectName: Type.String() })),
  }),
  paused: Type.Boolean(),
  start: Type.Integer({ description: "The route takes events behind this position." }),
  createTime: time,
  updateTime: time,
  state: Type.Enum(["healthy", "failing", "paused", "stopped"]),
  since: Type.Optional(time),
  cursor: Type.Integer({ description: "Everything at and below this position is settled." }),
  lag: Type.Optional(
    Type.Integer({ description: "Events of the project behind the cursor, matching or not." }),
  ),
  parked: Type.Optional(Type.Integer({ description: "Deliveries that wait for their next attempt." })),
  deadLetters: Type.Optional(count),
  counts: Type.Optional(
    Type.Object(
      { delivered: count, discarded: count, expired: count, attempts: count, retries: count },
      { description: "Since the process started." },
    ),
  ),
  lastError: Type.Optional(Type.Unknown()),
  nextAttemptAt: Type.Optional(time),
});

/** A page of routes. */
export const routePage = Type.Object({
  results: Type.Array(route),
  pagination: Type.Object({ done: Type.Boolean(), nextPageToken: Type.Optional(Type.String()) }),
});
