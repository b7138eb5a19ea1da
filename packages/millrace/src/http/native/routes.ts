import type { Static } from "typebox";
import Type from "typebox";
import { ConflictError, InvalidInputError } from "../../core/errors.ts";
import type { Issue } from "../../core/errors.ts";
import type { Route } from "../../core/route.ts";
import { topicFault } from "../../core/topic.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import type { DeliveryEngine } from "../../delivery/engine.ts";
import type { Destination } from "../../store/destinations.ts";
import { findDestination, listDestinations } from "../../store/destinations.ts";
import type { Store } from "../../store/open-store.ts";
import { inTransaction } from "../../store/open-store.ts";
import type { RouteChange } from "../../store/routes.ts";
import { createRoute, deleteRoute, listRoutes, updateRoute } from "../../store/routes.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerPage, pageQuery } from "../paging.ts";
import { mustFindRoute, unknownDestination } from "./find-route.ts";
import { refuseOwned } from "./owned.ts";
import { inProject, routePath } from "./parameters.ts";
import { newRoute, route, routePage, routePatch } from "./route-schemas.ts";

const ONE = "/v1/projects/:project/routes/:route";

/** Routes: which events go where, and how far each has come. */
export function serveRoutes(api: Api, deps: ApiDependencies): void {
  const { store, engine, log, clock } = deps;
  const tags = ["routes"];
  const answerOf = async (found: Route) =>
    toAnswer(found, await findDestination(store, found.projectId, found.destinationId), engine);

  api.post(
    "/v1/projects/:project/routes",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Make a route for topics of your own",
        params: inProject,
        body: newRoute,
        response: { 201: route },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const { name, destination: idOrName, topics, order } = request.body;
      refuseReserved(topics);
      const made = await inTransaction(store, async (transaction) => {
        const destination = await findDestination(transaction, projectId, idOrName);
        if (destination === undefined) throw unknownDestination(idOrName);
        await refuseOwned(transaction, destination);
        const fields = {
          projectId,
          name: name ?? nameFor(topics, destination),
          origin: { kind: "api" as const },
          destinationId: destination.id,
          match: { topics: [...new Set(topics)] },
          ...(order !== undefined && { order }),
          start: log.head(),
        };
        return createRoute(transaction, fields, clock.timestamp());
      });
      await engine.refresh(projectId, made.id);
      return reply.code(201).send(await answerOf(made));
    },
  );

  api.get(
    "/v1/projects/:project/routes",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List routes, with their state",
        params: inProject,
        querystring: pageQuery,
        response: { 200: routePage },
      },
    },
    async (request) => {
      const projectId = projectOf(request).id;
      const destinations = new Map((await listDestinations(store, projectId)).map((each) => [each.id, each]));
      return answerPage(request.query, async (page) =>
        (await listRoutes(store, projectId, page)).map((each) =>
          toAnswer(each, destinations.get(each.destinationId), engine),
        ),
      );
    },
  );

  api.get(
    ONE,
    {
      config: { access: "read" },
      schema: { tags, summary: "Get a route, with its state", params: routePath, response: { 200: route } },
    },
    async (request) => answerOf(await mustFindRoute(store, projectOf(request).id, request.params.route)),
  );

  api.patch(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Change a route; its place in the log is kept",
        params: routePath,
        body: routePatch,
        response: { 200: route },
      },
    },
    async (request) => {
      const found = await mustFindRoute(store, projectOf(request).id, request.params.route);
      const change = await changeOf(store, found, request.body);
      const changed = await updateRoute(store, found.id, change, clock.timestamp());
      await engine.refresh(found.projectId, found.id);
      return answerOf(changed);
    },
  );

  api.delete(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete a route that was made by hand",
        params: routePath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const found = await mustFindRoute(store, projectOf(request).id, request.params.route);
      refuseMade(found);
      await deleteRoute(store, found.id);
      await engine.refresh(found.projectId, found.id);
      return reply.code(204).send();
    },
  );

  for (const [verb, paused] of [
    ["pause", true],
    ["resume", false],
  ] as const) {
    api.post(
      `${ONE}([^:/]+)::${verb}`,
      {
        config: { access: "write" },
        schema: {
          tags,
          summary: paused
            ? "Stop sending on a route; its place is kept"
            : "Go on sending on a route, from where it stopped",
          params: routePath,
          response: { 200: route },
        },
      },
      async (request) => {
        const found = await mustFindRoute(store, projectOf(request).id, request.params.route);
        if (found.origin.kind === "sync") throw madeBySync(found);
        if (found.paused === paused) return answerOf(found);
        const changed = await updateRoute(store, found.id, { paused }, clock.timestamp());
        await engine.refresh(found.projectId, found.id);
        return answerOf(changed);
      },
    );
  }
}

