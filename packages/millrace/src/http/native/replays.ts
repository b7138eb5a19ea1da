import type { Static } from "typebox";
import Type from "typebox";
import { InvalidInputError } from "../../core/errors.ts";
import type { Position } from "../../core/event.ts";
import type { Replay } from "../../core/replay.ts";
import { epochOf, formatTimestamp, parseTimestamp } from "../../core/time.ts";
import type { EventsToReplay, ReplayStatus } from "../../delivery/replays.ts";
import { findDestination, listDestinations } from "../../store/destinations.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerPage, pageQuery } from "../paging.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import { mustFindRoute, unknownDestination } from "./find-route.ts";
import { inProject, replayPath, routePath } from "./parameters.ts";
import { newReplay, replay, replayPage } from "./replay-schemas.ts";

const ONE = "/v1/projects/:project/replays/:replay";

const listQuery = Type.Object({
  ...pageQuery.properties,
  route: Type.Optional(Type.String({ description: "Id or name of a route." })),
});

/** Replays: events sent once more, beside the route's own lane. */
export function serveReplays(api: Api, deps: ApiDependencies): void {
  const { store, replays } = deps;
  const tags = ["replays"];

  api.post(
    "/v1/projects/:project/routes/:route([^:/]+)::replay",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Send events of a route once more",
        params: routePath,
        body: newReplay,
        response: { 201: replay },
      },
    },
    async (request, reply) => {
      const route = await mustFindRoute(store, projectOf(request).id, request.params.route);
      const events = await eventsOf(deps, route.projectId, request.body);
      return reply.code(201).send(await answerOf(deps, await replays.ofEvents(route, events)));
    },
  );

  api.get(
    "/v1/projects/:project/replays",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List replays, with their progress",
        params: inProject,
        querystring: listQuery,
        response: { 200: replayPage },
      },
    },
    async (request) => {
      const projectId = projectOf(request).id;
      const { route } = request.query;
      const routeId = route === undefined ? undefined : (await mustFindRoute(store, projectId, route)).id;
      const names = new Map((await listDestinations(store, projectId)).map(({ id, name }) => [id, name]));
      return answerPage(request.query, async (page) =>
        (await replays.list(projectId, routeId, page)).map((each) => replayJson(each, names)),
      );
    },
  );

  api.get(
    ONE,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get a replay, with its progress",
        params: replayPath,
        response: { 200: replay },
      },
    },
    async (request) => answerOf(deps, await replays.get(projectOf(request).id, request.params.replay)),
  );

  const verbs = [
    ["pause", "Stop a replay for a while", (p: string, id: string) => replays.setPaused(p, id, true)],
    ["resume", "Go on with a replay", (p: string, id: string) => replays.setPaused(p, id, false)],
    ["cancel", "End a replay; what it has sent stays sent", (p: string, id: string) => replays.cancel(p, id)],
  ] as const;
  for (const [verb, summary, change] of verbs) {
    api.post(
      `${ONE}([^:/]+)::${verb}`,
      {
        config: { access: "write" },
        schema: { tags, summary, params: replayPath, response: { 200: replay } },
      },
      async (request) => answerOf(deps, await change(projectOf(request).id, request.params.replay)),
    );
  }
}

async function eventsOf(
  { store, log }: ApiDependencies,
  projectId: string,
  { from, to, destination: idOrName, only }: Static<typeof newReplay>,
): Promise<EventsToReplay> {
  const before = (bound: number | string, name: string): Position =>
    typeof bound === "number" ? Math.max(0, bound - 1) : log.positionBefore(timeOf(bound, name));
  const destination = idOrName === undefined ? undefined : await findDestination(store, projectId, idOrName);
  if (idOrName !== undefined && destination === undefined) throw unknownDestination(idOrName);
  return {
    after: before(from, "from"),
    ...(to !== undefined && { through: before(to, "to") }),
    ...(only?.topics !== undefined && { topics: only.topics }),
    ...(only?.ids !== undefined && { ids: only.ids }),
    ...(destination !== undefined && { destinationId: destination.id }),
  };
}

function timeOf(text: string, name: string): number {
  const timestamp = parseTimestamp(text);
  if (timestamp !== undefined) return epochOf(timestamp);
  const detail = "must be a position or an RFC 3339 time such as 2025-10-14T02:58:59Z";
  const issues = [{ in: "body", name, detail, value: text }] as const;
  throw new InvalidInputError(summaryOf(issues), issues);
}

/** A replay as the API answers it. */
export async function answerOf({ store }: Pick<ApiDependencies, "store">, status: ReplayStatus) {
  const { projectId, destinationId } = status.replay;
  const name = (await findDestination(store, projectId, destinationId))?.name;
  return replayJson(status, new Map(name === undefined ? [] : [[destinationId, name]]));
}

function replayJson(
  { replay: made, passed, result, progress }: ReplayStatus,
  names: ReadonlyMap<string, string>,
) {
  const { id, projectId, routeId, destinationId, of, state, total, createTime, updateTime } = made;
  const { from, to, kind } = of;
  const only = onlyOf(of);
  const name = names.get(destinationId);
  const { delivered, discarded, expired } = result;
  return {
    id,
    projectId,
    routeId,
    destination: { id: destinationId, ...(name !== undefined && { name }) },
    kind,
    from: from + 1,
    to: to + 1,
    ...(only !== undefined && { only }),
    state,
    total,
    passed,
    delivered,
    discarded,
    expired,
    parked: progress?.parked ?? 0,
    ...(progress?.state !== undefined && { lane: progress.state }),
    ...(progress?.cause !== undefined && { cause: progress.cause }),
    createTime,
    updateTime,
  };
}

/** What a replay leaves out the rest for; undefined where it leaves out nothing. */
function onlyOf(of: Replay["of"]): object | undefined {
  if (of.kind === "events") {
    const { topics, ids } = of;
    return topics === undefined && ids === undefined ? undefined : { topics, ids };
  }
  const { ids, ended, code, endedFrom, endedTo } = of.letters;
  const bounds = {
    ...(endedFrom !== undefined && { from: formatTimestamp(endedFrom) }),
    ...(endedTo !== undefined && { to: formatTimestamp(endedTo) }),
  };
  const only = { ids, ended, code, ...bounds };
  return Object.values(only).every((each) => each === undefined) ? undefined : only;
}
