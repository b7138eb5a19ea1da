import Type from "typebox";
import type { AccessKey } from "../../store/access-keys.ts";
import { listAccessKeys } from "../../store/access-keys.ts";
import { PROJECT_SCOPES } from "../../store/api-keys.ts";
import type { Api } from "../api.ts";
import { projectOf } from "../auth.ts";
import type { KnownAccessKeys } from "../known-access-keys.ts";
import { answerList, pageQuery } from "../paging.ts";
import { accessKey, accessKeyChange, madeAccessKey } from "./access-key-schemas.ts";
import { newKeySchema } from "./api-key-schemas.ts";
import { changeAccessKey, removeAccessKey } from "./change-access-key.ts";
import type { KeyDependencies } from "./make-access-key.ts";
import { answerNewAccessKey } from "./make-access-key.ts";
import { accessKeyPath, inProject } from "./parameters.ts";

const newKey = newKeySchema(
  PROJECT_SCOPES,
  "What requests signed with it may do, as API keys may: `ingest` hands in events, `read` reads, `write` reads and configures, `admin` does all that.",
);

/** Access keys of a project, which clients of AWS's services sign their requests with. */
export function serveAccessKeys(api: Api, deps: KeyDependencies, known: KnownAccessKeys): void {
  const { store } = deps;
  const config = { access: "admin" as const };
  const tags = ["access-keys"];

  api.post(
    "/v1/projects/:project/access-keys",
    {
      config,
      schema: {
        tags,
        summary: "Make an access key",
        params: inProject,
        body: newKey,
        response: { 201: madeAccessKey },
      },
    },
    async (request, reply) =>
      answerNewAccessKey(reply, deps, { projectId: projectOf(request).id, ...request.body }),
  );

  api.get(
    "/v1/projects/:project/access-keys",
    {
      config,
      schema: {
        tags,
        summary: "List access keys",
        params: inProject,
        querystring: pageQuery,
        response: { 200: Type.Array(accessKey) },
      },
    },
    async (request, reply): Promise<readonly AccessKey[]> =>
      answerList(request, reply, request.query, (page) => listAccessKeys(store, projectOf(request).id, page)),
  );

  api.patch(
    "/v1/projects/:project/access-keys/:accessKey",
    {
      config,
      schema: {
        tags,
        summary: "Rename, disable or enable an access key",
        params: accessKeyPath,
        body: accessKeyChange,
        response: { 200: accessKey },
      },
    },
    async (request) => {
      const which = { projectId: projectOf(request).id, id: request.params.accessKey };
      return changeAccessKey(deps, known, which, request.body);
    },
  );

  api.delete(
    "/v1/projects/:project/access-keys/:accessKey",
    {
      config,
      schema: {
        tags,
        summary: "Delete an access key",
        params: accessKeyPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeAccessKey(deps, known, { projectId: projectOf(request).id, id: request.params.accessKey });
      return reply.code(204).send();
    },
  );
}
