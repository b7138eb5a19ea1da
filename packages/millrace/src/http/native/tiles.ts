import Type from "typebox";
import { definitionIssues } from "../../tiles/definition-issues.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import { checkTile } from "../../tiles/check-tile.ts";
import { editedMeanwhile, editTile } from "../../tiles/edit-tile.ts";
import { createTile, deleteTile, listTiles, newestVersion } from "../../tiles/tile-store.ts";
import type { NetworkPolicy } from "../../core/destination.ts";
import { InvalidInputError } from "../../core/errors.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerPage, pageQuery, resultPage } from "../paging.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import { mustFindTile, mustFindTileAt } from "./find-tile.ts";
import { inProject } from "./parameters.ts";
import { tileItemJson, tileJson } from "./tile-json.ts";
import { newTile, tileAnswer, tileEdit, tileItem, tilePath } from "./tile-schemas.ts";

const TILE = "/v1/projects/:project/tiles/:tile";

/** Tiles of a project: drafts are checked on every save, and the answer says what the check found. */
export function serveTiles(api: Api, { store, clock, policy }: ApiDependencies): void {
  const tags = ["tiles"];

  api.post(
    "/v1/projects/:project/tiles",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Create a tile, as a draft",
        params: inProject,
        body: newTile,
        response: { 201: tileAnswer },
      },
    },
    async (request, reply) => {
      const { name, definition } = request.body;
      refuseFaults(definition, policy);
      const report = await checkTile(definition);
      const made = await createTile(
        store,
        { projectId: projectOf(request).id, name, definition },
        clock.timestamp(),
      );
      return reply.code(201).send({ ...tileJson(made.tile, made.version), report });
    },
  );

  api.get(
    "/v1/projects/:project/tiles",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List the project's tiles",
        params: inProject,
        querystring: pageQuery,
        response: { 200: resultPage(tileItem) },
      },
    },
    async (request) => {
      const page = await answerPage(request.query, (wanted) =>
        listTiles(store, projectOf(request).id, wanted),
      );
      const results = [];
      for (const tile of page.results) {
        const version = await newestVersion(store, tile.id);
        // It may have been deleted meanwhile.
        if (version !== undefined) results.push(tileItemJson(tile, version));
      }
      return { ...page, results };
    },
  );

  api.get(
    TILE,
    {
      config: { access: "read" },
      schema: { tags, summary: "Get a tile", params: tilePath, response: { 200: tileAnswer } },
    },
    async (request) => {
      const { tile, version } = await mustFindTileAt(store, {
        projectId: projectOf(request).id,
        tile: request.params.tile,
      });
      return tileJson(tile, version);
    },
  );

  api.put(
    TILE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Edit a tile: its newest version, or a new draft where that one is approved or released",
        params: tilePath,
        body: tileEdit,
        response: { 200: tileAnswer },
      },
    },
    async (request) => {
      const { definition, updateTime } = request.body;
      const { tile, version } = await mustFindTileAt(store, {
        projectId: projectOf(request).id,
        tile: request.params.tile,
      });
      if (updateTime !== undefined && updateTime !== version.updateTime) throw editedMeanwhile(version);
      refuseFaults(definition, policy);
      const report = await checkTile(definition, { hasLogo: version.logo !== undefined });
      const saved = await editTile(store, version, { definition }, clock.timestamp());
      return { ...tileJson(tile, saved), report };
    },
  );

  api.delete(
    TILE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete a tile that no sync is made of",
        params: tilePath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await deleteTile(store, await mustFindTile(store, projectOf(request).id, request.params.tile));
      return reply.code(204).send();
    },
  );
}

/** @throws {InvalidInputError} with every fault that a draft cannot be saved with */
function refuseFaults(definition: TileDefinition, policy: NetworkPolicy): void {
  const issues = definitionIssues(definition, policy);
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}
