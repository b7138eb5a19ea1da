import type { FastifyRequest } from "fastify";
import type { Static } from "typebox";
import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import type { Installation } from "../../store/installations.ts";
import {
  createInstallation,
  deleteInstallation,
  findInstallation,
  listInstallations,
  updateInstallation,
} from "../../store/installations.ts";
import { listIntegrations } from "../../store/integrations.ts";
import type { Store } from "../../store/open-store.ts";
import { inTransaction } from "../../store/open-store.ts";
import type { Page } from "../../store/page.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { parseWith } from "../validation.ts";
import { installation, installationPatch, newInstallation } from "./installation-schemas.ts";
import { contentOf, toAnswer, toFields } from "./installation-shape.ts";
import { mustFindIntegration } from "./integrations.ts";
import { inProject, installationPath, integrationPath } from "./parameters.ts";
import { applyMask } from "./update-mask.ts";

const ALL = "/v1/projects/:project/integrations/:integration/installations";
const ONE = `${ALL}/:installation`;

const listQuery = Type.Object({
  ...pageQuery.properties,
  groupRef: Type.Optional(Type.String({ description: "Only this group's." })),
});

/** Installations: which groups use an integration, and what they chose. */
export function serveInstallations(api: Api, { store, clock }: ApiDependencies): void {
  const tags = ["installations"];
  const list = { tags, querystring: listQuery, response: { 200: Type.Array(installation) } };

  api.post(
    ALL,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Create an installation",
        params: integrationPath,
        body: newInstallation,
        response: { 201: installation },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const integration = await mustFindIntegration(store, projectId, request.params.integration);
      const place = { projectId, integrationId: integration.id };
      const made = await createInstallation(store, place, toFields(request.body), clock.timestamp());
      return reply.code(201).send(toAnswer(made, integration));
    },
  );

  api.get(
    ALL,
    {
      config: { access: "read" },
      schema: { ...list, summary: "List an integration's installations", params: integrationPath },
    },
    async (request, reply) => {
      const integration = await mustFindIntegration(store, projectOf(request).id, request.params.integration);
      const place = {
        projectId: integration.projectId,
        integrationId: integration.id,
        groupRef: request.query.groupRef,
      };
      return answerList(request, reply, request.query, async (page) =>
        (await listInstallations(store, place, page)).map((each) => toAnswer(each, integration)),
      );
    },
  );

  api.get(
    "/v1/projects/:project/installations",
    {
      config: { access: "read" },
      schema: { ...list, summary: "List a project's installations", params: inProject },
    },
    async (request, reply) =>
      answerList(request, reply, request.query, (page) =>
        listAll(store, { projectId: projectOf(request).id, groupRef: request.query.groupRef }, page),
      ),
  );

  api.get(
    ONE,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get an installation",
        params: installationPath,
        response: { 200: installation },
      },
    },
    async (request) => answerOf(await mustFind(store, request, request.params)),
  );

  api.patch(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Change an installation",
        params: installationPath,
        body: installationPatch,
        response: { 200: installation },
      },
    },
    async (request) => {
      const answer = await inTransaction(store, async (transaction) => {
        const found = await mustFind(transaction, request, request.params);
        const fields = toFields(merge(found.installation, request.body));
        const changed = await updateInstallation(transaction, found.installation, fields, clock.timestamp());
        return answerOf({ ...found, installation: changed });
      });
      return answer;
    },
  );

  api.delete(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete an installation",
        params: installationPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const found = await mustFind(store, request, request.params);
      await deleteInstallation(store, found.installation.id);
      return reply.code(204).send();
    },
  );
}

interface Found {
  readonly installation: Installation;
  readonly provider: string;
}

async function mustFind(
  store: Store,
  request: FastifyRequest,
  path: Static<typeof installationPath>,
): Promise<Found> {
  const projectId = projectOf(request).id;
  const integration = await mustFindIntegration(store, projectId, path.integration);
  const found = await findInstallation(
    store,
    { projectId, integrationId: integration.id },
    path.installation,
  );
  if (found === undefined) throw new NotFoundError("installation", path.installation);
  return { installation: found, provider: integration.provider };
}

function answerOf({ installation: found, provider }: Found) {
  return toAnswer(found, { provider });
}

async function listAll(store: Store, place: { projectId: string; groupRef: string | undefined }, page: Page) {
  const integrations = await listIntegrations(store, place.projectId);
  const providers = new Map(integrations.map((each) => [each.id, each.provider]));
  const installations = await listInstallations(store, place, page);
  return installations.map((each) => toAnswer(each, { provider: providers.get(each.integrationId) ?? "" }));
}

/** The installation after the change, held against the same schema as a new one. */
function merge(found: Installation, body: Static<typeof installationPatch>): Static<typeof newInstallation> {
  const { groupRef, groupName, consumerRef, consumerName, connectionId } = found;
  const current = {
    groupRef,
    groupName,
    consumerRef,
    consumerName,
    connectionId,
    config: found.config.content,
  };
  const { config, ...change } = body.installation;
  const changed = config === undefined ? change : { ...change, config: contentOf(config) };
  // Both places where a config's content may stand are one here.
  const mask = body.updateMask.map((path) => path.replace(/^config\.content(?=\.|$)/, "config"));
  const merged = applyMask(mask, current, changed, {
    fields: Object.keys(current),
    nested: { config: "any" },
  });
  return parseWith(newInstallation, merged, "installation");
}
