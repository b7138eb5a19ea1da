import Type from "typebox";
import { didYouMean } from "../../core/validation/did-you-mean.ts";
import { routesOfSync } from "../../store/routes.ts";
import { syncForm } from "../../syncs/sync-form.ts";
import { SyncReports } from "../../syncs/sync-reports.ts";
import type { Syncs } from "../../syncs/syncs.ts";
import { mustFindSync } from "../../syncs/found-sync.ts";
import { findInCatalog } from "../../tiles/catalog.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { bodyReadByHandler, invalidQuery, parseWith } from "../validation.ts";
import { history, historyAnswer, historyQuery } from "./history.ts";
import { inProject, syncPath } from "./parameters.ts";
import { dryRunJson, failuresJson } from "./sync-report-json.ts";
import { dryRunAnswer, failuresAnswer, trial } from "./sync-report-schemas.ts";
import { draftSync } from "./sync-schemas.ts";

const ALL = "/v1/projects/:project/syncs";
const ONE = `${ALL}/:sync`;
const JSON_TYPE = "application/json; charset=utf-8";

/** Events that a sync is tried on where the caller does not say. */
const DEFAULT_LAST = 1_000;

const formQuery = Type.Object({
  tile: Type.Optional(Type.String({ description: "Id or name of a tile of the catalog." })),
  tileVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  destinationType: Type.Optional(
    Type.String({ description: "Instead of a tile: the type of a destination that is there." }),
  ),
});

/** What is told of syncs: what they would send, what failed, how much was delivered, and what makes one. */
export function serveSyncReports(api: Api, deps: ApiDependencies, syncs: Syncs): void {
  const { store } = deps;
  const reports = new SyncReports(deps);
  const tags = ["syncs"];

  api.post(
    `${ALL}::dryRun`,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Try a sync that is not saved on the newest events, without sending anything",
        params: inProject,
        body: draftSync,
        response: { 200: dryRunAnswer },
      },
    },
    async (request, reply) => {
      const { id } = projectOf(request);
      const { last = DEFAULT_LAST, name: _, ...given } = request.body;
      const draft = await syncs.draft(id, given);
      return reply.type(JSON_TYPE).send(dryRunJson(await reports.dryRunOfDraft(id, draft, last)));
    },
  );

  api.post(
    `${ONE}([^:/]+)::dryRun`,
    {
      config: { access: "read" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Try a sync on the newest events, without sending anything",
        params: syncPath,
        body: trial,
        response: { 200: dryRunAnswer },
      },
    },
    async (request, reply) => {
      const { last = DEFAULT_LAST } = parseWith(trial, request.body ?? {});
      const found = await syncs.read(projectOf(request).id, request.params.sync);
      return reply.type(JSON_TYPE).send(dryRunJson(await reports.dryRun(found, last)));
    },
  );

  api.get(
    `${ONE}/failures`,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "What failed on a sync's routes, by error",
        params: syncPath,
        response: { 200: failuresAnswer },
      },
    },
    async (request, reply) => {
      const found = await syncs.read(projectOf(request).id, request.params.sync);
      return reply.type(JSON_TYPE).send(failuresJson(await reports.failures(found)));
    },
  );

  api.get(
    `${ONE}/metrics`,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "What became of a sync's deliveries over time",
        params: syncPath,
        querystring: historyQuery,
        response: { 200: history },
      },
    },
    async (request) => {
      const { id } = projectOf(request);
      const found = await mustFindSync(store, id, request.params.sync);
      const routeIds = (await routesOfSync(store, found.id)).map((route) => route.id);
      return historyAnswer(
        (range) => deps.history.readRoutes(id, routeIds, range),
        request.query,
        deps.clock.now(),
      );
    },
  );

  api.get(
    "/v1/projects/:project/sync-form",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "What makes a sync of a tile, or to a type of destination, as a JSON Schema",
        params: inProject,
        querystring: formQuery,
        response: { 200: Type.Object({}) },
      },
    },
    async (request) => {
      const { tile, tileVersion, destinationType } = request.query;
      if ((tile === undefined) === (destinationType === undefined))
        throw invalidQuery("tile", "either a tile or a destinationType is needed, and not both");
      if (tile === undefined) {
        const types = [...deps.destinationTypes.keys()];
        if (destinationType !== undefined && !types.includes(destinationType))
          throw invalidQuery(
            "destinationType",
            `must be one of ${types.join(", ")}${didYouMean(destinationType, types)}`,
            destinationType,
          );
        return syncForm(undefined);
      }
      const found = await findInCatalog(store, projectOf(request).id, tile, tileVersion);
      if (found === undefined) throw invalidQuery("tile", "is not in this project's catalog", tile);
      return syncForm(found.version.definition);
    },
  );
}