async function changeOf(
  store: Store,
  found: Route,
  { updateMask, route: given }: Static<typeof routePatch>,
): Promise<RouteChange> {
  const mask = new Set(updateMask);
  if (mask.size > 1 || !mask.has("order")) refuseMade(found);
  const missing = (["name", "destination", "topics"] as const).filter(
    (field) => mask.has(field) && given[field] === undefined,
  );
  const issues = missing.map((field): Issue => {
    return { in: "body", name: `route.${field}`, detail: "is named in updateMask and cannot be removed" };
  });
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
  const { name, destination: idOrName, topics, order } = given;
  if (mask.has("topics") && topics !== undefined) refuseReserved(topics);
  const destination =
    mask.has("destination") && idOrName !== undefined
      ? await findDestination(store, found.projectId, idOrName)
      : undefined;
  if (mask.has("destination") && idOrName !== undefined && destination === undefined)
    throw unknownDestination(idOrName);
  return {
    ...(mask.has("name") && name !== undefined && { name }),
    ...(destination !== undefined && { destinationId: destination.id }),
    ...(mask.has("topics") && topics !== undefined && { match: { topics: [...new Set(topics)] } }),
    ...(mask.has("order") && { order: order ?? null }),
  };
}

/** The route as it is configured and as its lane does. A route without a lane has come no further than its start. */
export function toAnswer(
  { destinationId, ...configured }: Route,
  destination: Destination | undefined,
  engine: Pick<DeliveryEngine, "stateOf">,
) {
  const lane = engine.stateOf(configured.id);
  return {
    ...configured,
    destination: { id: destinationId, name: destination?.name, type: destination?.type },
    ...(lane ?? { state: configured.paused ? "paused" : "stopped", cursor: configured.start }),
    ...(configured.disabled && { state: "disabled" }),
  };
}

function refuseReserved(topics: readonly string[]): void {
  const issues = topics.flatMap((topic, i): Issue[] => {
    const detail = topicFault(topic);
    return detail === undefined ? [] : [{ in: "body", name: `topics[${i}]`, detail, value: topic }];
  });
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}

/** A name that says what the route does, made of what route names may hold. */
function nameFor(topics: readonly string[], destination: Destination): string {
  return `${topics[0] ?? "events"}-to-${destination.name}`.replaceAll(/[^A-Za-z0-9._-]/g, "-").slice(0, 100);
}

/** @throws {ConflictError} for a route that is not its caller's to change */
function refuseMade(route: Route): void {
  if (route.origin.kind === "manifest") throw madeByManifest(route);
  if (route.origin.kind === "sync") throw madeBySync(route);
  if (route.origin.kind === "event_stream") throw madeByEventStream(route);
}

function madeBySync({ name }: Route): ConflictError {
  return new ConflictError("route_of_sync", `The route "${name}" was made by a sync.`, {
    remedy: "Change, pause, disable or delete the sync. What can be changed here is its order.",
  });
}

function madeByEventStream({ name }: Route): ConflictError {
  return new ConflictError("route_of_event_stream", `The route "${name}" was made by an event stream.`, {
    remedy:
      "Put another event stream, or delete it. What can be changed here is its order, and whether it is paused.",
  });
}

function madeByManifest({ name }: Route): ConflictError {
  return new ConflictError("route_of_manifest", `The route "${name}" was made by a manifest.`, {
    remedy:
      "Change the manifest and deploy it. What can be changed here is its order, and whether it is paused.",
  });
}
