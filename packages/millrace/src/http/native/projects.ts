import Type from "typebox";
import { createProject, listProjects } from "../../store/projects.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf, projectOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { projectName } from "./names.ts";
import { inProject } from "./parameters.ts";

const newProject = Type.Object(
  {
    name: projectName,
    appName: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: "The product's name, for people." }),
    ),
  },
  { additionalProperties: false },
);

const project = Type.Object({
  id: Type.String(),
  name: Type.String(),
  appName: Type.Optional(Type.String()),
  createTime: Type.String({ format: "date-time" }),
  updateTime: Type.String({ format: "date-time" }),
});

/** Projects: made by keys of the whole instance, seen by their own keys too. */
export function serveProjects(api: Api, { store, clock }: ApiDependencies): void {
  const tags = ["projects"];

  api.post(
    "/v1/projects",
    {
      config: { access: "instance" },
      schema: { tags, summary: "Create a project", body: newProject, response: { 201: project } },
    },
    async (request, reply) => {
      const { name, appName } = request.body;
      // One spelling of each name, so that two that look the same are the same.
      const made = await createProject(store, { name: name.normalize("NFC"), appName }, clock.timestamp());
      return reply.code(201).send(made);
    },
  );

  api.get(
    "/v1/projects",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List the projects that the key sees",
        querystring: pageQuery,
        response: { 200: Type.Array(project) },
      },
    },
    async (request, reply) => {
      const { projectId } = keyOf(request);
      return answerList(request, reply, request.query, async (page) => {
        const projects = await listProjects(store, projectId === undefined ? page : {});
        return projectId === undefined ? projects : projects.filter((each) => each.id === projectId);
      });
    },
  );

  api.get(
    "/v1/projects/:project",
    {
      config: { access: "read" },
      schema: { tags, summary: "Get a project", params: inProject, response: { 200: project } },
    },
    async (request) => projectOf(request),
  );
}
