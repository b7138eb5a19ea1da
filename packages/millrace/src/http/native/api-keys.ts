import Type from "typebox";
import type { ApiKey } from "../../store/api-keys.ts";
import { listApiKeys, PROJECT_SCOPES } from "../../store/api-keys.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Authenticator } from "../auth.ts";
import { projectOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { apiKey, madeKey, newKeySchema } from "./api-key-schemas.ts";
import { answerNewKey } from "./make-api-key.ts";
import { apiKeyPath, inProject } from "./parameters.ts";
import { removeApiKey } from "./remove-api-key.ts";

const newKey = newKeySchema(
  PROJECT_SCOPES,
  "`ingest` hands in events and results, `read` reads, `write` reads and configures, `admin` does all that and manages API keys.",
);

/** API keys of a project. */
export function serveApiKeys(api: Api, deps: ApiDependencies, authenticator: Authenticator): void {
  const { store } = deps;
  const tags = ["api-keys"];

  api.post(
    "/v1/projects/:project/api-keys",
    {
      config: { access: "admin" },
      schema: {
        tags,
        summary: "Make an API key",
        params: inProject,
        body: newKey,
        response: { 201: madeKey },
      },
    },
    async (request, reply) =>
      answerNewKey(reply, deps, { projectId: projectOf(request).id, ...request.body }),
  );

  api.get(
    "/v1/projects/:project/api-keys",
    {
      config: { access: "admin" },
      schema: {
        tags,
        summary: "List API keys",
        params: inProject,
        querystring: pageQuery,
        response: { 200: Type.Array(apiKey) },
      },
    },
    async (request, reply): Promise<readonly ApiKey[]> =>
      answerList(request, reply, request.query, (page) => listApiKeys(store, projectOf(request).id, page)),
  );

  api.delete(
    "/v1/projects/:project/api-keys/:key",
    {
      config: { access: "admin" },
      schema: { tags, summary: "Take an API key back", params: apiKeyPath, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await removeApiKey(deps, authenticator, { projectId: projectOf(request).id, id: request.params.key });
      return reply.code(204).send();
    },
  );
}
