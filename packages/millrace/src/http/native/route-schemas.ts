import Type from "typebox";
import { PARTS } from "../../core/parts.ts";
import { routeShape, SYNC_VIEWS } from "../../core/shape.ts";
import { resultPage } from "../paging.ts";
import { routeName } from "./names.ts";

const time = Type.String({ format: "date-time" });
const count = Type.Integer({ minimum: 0 });

/** An error a delivery ended in, and when it was seen. */
export const seenError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  blame: Type.String({
    description: "Where to look: event, settings, credentials, destination, network, millrace.",
  }),
  providerCode: Type.Optional(Type.String({ description: "What the destination itself called it." })),
  at: Type.Optional(time),
});

const order = Type.Enum(["none", "key", "strict"], {
  description:
    "`key`: deliveries of one ordering key take effect in log order. `strict`: one of a key is on its way at a time, so that no copy is out of order either. `none`: no promise. Left out, it is `key` where the destination has keys of its owner's (a partition key or object key template), and `none` elsewhere.",
});

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
    order: Type.Optional(order),
  },
  { additionalProperties: false },
);

/** A change of a route: `updateMask` names the fields, `route` holds their new values. */
export const routePatch = Type.Object(
  {
    updateMask: Type.Array(Type.Enum(["name", "destination", "topics", "order"]), {
      minItems: 1,
      maxItems: 10,
      description:
        "Fields to change. Of a route that a manifest made only `order`. An `order` named here and left out of `route` is the default again.",
    }),
    route: Type.Object(
      {
        name: Type.Optional(routeName),
        destination: Type.Optional(
          Type.String({ minLength: 1, description: "Id or name of the destination." }),
        ),
        topics: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 100 })),
        order: Type.Optional(order),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

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
    Type.Object({
      kind: Type.Literal("sync"),
      syncId: Type.String(),
      part: Type.Enum([...PARTS]),
      view: Type.Enum([...SYNC_VIEWS]),
    }),
    Type.Object({ kind: Type.Literal("event_stream") }),
  ]),
  destination: Type.Object({
    id: Type.String(),
    name: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
  }),
  match: Type.Object({
    topics: Type.Array(Type.String()),
    object: Type.Optional(Type.Object({ integrationId: Type.String(), rawObjectName: Type.String() })),
    changed: Type.Optional(
      Type.Boolean({ description: "Only events that changed what is known of their user or group." }),
    ),
    where: Type.Optional(Type.Object({}, { description: "What the event must be like." })),
  }),
  shape: Type.Optional(
    Type.Object(
      { ...routeShape.properties },
      { description: "What is made of an event for the destination." },
    ),
  ),
  paused: Type.Boolean(),
  disabled: Type.Boolean({ description: "What comes is not owed." }),
  start: Type.Integer({ description: "The route takes events behind this position." }),
  createTime: time,
  updateTime: time,
  order: Type.Optional(order),
  state: Type.Enum(["healthy", "failing", "open", "paused", "disabled", "stopped"], {
    description:
      "`failing`: the last messages failed, each on its own account. `open`: the destination does not work, and one probe at a time goes out.",
  }),
  since: Type.Optional(time),
  cause: Type.Optional(seenError),
  nextProbeAt: Type.Optional(time),
  cursor: Type.Integer({ description: "Everything at and below this position is settled." }),
  lag: Type.Optional(
    Type.Integer({ description: "Events of the project behind the cursor, matching or not." }),
  ),
  parked: Type.Optional(
    Type.Integer({
      description: "Deliveries that wait for their next attempt, and those that wait behind them.",
    }),
  ),
  pacedTo: Type.Optional(
    Type.Integer({
      description: "Records a second that the destination is thought to take; only after it has throttled.",
    }),
  ),
  deadLetters: Type.Optional(count),
  counts: Type.Optional(
    Type.Object(
      { delivered: count, discarded: count, expired: count, attempts: count, retries: count },
      { description: "Since the process started." },
    ),
  ),
  lastError: Type.Optional(seenError),
  nextAttemptAt: Type.Optional(time),
});

/** A page of routes. */
export const routePage = resultPage(route);
