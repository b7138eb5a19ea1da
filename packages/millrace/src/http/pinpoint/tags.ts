import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Project } from "../../store/projects.ts";
import { findProject } from "../../store/projects.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf } from "../auth.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { applicationIdIn, tagsModel } from "./application.ts";
import { pinpointError } from "./pinpoint-error.ts";
import { jsonOf } from "./request-body.ts";

const PATH = "/v1/tags/:arn";

const ofResource = Type.Object({
  arn: Type.String({ description: "The application's ARN, its colons and slashes encoded." }),
});

const tagKeys = Type.Object({
  tagKeys: Type.Array(Type.String(), { minItems: 1, maxItems: 200, description: "One tag each." }),
});

/** Tags of applications, as Pinpoint's clients see and change them: those of the project. */
export function serveTags(api: Api, { store, projects }: ApiDependencies): void {
  const tags = ["pinpoint"];

  /** The path names an ARN and no project: a key of a project sees that project alone here too. */
  const mustFind = async (request: FastifyRequest, arn: string): Promise<Project> => {
    const id = applicationIdIn(arn);
    const { projectId } = keyOf(request);
    const found = id === undefined ? undefined : await findProject(store, id);
    if (found === undefined || (projectId !== undefined && projectId !== found.id))
      throw pinpointError("NotFoundException", "There is no application of that ARN.");
    return found;
  };

  api.get(
    PATH,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List an application's tags (ListTagsForResource)",
        params: ofResource,
        response: { 200: tagsModel },
      },
    },
    async (request) => ({ tags: (await mustFind(request, request.params.arn)).tags }),
  );

  api.post(
    PATH,
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Add tags to an application, in place of those with the same keys (TagResource)",
        params: ofResource,
        body: tagsModel,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = await mustFind(request, request.params.arn);
      const added = parseWith(tagsModel, jsonOf(request)).tags;
      await projects.change(id, (current) => ({ ...current, tags: { ...current.tags, ...added } }));
      return reply.code(204).send();
    },
  );

  api.delete(
    PATH,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Remove tags from an application (UntagResource)",
        params: ofResource,
        querystring: tagKeys,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = await mustFind(request, request.params.arn);
      const removed = new Set(request.query.tagKeys);
      await projects.change(id, (current) => ({
        ...current,
        tags: Object.fromEntries(Object.entries(current.tags).filter(([key]) => !removed.has(key))),
      }));
      return reply.code(204).send();
    },
  );
}
