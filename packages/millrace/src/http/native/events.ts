import type { FastifyReply } from "fastify";
import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import type { Position } from "../../core/event.ts";
import type { DeliveryState } from "../../delivery/engine.ts";
import type { EventLog } from "../../log/event-log.ts";
import { listRoutes } from "../../store/routes.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { invalidQuery } from "../validation.ts";
import { failureJson } from "./dead-letters.ts";
import { event, eventJson } from "./event-json.ts";
import { eventPath, inProject } from "./parameters.ts";
import type { LogPage, LogQuery } from "./read-log.ts";
import { readPage, waitForEvent } from "./read-log.ts";
import { seenError } from "./route-schemas.ts";

const JSON_TYPE = "application/json; charset=utf-8";

const listQuery = Type.Object({
  topic: Type.Optional(Type.String({ description: "Only events of this topic." })),
  after: Type.Optional(
    Type.String({
      pattern: String.raw`^\d{1,15}$`,
      description: "Only events behind this position; 410 where some of them are no longer kept.",
    }),
  ),
  from: Type.Optional(
    Type.Enum(["start", "end"], { description: "`end` answers no events but where the log ends now." }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  wait: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 30,
      description: "Seconds to wait for an event where there is none yet.",
    }),
  ),
});

const eventList = Type.Object({
  results: Type.Array(event),
  pagination: Type.Object({
    done: Type.Boolean({ description: "The end of the log was reached." }),
    nextPageToken: Type.String({
      description: "The `after` to go on with, at the end too: events that come then stand behind it.",
    }),
  }),
});

const delivery = Type.Object({
  routeId: Type.String(),
  routeName: Type.Optional(Type.String()),
  destinationId: Type.Optional(Type.String()),
  status: Type.Enum(["delivered", "waiting", "parked", "discarded", "expired"]),
  attempts: Type.Optional(Type.Integer()),
  nextAttemptAt: Type.Optional(Type.String({ format: "date-time" })),
  error: Type.Optional(seenError),
  failures: Type.Optional(Type.Array(seenError, { description: "Every attempt's error, oldest first." })),
  deadLetterId: Type.Optional(Type.String()),
});

/** Reads events: the log of a project, and what became of one of them. */
export function serveEvents(api: Api, deps: ApiDependencies): void {
  const { store, log, engine } = deps;
  const closing = new AbortController();
  api.addHook("preClose", async () => closing.abort());

  api.get(
    "/v1/projects/:project/events",
    {
      config: { access: "read" },
      schema: {
        tags: ["events"],
        summary: "List events in the order of the log",
        params: inProject,
        querystring: listQuery,
        response: { 200: eventList },
      },
    },
    async (request, reply) => {
      const { from, limit = 100, wait = 0, topic } = request.query;
      const query = {
        projectId: projectOf(request).id,
        topic,
        limit,
        after: startOf(request.query, from, log, projectOf(request).id),
      };
      const page = await pageOf(deps, query, wait * 1000, AbortSignal.any([closing.signal, gone(reply)]));
      const events = page.events.map((each) => eventJson(each)).join(",");
      const pagination = JSON.stringify({ done: page.done, nextPageToken: String(page.next) });
      return reply.type(JSON_TYPE).send(`{"results":[${events}],"pagination":${pagination}}`);
    },
  );

  api.get(
    "/v1/projects/:project/events/:event",
    {
      config: { access: "read" },
      schema: {
        tags: ["events"],
        summary: "Get an event and what became of it on each route",
        params: eventPath,
        response: { 200: Type.Object({ ...event.properties, deliveries: Type.Array(delivery) }) },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const found = log.find(projectId, request.params.event);
      if (found === undefined) throw new NotFoundError("event", request.params.event);
      const routes = new Map((await listRoutes(store, projectId)).map((route) => [route.id, route]));
      const named = (each: DeliveryState) => {
        const route = routes.get(each.routeId);
        const { failures, ...rest } = each;
        const shown = { ...rest, ...(failures !== undefined && { failures: failures.map(failureJson) }) };
        return { ...shown, routeName: route?.name, destinationId: route?.destinationId };
      };
      const deliveries = engine.deliveriesOf(found).map(named);
      return reply.type(JSON_TYPE).send(eventJson(found, { deliveries }));
    },
  );
}

async function pageOf(
  { log, clock }: ApiDependencies,
  query: LogQuery,
  milliseconds: number,
  signal: AbortSignal,
): Promise<LogPage> {
  const page = readPage(log, query);
  if (page.events.length > 0 || !page.done || milliseconds === 0) return page;
  await waitForEvent(log, clock, query, { milliseconds, signal });
  return readPage(log, { ...query, after: page.next });
}

function startOf(
  query: { readonly after?: string },
  from: "start" | "end" | undefined,
  log: EventLog,
  projectId: string,
): Position {
  if (query.after === undefined) return from === "end" ? log.head() : log.removedThrough(projectId);
  if (from === undefined) return Number(query.after);
  throw invalidQuery("from", "cannot be given together with after", from);
}

/** Aborts when the client hangs up. */
function gone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => controller.abort());
  return controller.signal;
}
