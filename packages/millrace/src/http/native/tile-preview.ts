import type { TSchema } from "typebox";
import type { Static } from "typebox";
import { InvalidInputError } from "../../core/errors.ts";
import { checkTile } from "../../tiles/check-tile.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import { definitionIssues } from "../../tiles/definition-issues.ts";
import { valueIssues } from "../../tiles/parameter-values.ts";
import { previewOf } from "../../tiles/preview.ts";
import { testOf } from "../../tiles/test-request.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { parseJson } from "../body-parsers.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { mustFindTileAt } from "./find-tile.ts";
import { previewInput } from "./preview-input.ts";
import { checkBody, previewAnswer, previewBody, testAnswer } from "./tile-preview-schemas.ts";
import { tilePath, tileReport } from "./tile-schemas.ts";

const TILE = "/v1/projects/:project/tiles/:tile";

/** Trying a tile: what a check finds, what would be sent, and sending it. Bodies come as text: see {@link previewInput}. */
export function serveTilePreviews(api: Api, deps: ApiDependencies): void {
  const tags = ["tiles"];

  api.post(
    `${TILE}([^:/]+)::check`,
    {
      config: { access: "read" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Check a version, or a definition that is not saved",
        params: tilePath,
        body: checkBody,
        response: { 200: tileReport },
      },
    },
    async (request) => {
      const { body } = bodyOf(checkBody, request.body);
      const at = { projectId: projectOf(request).id, tile: request.params.tile };
      const { definition, hasLogo } = await definitionOf(deps, at, body);
      const { parameters = {} } = body;
      refuse(valueIssues(definition, parameters));
      return checkTile(definition, { hasLogo, parameters });
    },
  );

  api.post(
    `${TILE}([^:/]+)::preview`,
    {
      config: { access: "read" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Show the request that an event comes to, also as a command to paste",
        params: tilePath,
        body: previewBody,
        response: { 200: previewAnswer },
      },
    },
    async (request, reply) => {
      const { body, text } = bodyOf(previewBody, request.body);
      const at = { projectId: projectOf(request).id, tile: request.params.tile };
      const { definition } = await definitionOf(deps, at, body);
      void reply.header("cache-control", "no-store");
      const input = previewInput(body, { ...deps, ...at, definition, text });
      return "code" in input ? { faults: [input], notes: [] } : previewOf(input);
    },
  );

  api.post(
    `${TILE}([^:/]+)::test`,
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Send the request that an event comes to, and show the answer",
        params: tilePath,
        body: previewBody,
        response: { 200: testAnswer },
      },
    },
    async (request, reply) => {
      const { body, text } = bodyOf(previewBody, request.body);
      const at = { projectId: projectOf(request).id, tile: request.params.tile };
      const { definition } = await definitionOf(deps, at, body);
      void reply.header("cache-control", "no-store");
      const input = previewInput(body, { ...deps, ...at, definition, text });
      return "code" in input ? { faults: [input], notes: [] } : testOf(input, deps.policy);
    },
  );
}

function bodyOf<T extends TSchema>(schema: T, given: unknown): { body: Static<T>; text: string } {
  const text = typeof given === "string" && given !== "" ? given : "{}";
  return { body: parseWith(schema, parseJson(text)), text };
}

/** The definition that was sent along, held against the same rules as one that is saved, or that of a version. */
async function definitionOf(
  { store, policy }: ApiDependencies,
  at: { readonly projectId: string; readonly tile: string },
  body: { readonly version?: number; readonly definition?: TileDefinition },
): Promise<{ readonly definition: TileDefinition; readonly hasLogo: boolean }> {
  const { version } = await mustFindTileAt(store, { ...at, version: body.version });
  const hasLogo = version.logo !== undefined;
  if (body.definition === undefined) return { definition: version.definition, hasLogo };
  refuse(definitionIssues(body.definition, policy));
  return { definition: body.definition, hasLogo };
}

function refuse(issues: ReturnType<typeof definitionIssues>): void {
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}
