import Type from "typebox";
import { isUuid } from "../../core/ids.ts";
import { listProjects } from "../../store/projects.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { keyOf, projectOf } from "../auth.ts";
import { readPage } from "../paging.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { application, applicationOf, applications, newApplication } from "./application.ts";
import { pinpointError } from "./pinpoint-error.ts";
import { regionOf } from "./region-of.ts";
import { jsonOf } from "./request-body.ts";
import { inApplication } from "./schemas.ts";

const ALL = "/v1/apps";
const ONE = `${ALL}/:project`;

const page = Type.Object({
  "page-size": Type.Optional(Type.String({ description: "Items to answer at most, 1 to 1000." })),
  token: Type.Optional(Type.String({ description: "The `NextToken` of the page before." })),
});

/** What a page holds where its caller does not say. Clients follow `NextToken`. */
const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1_000;

/** Applications, as Pinpoint's clients make, see and delete them: each is a project. */
export function serveApps(api: Api, { store, projects }: ApiDependencies): void {
  const tags = ["pinpoint"];

  api.post(
    ALL,
    {
      config: { access: "instance" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Create an application (CreateApp): a project",
        body: newApplication,
        response: { 201: application },
      },
    },
    async (request, reply) => {
      const { Name: name, tags: given = {} } = parseWith(newApplication, jsonOf(request));
      const made = await projects.createApplication(name, given);
      return reply.code(201).send(applicationOf(made, regionOf(request)));
    },
  );

  api.get(
    ALL,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List the applications that the key sees (GetApps)",
        querystring: page,
        response: { 200: applications },
      },
    },
    async (request) => {
      const { "page-size": size, token } = request.query;
      const only = keyOf(request).projectId;
      const { items, next } = await readPage(pageSizeOf(size), tokenOf(token), (wanted) =>
        listProjects(store, { ...wanted, only }),
      );
      const region = regionOf(request);
      return {
        Item: items.map((project) => applicationOf(project, region)),
        ...(next !== undefined && { NextToken: next }),
      };
    },
  );

  api.get(
    ONE,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get an application (GetApp)",
        params: inApplication,
        response: { 200: application },
      },
    },
    async (request) => applicationOf(projectOf(request), regionOf(request)),
  );

  api.delete(
    ONE,
    {
      config: { access: "admin" },
      schema: {
        tags,
        summary: "Delete an application (DeleteApp): the project with everything of it, for good",
        params: inApplication,
        response: { 200: application },
      },
    },
    async (request) => applicationOf(await projects.remove(projectOf(request).id), regionOf(request)),
  );
}

/** @throws {PinpointError} 400 */
function pageSizeOf(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PAGE_SIZE;
  const size = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw pinpointError("BadRequestException", `page-size is a whole number from 1 to ${MAX_PAGE_SIZE}.`);
}

/** @throws {PinpointError} 400 */
function tokenOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "" || isUuid(text)) return text;
  throw pinpointError("BadRequestException", "token is not the NextToken of a page.");
}
