import { mustBeSubmittable } from "../../tiles/check-tile.ts";
import type { TileAction } from "../../tiles/lifecycle.ts";
import { moveVersion } from "../../tiles/move-version.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf, projectOf } from "../auth.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { mustFindTileAt } from "./find-tile.ts";
import { tileJson } from "./tile-json.ts";
import { stepBody, tileAnswer, tilePath } from "./tile-schemas.ts";

const STEPS: readonly (readonly [action: TileAction, summary: string])[] = [
  ["submit", "Submit a draft for review"],
  ["withdraw", "Take a version back that is submitted for review"],
  ["release", "Release an approved version: everybody finds it in the catalog"],
  ["releaseInternally", "Release a version to the catalog of its own project"],
];

/** The steps that a tile's own project takes with a version, the newest where none is named. */
export function serveTileSteps(api: Api, { store, clock }: ApiDependencies): void {
  for (const [action, summary] of STEPS) {
    api.post(
      `/v1/projects/:project/tiles/:tile([^:/]+)::${action}`,
      {
        config: { access: "write" },
        validatorCompiler: bodyReadByHandler,
        schema: {
          tags: ["tiles"],
          summary,
          params: tilePath,
          body: stepBody,
          response: { 200: tileAnswer },
        },
      },
      async (request) => {
        const { tile, version } = await mustFindTileAt(store, {
          projectId: projectOf(request).id,
          tile: request.params.tile,
          version: parseWith(stepBody, request.body ?? {}).version,
        });
        if (action === "submit") await mustBeSubmittable(version);
        const { label: by } = keyOf(request);
        return tileJson(tile, await moveVersion(store, version, action, { by, now: clock.timestamp() }));
      },
    );
  }
}
