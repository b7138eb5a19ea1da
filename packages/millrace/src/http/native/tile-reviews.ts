import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import { checkTile } from "../../tiles/check-tile.ts";
import type { TileAction } from "../../tiles/lifecycle.ts";
import { moveVersion } from "../../tiles/move-version.ts";
import { listInState, listReviews } from "../../tiles/reviews.ts";
import { findTile } from "../../tiles/tile-store.ts";
import type { Store } from "../../store/open-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf } from "../auth.ts";
import { answerPage, resultPage } from "../paging.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import type { TileAt } from "./find-tile.ts";
import { mustFindVersion } from "./find-tile.ts";
import { tileJson } from "./tile-json.ts";
import {
  approveBody,
  historyAnswer,
  returnBody,
  reviewPath,
  reviewQuery,
  tileAnswer,
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
        response: { 200: resultPage(tileAnswer) },
      },
    },
    async (request) => {
      const { state = "submitted" } = request.query;
      const { results, pagination } = await answerPage(request.query, (page) =>
        listInState(store, state, page),
      );
      return { results: results.map(({ tile, version }) => tileJson(tile, version)), pagination };
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

/** @throws {NotFoundError} for drafts too */
async function mustFindHandedIn(
  store: Store,
  at: { readonly tile: string; readonly version: number },
): Promise<TileAt> {
  const tile = await findTile(store, at.tile);
  if (tile === undefined) throw new NotFoundError("tile", at.tile);
  const version = await mustFindVersion(store, tile, at.version);
  if (version.state === "draft") throw new NotFoundError("tile version", `${tile.name}/${at.version}`);
  return { tile, version };
}
