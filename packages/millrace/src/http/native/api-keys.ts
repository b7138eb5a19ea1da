import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import { createApiKey, deleteApiKey, listApiKeys, SCOPES } from "../../store/api-keys.ts";
import type { ApiKey } from "../../store/api-keys.ts";
import { hashApiKey, newApiKey } from "../api-key.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Authenticator } from "../auth.ts";
import { projectOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { apiKeyPath, inProject } from "./parameters.ts";

const scopes = Type.Array(Type.Enum([...SCOPES]), {
  minItems: 1,
  maxItems: SCOPES.length,
  description:
    "`ingest` hands in events and results, `read` reads, `write` reads and configures, `admin` does all that and manages API keys.",
});

const newKey = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 200, description: "What the key is for, for people." }),
    scopes,
  },
  { additionalProperties: false },
);

const apiKey = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  label: Type.String(),
  scopes,
  createTime: Type.String({ format: "date-time" }),
});

const madeKey = Type.Object({
  ...apiKey.properties,
  key: Type.String({ description: "The key itself. It is answered this once and kept as a hash." }),
});

/** API keys of a project. */
export function serveApiKeys(
  api: Api,
  { store, clock }: ApiDependencies,
  authenticator: Authenticator,
): void {
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
    async (request, reply) => {
      const key = newApiKey();
      const chosen = SCOPES.filter((scope) => request.body.scopes.includes(scope));
      const made = await createApiKey(
        store,
        {
          projectId: projectOf(request).id,
          label: request.body.label,
          scopes: chosen,
          hash: hashApiKey(key),
        },
        clock.timestamp(),
      );
      return reply
        .code(201)
        .header("cache-control", "no-store")
        .send({ ...made, key });
    },
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
      const id = request.params.key;
      if (!(await deleteApiKey(store, projectOf(request).id, id))) throw new NotFoundError("api key", id);
      authenticator.forget({ id });
      return reply.code(204).send();
    },
  );
}
