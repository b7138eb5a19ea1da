import Type from "typebox";
import { PARTS } from "../../core/parts.ts";
import { SYNC_VIEWS } from "../../core/shape.ts";
import { event } from "./event-json.ts";
import { seenError } from "./route-schemas.ts";

const count = Type.Integer({ minimum: 0 });

/** How many of the newest events to try. */
export const last = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: 10_000,
    description: "How many of the project's newest events to try. 1,000 by default.",
  }),
);

/** How a saved sync is tried. */
export const trial = Type.Object({ last }, { additionalProperties: false });

const message = Type.Optional(
  Type.Object(
    {
      body: Type.String(),
      cut: Type.Boolean({ description: "The body is longer than what is shown of it." }),
      key: Type.String(),
      attributes: Type.Record(Type.String(), Type.String(), {
        description: "Headers or object metadata; of an HTTP destination also `:method` and `:url`.",
      }),
    },
    {
      description:
        "As it would be made now, with stars in place of secrets. Left out where none can be made without them.",
    },
  ),
);

/** What a sync would have made of events. */
export const dryRunAnswer = Type.Object({
  looked: Type.Integer({ description: "Events looked at, newest first." }),
  complete: Type.Boolean({
    description: "False where there was no room or time for all that were asked for.",
  }),
  routes: Type.Array(
    Type.Object({
      part: Type.Enum([...PARTS]),
      view: Type.Enum([...SYNC_VIEWS]),
      matched: count,
      sendable: count,
      failing: Type.Array(
        Type.Object({
          error: seenError,
          count,
          event: Type.Unknown({ description: "The newest one." }),
        }),
      ),
      samples: Type.Array(Type.Object({ event, message })),
    }),
  ),
});

/** What failed on a sync's routes. */
export const failuresAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      standing: Type.Enum(["parked", "discarded", "expired"], {
        description:
          "`parked`: tried again. `expired`: all attempts used up. `discarded`: can never be sent.",
      }),
      code: Type.String({
        description: "Of the last error; empty where a delivery waits for another of its ordering key.",
      }),
      count,
      samples: Type.Array(
        Type.Object({
          route: Type.Object({ id: Type.String(), name: Type.String() }),
          attempts: count,
          error: Type.Optional(seenError),
          nextAttemptAt: Type.Optional(Type.String({ format: "date-time" })),
          deadLetterId: Type.Optional(Type.String()),
          message,
          event,
        }),
      ),
    }),
  ),
});
