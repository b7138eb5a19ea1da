import Type from "typebox";
import { listReviews } from "../../tiles/reviews.ts";
import { listVersions } from "../../tiles/tile-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerPage, pageQuery, resultPage } from "../paging.ts";
import { mustFindTile, mustFindTileAt } from "./find-tile.ts";
import { versionItemJson } from "./tile-json.ts";
import { historyAnswer, tilePath, tileVersionPath, versionAnswer, versionItem } from "./tile-schemas.ts";

const TILE = "/v1/projects/:project/tiles/:tile";

/** What a tile has been: its versions, and what happened to them. */
export function serveTileVersions(api: Api, { store }: ApiDependencies): void {
  const tags = ["tiles"];

  api.get(
    `${TILE}/versions`,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List a tile's versions, the newest first",
        params: tilePath,
        response: { 200: Type.Object({ results: Type.Array(versionItem) }) },
      },
    },
    async (request) => {
      const tile = await mustFindTile(store, projectOf(request).id, request.params.tile);
      return { results: (await listVersions(store, tile.id)).map(versionItemJson) };
    },
  );

  api.get(
    `${TILE}/versions/:version`,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get a version of a tile",
        params: tileVersionPath,
        response: { 200: versionAnswer },
      },
    },
    async (request) => {
      const { version } = await mustFindTileAt(store, {
        projectId: projectOf(request).id,
        ...request.params,
      });
      return version;
    },
  );

  api.get(
    `${TILE}/history`,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List what happened to a tile's versions: submissions, reviews, releases",
        params: tilePath,
        querystring: pageQuery,
        response: { 200: resultPage(historyAnswer) },
      },
    },
    async (request) => {
      const tile = await mustFindTile(store, projectOf(request).id, request.params.tile);
      return answerPage(request.query, (page) => listReviews(store, tile.id, page));
    },
  );
}
