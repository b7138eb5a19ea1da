import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import type { DeployedIntegration } from "../../routing/deploy-manifest.ts";
import { deployManifest } from "../../routing/deploy-manifest.ts";
import type { Integration } from "../../store/integrations.ts";
import { deleteIntegration, findIntegration, listIntegrations } from "../../store/integrations.ts";
import type { Store } from "../../store/open-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { inProject, integrationPath } from "./parameters.ts";

const deployment = Type.Object(
  { sourceYaml: Type.String({ minLength: 1, description: "The manifest, `amp.yaml`, as text." }) },
  { additionalProperties: false },
);

const integration = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  name: Type.String(),
  provider: Type.String(),
  createTime: Type.String({ format: "date-time" }),
  updateTime: Type.String({ format: "date-time" }),
  latestRevision: Type.Object({
    id: Type.String(),
    createTime: Type.String({ format: "date-time" }),
    content: Type.Record(Type.String(), Type.Unknown(), {
      description: "The integration as the manifest states it.",
    }),
  }),
});

const names = Type.Array(Type.String());
const deployed = Type.Object({
  ...integration.properties,
  changed: Type.Boolean({ description: "The manifest says something else of it than before." }),
  routes: Type.Object(
    { created: names, updated: names, removed: names },
    { description: "Routes by what became of them." },
  ),
});

/** Integrations: what `amp.yaml` says. A deploy happens as a whole or not at all. */
export function serveIntegrations(
  api: Api,
  { store, log, engine, clock, readManifest }: ApiDependencies,
): void {
  const tags = ["integrations"];

  api.put(
    "/v1/projects/:project/integrations::batch",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Deploy a manifest",
        params: inProject,
        body: deployment,
        response: { 200: Type.Array(deployed) },
      },
    },
    async (request) => {
      const projectId = projectOf(request).id;
      const done = await deployManifest(store, readManifest, {
        projectId,
        sourceYaml: request.body.sourceYaml,
        start: log.head(),
        now: clock.timestamp(),
      });
      const touched = done.some(
        ({ routes }) => routes.created.length + routes.updated.length + routes.removed.length > 0,
      );
      if (touched) await engine.refresh(projectId);
      return done.map(toDeployed);
    },
  );

  api.get(
    "/v1/projects/:project/integrations",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List integrations",
        params: inProject,
        querystring: pageQuery,
        response: { 200: Type.Array(integration) },
      },
    },
    async (request, reply) =>
      answerList(request, reply, request.query, async (page) =>
        (await listIntegrations(store, projectOf(request).id, page)).map(toAnswer),
      ),
  );

  api.get(
    "/v1/projects/:project/integrations/:integration",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get an integration",
        params: integrationPath,
        response: { 200: integration },
      },
    },
    async (request) =>
      toAnswer(await mustFindIntegration(store, projectOf(request).id, request.params.integration)),
  );

  api.delete(
    "/v1/projects/:project/integrations/:integration",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete an integration, its installations and its routes",
        params: integrationPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const found = await mustFindIntegration(store, projectOf(request).id, request.params.integration);
      await deleteIntegration(store, found.id);
      await engine.refresh(found.projectId);
      return reply.code(204).send();
    },
  );
}

/** @throws {NotFoundError} */
export async function mustFindIntegration(
  store: Store,
  projectId: string,
  idOrName: string,
): Promise<Integration> {
  const found = await findIntegration(store, projectId, idOrName);
  if (found === undefined) throw new NotFoundError("integration", idOrName);
  return found;
}

function toDeployed({ integration: saved, changed, routes }: DeployedIntegration) {
  return { ...toAnswer(saved), changed, routes };
}

function toAnswer({ revisionId, content, ...shown }: Integration) {
  return { ...shown, latestRevision: { id: revisionId, createTime: shown.updateTime, content } };
}
