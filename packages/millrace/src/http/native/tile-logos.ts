import { UnreadableInputError } from "../../core/errors.ts";
import { editTile } from "../../tiles/edit-tile.ts";
import { checkLogo } from "../../tiles/logo.ts";
import { findLogo } from "../../tiles/tile-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { bodyReadByHandler } from "../validation.ts";
import { answerLogo } from "./answer-logo.ts";
import { mustFindTileAt } from "./find-tile.ts";
import { tileJson } from "./tile-json.ts";
import { catalogVersionQuery, pngImage, tileAnswer, tilePath } from "./tile-schemas.ts";

const LOGO = "/v1/projects/:project/tiles/:tile/logo";

/** Logos of a project's tiles: PNG images, and nothing else. */
export function serveTileLogos(api: Api, { store, clock }: ApiDependencies): void {
  const tags = ["tiles"];

  api.put(
    LOGO,
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Give a tile its logo: an edit like any other",
        consumes: ["image/png"],
        params: tilePath,
        body: pngImage,
        response: { 200: tileAnswer },
      },
    },
    async (request) => {
      const png: unknown = request.body;
      if (!Buffer.isBuffer(png))
        throw new UnreadableInputError("There is no image in the body.", {
          remedy: "Send the bytes of a PNG image with Content-Type: image/png.",
        });
      const hash = checkLogo(png);
      const { tile, version } = await mustFindTileAt(store, {
        projectId: projectOf(request).id,
        tile: request.params.tile,
      });
      return tileJson(tile, await editTile(store, version, { logo: { hash, png } }, clock.timestamp()));
    },
  );

  api.get(
    LOGO,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get a tile's logo",
        params: tilePath,
        querystring: catalogVersionQuery,
        response: { 200: pngImage },
      },
    },
    async (request, reply) => {
      const { version } = await mustFindTileAt(store, {
        projectId: projectOf(request).id,
        tile: request.params.tile,
        version: request.query.version,
      });
      return answerLogo(request, reply, version.logo, (hash) => findLogo(store, hash));
    },
  );
}
