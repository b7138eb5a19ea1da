import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import { listSyncs } from "../../syncs/sync-store.ts";
import { readSync } from "../../syncs/found-sync.ts";
import type { Sync } from "../../syncs/sync.ts";
import { Syncs } from "../../syncs/syncs.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerPage, pageQuery } from "../paging.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { inProject, syncPath } from "./parameters.ts";
import { syncAnswer } from "./sync-answer.ts";
import { serveSyncReports } from "./sync-reports.ts";
import { enabling, newSync, sync, syncPage, syncPatch } from "./sync-schemas.ts";

const ALL = "/v1/projects/:project/syncs";
const ONE = `${ALL}/:sync`;

/** Syncs: what customers make of tiles and destinations. */
export function serveSyncs(api: Api, deps: ApiDependencies): void {
  const { store } = deps;
  const syncs = new Syncs(deps);
  const tags = ["syncs"];
  const answerOf = async (found: Sync) => syncAnswer(deps, await readSync(deps, found));
  /** One that is deleted while its page is made is left out. */
  const answersOf = async (found: readonly Sync[]) => {
    const gone = (error: unknown): [] => {
      if (error instanceof NotFoundError) return [];
      throw error;
    };
    return (await Promise.all(found.map((each) => answerOf(each).catch(gone)))).flat();
  };

  api.post(
    ALL,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Make a sync of a tile, or to a destination",
        params: inProject,
        body: newSync,
        response: { 201: sync },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await answerOf(await syncs.create(projectOf(request).id, request.body))),
  );

  api.get(
    ALL,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List syncs, with their state",
        params: inProject,
        querystring: pageQuery,
        response: { 200: syncPage },
      },
    },
    async (request) => {
      const { id } = projectOf(request);
      const { results, ...page } = await answerPage(request.query, (each) => listSyncs(store, id, each));
      return { results: await answersOf(results), ...page };
    },
  );

  api.get(
    ONE,
    {
      config: { access: "read" },
      schema: { tags, summary: "Get a sync, with its state", params: syncPath, response: { 200: sync } },
    },
    async (request) => syncAnswer(deps, await syncs.read(projectOf(request).id, request.params.sync)),
  );

  api.patch(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Change a sync; its routes keep their places in the log",
        params: syncPath,
        body: syncPatch,
        response: { 200: sync },
      },
    },
    async (request) => answerOf(await syncs.change(projectOf(request).id, request.params.sync, request.body)),
  );

  api.delete(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete a sync with its routes, and the destination that is its own",
        params: syncPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await syncs.remove(projectOf(request).id, request.params.sync);
      return reply.code(204).send();
    },
  );

  api.post(
    `${ONE}([^:/]+)::enable`,
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Let a sync send",
        params: syncPath,
        body: enabling,
        response: { 200: sync },
      },
    },
    async (request) => {
      const { from } = parseWith(enabling, request.body ?? {});
      return answerOf(await syncs.setState(projectOf(request).id, request.params.sync, "enabled", from));
    },
  );

  for (const [verb, state, summary] of [
    ["pause", "paused", "Stop a sync from sending; what comes is kept for later"],
    ["disable", "disabled", "Stop a sync; what comes is not sent, also not later"],
  ] as const) {
    api.post(
      `${ONE}([^:/]+)::${verb}`,
      {
        config: { access: "write" },
        schema: { tags, summary, params: syncPath, response: { 200: sync } },
      },
      async (request) => answerOf(await syncs.setState(projectOf(request).id, request.params.sync, state)),
    );
  }

  serveSyncReports(api, deps, syncs);
}
