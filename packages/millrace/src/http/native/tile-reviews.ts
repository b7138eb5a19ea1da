import Type from "typebox";
import { checkTile } from "../../tiles/check-tile.ts";
import type { TileAction } from "../../tiles/lifecycle.ts";
import { moveVersion } from "../../tiles/move-version.ts";
import { listInState, listReviews } from "../../tiles/reviews.ts";
import { findLogo } from "../../tiles/tile-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf } from "../auth.ts";
import { answerPage, resultPage } from "../paging.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { answerLogo } from "./answer-logo.ts";
import { mustFindHandedIn } from "./find-tile.ts";
import { tileItemJson, tileJson } from "./tile-json.ts";
import {
  approveBody,
  historyAnswer,
  pngImage,
  returnBody,
  reviewPath,
  reviewQuery,
  tileAnswer,
  tileItem,
  tileReport,
} from "./tile-schemas.ts";

const VERSION = "/v1/tile-reviews/:tile/versions/:version";

const reviewed = Type.Object({
  ...tileAnswer.properties,
  report: tileReport,
  history: Type.Array(historyAnswer),
});

const DECISIONS = [
  ["approve", "Approve a version", approveBody],
  ["return", "Return a version to its partner, with notes", returnBody],
  ["release", "Release an approved version: everybody finds it in the catalog", approveBody],
] as const satisfies readonly (readonly [TileAction, string, object])[];

/** What partners handed in, for those who review it. Drafts are nobody's business but their project's. */
export function serveTileReviews(api: Api, { store, clock }: ApiDependencies): void {
  const tags = ["tile-reviews"];

  api.get(
    "/v1/tile-reviews",
    {
      config: { access: "review" },
      schema: {
        tags,
        summary: "List versions of tiles that are submitted, or in another state",
        querystring: reviewQuery,
        response: { 200: resultPage(tileItem) },
      },
    },
    async (request) => {
      const { state = "submitted" } = request.query;
      const { results, pagination } = await answerPage(request.query, (page) =>
        listInState(store, state, page),
      );
      return { results: results.map(({ tile, version }) => tileItemJson(tile, version)), pagination };
    },
  );

  api.get(
    VERSION,
    {
      config: { access: "review" },
      schema: {
        tags,
        summary: "Get a version with what a check of it finds, and the tile's history",
        params: reviewPath,
        response: { 200: reviewed },
      },
    },
    async (request) => {
      const { tile, version } = await mustFindHandedIn(store, request.params);
      const report = await checkTile(version.definition, { hasLogo: version.logo !== undefined });
      return { ...tileJson(tile, version), report, history: await listReviews(store, tile.id) };
    },
  );

  api.get(
    `${VERSION}/logo`,
    {
      config: { access: "review" },
      schema: { tags, summary: "Get a version's logo", params: reviewPath, response: { 200: pngImage } },
    },
    async (request, reply) => {
      const { version } = await mustFindHandedIn(store, request.params);
      return answerLogo(request, reply, version.logo, (hash) => findLogo(store, hash));
    },
  );

  for (const [action, summary, body] of DECISIONS) {
    api.post(
      `/v1/tile-reviews/:tile/versions/:version([^:/]+)::${action}`,
      {
        config: { access: "review" },
        validatorCompiler: bodyReadByHandler,
        schema: { tags, summary, params: reviewPath, body, response: { 200: tileAnswer } },
      },
      async (request) => {
        const { notes } = parseWith(body, request.body ?? {});
        const { tile, version } = await mustFindHandedIn(store, request.params);
        const { label: by } = keyOf(request);
        const step = { by, notes, now: clock.timestamp() };
        return tileJson(tile, await moveVersion(store, version, action, step));
      },
    );
  }
}
