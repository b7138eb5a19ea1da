import Type from "typebox";
import { resultPage } from "../paging.ts";
import { seenError } from "./route-schemas.ts";

const time = Type.String({ format: "date-time" });
const count = Type.Integer({ minimum: 0 });

const bound = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.String()], { description });

/** What to send of a route once more. */
export const newReplay = Type.Object(
  {
    from: bound(
      "The first event: a position in the log, or an RFC 3339 time; events accepted at that time or later are meant.",
    ),
    to: Type.Optional(
      bound(
        "Where to stop: a position or a time; what stands or was accepted there or later is not sent. Left out, it is now.",
      ),
    ),
    destination: Type.Optional(
      Type.String({ minLength: 1, description: "Id or name of another destination than the route's own." }),
    ),
    only: Type.Optional(
      Type.Object(
        {
          topics: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 100 })),
          ids: Type.Optional(
            Type.Array(Type.String(), { minItems: 1, maxItems: 1_000, description: "Ids of events." }),
          ),
        },
        { additionalProperties: false, description: "Only these of the events that the route takes." },
      ),
    ),
  },
  { additionalProperties: false },
);

/** A replay, and how far it has come. */
export const replay = Type.Object({
  id: Type.String({ description: "Its messages carry it as `replayId` in their metadata." }),
  projectId: Type.String(),
  routeId: Type.String(),
  destination: Type.Object({ id: Type.String(), name: Type.Optional(Type.String()) }),
  kind: Type.Enum(["events", "dead_letters"]),
  from: Type.Integer({ description: "Position of the first event." }),
  to: Type.Integer({ description: "Position behind the last." }),
  only: Type.Optional(Type.Unknown()),
  state: Type.Enum(["running", "paused", "done", "cancelled"]),
  total: Type.Integer({ description: "Events to look at." }),
  passed: Type.Integer({ description: "Events that were dealt with." }),
  delivered: count,
  discarded: count,
  expired: count,
  parked: Type.Integer({ description: "Deliveries that wait for their next attempt." }),
  lane: Type.Optional(Type.Enum(["healthy", "failing", "open"])),
  cause: Type.Optional(seenError),
  createTime: time,
  updateTime: time,
});

/** A page of replays. */
export const replayPage = resultPage(replay);
