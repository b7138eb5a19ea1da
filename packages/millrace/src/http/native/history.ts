import Type from "typebox";
import type { Static } from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import { formatTimestamp } from "../../core/time.ts";
import type { HistoryAnswer } from "../../history/history-reader.ts";
import type { HistoryRange } from "../../history/resolution.ts";
import { MAX_POINTS, planRange } from "../../history/resolution.ts";
import { findRoute } from "../../store/routes.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { inProject, routePath } from "./parameters.ts";
import { timeBound } from "./time-bound.ts";

/** Which time is asked for, and how finely. */
export const historyQuery = Type.Object({
  from: Type.Optional(
    Type.String({ description: "Counted in this time or later, RFC 3339; 24 hours before `to` by default." }),
  ),
  to: Type.Optional(Type.String({ description: "Counted before this time, RFC 3339; now by default." })),
  resolution: Type.Optional(
    Type.Enum(["minute", "hour", "day", "auto"], {
      description: `How long a point is. Minutes are kept for 2 days, hours for 14, days for 90. \`auto\`, the default, is the finest that is kept and makes 400 points at most. An answer has ${MAX_POINTS} at most.`,
    }),
  ),
});

const count = (description: string) => Type.Integer({ minimum: 0, description });
const milliseconds = Type.Number({ minimum: 0 });

const counted = Type.Object({
  deliveredFirstAttempt: count("Deliveries that the first attempt made."),
  deliveredAfterRetry: count("Deliveries that a later attempt made."),
  expired: count("Deliveries that used up all their attempts."),
  discarded: count("Deliveries that can never be made."),
  attempts: count("Attempts at a delivery."),
  records: count("Messages handed to the destination, those of probes included."),
  bytes: count("Bytes of these messages and their keys."),
  latency: Type.Optional(
    Type.Object(
      { p50: milliseconds, p95: milliseconds, p99: milliseconds },
      {
        description:
          "Milliseconds from accepted to delivered, within 4 %. Left out where nothing was delivered.",
      },
    ),
  ),
});

/** Points of a time, and their sum. */
export const history = Type.Object({
  from: Type.String({ format: "date-time", description: "Where the first point begins." }),
  to: Type.String({ format: "date-time" }),
  resolution: Type.Enum(["minute", "hour", "day"]),
  points: Type.Array(
    Type.Object({
      time: Type.String({ format: "date-time", description: "Where the point begins." }),
      ...counted.properties,
    }),
    { maxItems: MAX_POINTS, description: "Oldest first. Times in which nothing happened have no point." },
  ),
  totals: counted,
});

/** What became of deliveries over time, of one route or all of a project. */
export function serveHistory(
  api: Api,
  { store, history: kept, clock }: Pick<ApiDependencies, "store" | "history" | "clock">,
): void {
  const said = { tags: ["history"], querystring: historyQuery, response: { 200: history } };

  api.get(
    "/v1/projects/:project/history",
    {
      config: { access: "read" },
      schema: { ...said, summary: "What became of a project's deliveries over time", params: inProject },
    },
    async (request) => {
      const { id } = projectOf(request);
      return historyAnswer((range) => kept.read(id, undefined, range), request.query, clock.now());
    },
  );

  api.get(
    "/v1/projects/:project/routes/:route/history",
    {
      config: { access: "read" },
      schema: { ...said, summary: "What became of a route's deliveries over time", params: routePath },
    },
    async (request) => {
      const projectId = projectOf(request).id;
      const route = await findRoute(store, projectId, request.params.route);
      if (route === undefined) throw new NotFoundError("route", request.params.route);
      return historyAnswer((range) => kept.read(projectId, route.id, range), request.query, clock.now());
    },
  );
}

/** Reads what a query asks for. */
export function historyAnswer(
  read: (range: HistoryRange) => HistoryAnswer,
  query: Static<typeof historyQuery>,
  now: EpochMilliseconds,
): Static<typeof history> {
  const asked = {
    ...timeBound("from", query.from),
    ...timeBound("to", query.to),
    resolution: query.resolution ?? ("auto" as const),
  };
  const range = planRange(asked, now);
  const { points, totals } = read(range);
  return {
    from: formatTimestamp(range.from),
    to: formatTimestamp(range.to),
    resolution: range.resolution,
    points: points.map((point) => Object.assign(point, { time: formatTimestamp(point.time) })),
    totals,
  };
}
