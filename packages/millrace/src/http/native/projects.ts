import Type from "typebox";
import type { Project } from "../../store/projects.ts";
import { listProjects } from "../../store/projects.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf, projectOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { parseWith } from "../validation.ts";
import { inProject } from "./parameters.ts";
import { project, projectFields, projectPatch } from "./project-schemas.ts";
import { applyMask } from "./update-mask.ts";

const ALL = "/v1/projects";
const ONE = `${ALL}/:project`;

/** Projects: made by keys of the whole instance; seen, changed and deleted by their own keys too. */
export function serveProjects(api: Api, { store, projects }: ApiDependencies): void {
  const tags = ["projects"];

  api.post(
    ALL,
    {
      config: { access: "instance" },
      schema: { tags, summary: "Create a project", body: projectFields, response: { 201: project } },
    },
    async (request, reply) => reply.code(201).send(await projects.create(request.body)),
  );

  api.get(
    ALL,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List the projects that the key sees",
        querystring: pageQuery,
        response: { 200: Type.Array(project) },
      },
    },
    async (request, reply) =>
      answerList(request, reply, request.query, (page) =>
        listProjects(store, { ...page, only: keyOf(request).projectId }),
      ),
  );

  api.get(
    ONE,
    {
      config: { access: "read" },
      schema: { tags, summary: "Get a project", params: inProject, response: { 200: project } },
    },
    async (request) => projectOf(request),
  );

  api.patch(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Change a project",
        params: inProject,
        body: projectPatch,
        response: { 200: project },
      },
    },
    async (request): Promise<Project> => {
      const { updateMask, project: change } = request.body;
      return projects.change(projectOf(request).id, ({ name, appName, tags: current }) => {
        const fields = { name, tags: current, ...(appName !== undefined && { appName }) };
        const changed = applyMask(updateMask, fields, change, {
          fields: ["name", "appName"],
          nested: { tags: "any" },
        });
        return { tags: {}, ...parseWith(projectFields, changed, "project") };
      });
    },
  );

  api.delete(
    ONE,
    {
      config: { access: "admin" },
      schema: {
        tags,
        summary: "Delete a project with everything of it, for good",
        params: inProject,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await projects.remove(projectOf(request).id);
      return reply.code(204).send();
    },
  );
}
