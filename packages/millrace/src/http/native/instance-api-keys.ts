import Type from "typebox";
import { ConflictError } from "../../core/errors.ts";
import type { ApiKey } from "../../store/api-keys.ts";
import { INSTANCE_SCOPES, listApiKeys } from "../../store/api-keys.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Authenticator } from "../auth.ts";
import { keyOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { apiKey, madeKey, newKeySchema } from "./api-key-schemas.ts";
import { answerNewKey } from "./make-api-key.ts";
import { removeApiKey } from "./remove-api-key.ts";

const newKey = newKeySchema(
  INSTANCE_SCOPES,
  "`review` reviews tiles, and nothing else; `admin` does everything, in all projects.",
);

const keyPath = Type.Object({ key: Type.String({ description: "Id of the API key." }) });

/** API keys of the whole instance: of those who run it, and of those who review tiles. */
export function serveInstanceApiKeys(api: Api, deps: ApiDependencies, authenticator: Authenticator): void {
  const { store } = deps;
  const tags = ["api-keys"];

  api.post(
    "/v1/api-keys",
    {
      config: { access: "instance" },
      schema: {
        tags,
        summary: "Make an API key of the whole instance",
        body: newKey,
        response: { 201: madeKey },
      },
    },
    async (request, reply) => answerNewKey(reply, deps, request.body),
  );

  api.get(
    "/v1/api-keys",
    {
      config: { access: "instance" },
      schema: {
        tags,
        summary: "List the API keys of the whole instance",
        querystring: pageQuery,
        response: { 200: Type.Array(apiKey) },
      },
    },
    async (request, reply): Promise<readonly ApiKey[]> =>
      answerList(request, reply, request.query, (page) => listApiKeys(store, undefined, page)),
  );

  api.delete(
    "/v1/api-keys/:key",
    {
      config: { access: "instance" },
      schema: {
        tags,
        summary: "Take an API key of the whole instance back",
        params: keyPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const id = request.params.key;
      // Whoever takes back a key still has one: the instance is never without an admin.
      if (id === keyOf(request).id) throw itself();
      await removeApiKey(deps, authenticator, { projectId: undefined, id });
      return reply.code(204).send();
    },
  );
}

function itself(): ConflictError {
  return new ConflictError("api_key_in_use", "A key of the whole instance cannot take itself back.", {
    remedy: "Make another admin key and call with that one.",
  });
}
