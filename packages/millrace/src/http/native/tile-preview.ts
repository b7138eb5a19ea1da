import type { Static, TSchema } from "typebox";
import type { NetworkPolicy } from "../../core/destination.ts";
import { InvalidInputError } from "../../core/errors.ts";
import { checkTile } from "../../tiles/check-tile.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import { definitionIssues } from "../../tiles/definition-issues.ts";
import { valueIssues } from "../../tiles/parameter-values.ts";
import { previewOf } from "../../tiles/preview.ts";
import type { TileVersion } from "../../tiles/tile.ts";
import { testOf } from "../../tiles/test-request.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { parseJson } from "../body-parsers.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { mustFindHandedIn, mustFindTileAt } from "./find-tile.ts";
import { previewInput } from "./preview-input.ts";
import { checkBody, previewAnswer, previewBody, testAnswer } from "./tile-preview-schemas.ts";
import { reviewPath, tilePath, tileReport } from "./tile-schemas.ts";

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
    "/v1/tile-reviews/:tile/versions/:version([^:/]+)::preview",
    {
      config: { access: "review" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags: ["tile-reviews"],
        summary: "Show the request that a sample, or an event sent along, comes to",
        params: reviewPath,
        body: previewBody,
        response: { 200: previewAnswer },
      },
    },
    async (request, reply) => {
      const { body, text } = bodyOf(previewBody, request.body);
      const { version } = await mustFindHandedIn(deps.store, request.params);
      const definition = givenOr(version, body.definition, deps.policy);
      void reply.header("cache-control", "no-store");
      // Events of projects are none of a reviewer's business.
      const input = previewInput(body, { log: { find: () => undefined }, projectId: "", definition, text });
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

/** The body as it came in, and what it says. Parameters may be secrets: of those that are wrong no value is repeated. */
function bodyOf<T extends TSchema>(schema: T, given: unknown): { body: Static<T>; text: string } {
  const text = typeof given === "string" && given !== "" ? given : "{}";
  try {
    return { body: parseWith(schema, parseJson(text)), text };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const issues = error.issues.map(({ value, ...issue }) =>
      value === undefined || issue.name.startsWith("parameters") ? issue : Object.assign(issue, { value }),
    );
    throw new InvalidInputError(error.message, issues);
  }
}

/** The definition that was sent along, held against the same rules as one that is saved, or that of a version. */
async function definitionOf(
  { store, policy }: ApiDependencies,
  at: { readonly projectId: string; readonly tile: string },
  body: { readonly version?: number; readonly definition?: TileDefinition },
): Promise<{ readonly definition: TileDefinition; readonly hasLogo: boolean }> {
  const { version } = await mustFindTileAt(store, { ...at, version: body.version });
  return { definition: givenOr(version, body.definition, policy), hasLogo: version.logo !== undefined };
}

function givenOr(
  { definition }: TileVersion,
  given: TileDefinition | undefined,
  policy: NetworkPolicy,
): TileDefinition {
  if (given === undefined) return definition;
  refuse(definitionIssues(given, policy));
  return given;
}

function refuse(issues: ReturnType<typeof definitionIssues>): void {
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}
