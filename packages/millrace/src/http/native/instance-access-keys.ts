import Type from "typebox";
import type { AccessKey } from "../../store/access-keys.ts";
import { listAccessKeys } from "../../store/access-keys.ts";
import type { Api } from "../api.ts";
import type { KnownAccessKeys } from "../known-access-keys.ts";
import { answerList, pageQuery } from "../paging.ts";
import { accessKey, accessKeyChange, madeAccessKey } from "./access-key-schemas.ts";
import { newKeySchema } from "./api-key-schemas.ts";
import { changeAccessKey, removeAccessKey } from "./change-access-key.ts";
import type { KeyDependencies } from "./make-access-key.ts";
import { answerNewAccessKey } from "./make-access-key.ts";

const newKey = newKeySchema(
  ["admin"],
  "`admin`: requests signed with it may do everything, in all projects, and make applications.",
);

const keyPath = Type.Object({ accessKey: Type.String({ description: "Id of the access key." }) });

/** Access keys of the whole instance: clients that make applications sign with them. */
export function serveInstanceAccessKeys(api: Api, deps: KeyDependencies, known: KnownAccessKeys): void {
  const { store } = deps;
  const config = { access: "instance" as const };
  const tags = ["access-keys"];

  api.post(
    "/v1/access-keys",
    {
      config,
      schema: {
        tags,
        summary: "Make an access key of the whole instance",
        body: newKey,
        response: { 201: madeAccessKey },
      },
    },
    async (request, reply) => answerNewAccessKey(reply, deps, request.body),
  );

  api.get(
    "/v1/access-keys",
    {
      config,
      schema: {
        tags,
        summary: "List the access keys of the whole instance",
        querystring: pageQuery,
        response: { 200: Type.Array(accessKey) },
      },
    },
    async (request, reply): Promise<readonly AccessKey[]> =>
      answerList(request, reply, request.query, (page) => listAccessKeys(store, undefined, page)),
  );

  api.patch(
    "/v1/access-keys/:accessKey",
    {
      config,
      schema: {
        tags,
        summary: "Rename, disable or enable an access key of the whole instance",
        params: keyPath,
        body: accessKeyChange,
        response: { 200: accessKey },
      },
    },
    async (request) => {
      const which = { projectId: undefined, id: request.params.accessKey };
      return changeAccessKey(deps, known, which, request.body);
    },
  );

  api.delete(
    "/v1/access-keys/:accessKey",
    {
      config,
      schema: {
        tags,
        summary: "Delete an access key of the whole instance",
        params: keyPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeAccessKey(deps, known, { projectId: undefined, id: request.params.accessKey });
      return reply.code(204).send();
    },
  );
}
