import type { Static } from "typebox";
import Type from "typebox";
import { ConflictError } from "../../core/errors.ts";
import type { DestinationType } from "../../core/destination.ts";
import { forProject } from "../../core/destination.ts";
import { newId } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { DestinationValidator } from "../../destinations/validator.ts";
import { revealSecrets } from "../../routing/reveal-secrets.ts";
import { SealBrokenError, SecretsLostError } from "../../secrets/errors.ts";
import type { Destination, DestinationChange } from "../../store/destinations.ts";
import { createDestination, listDestinations, updateDestination } from "../../store/destinations.ts";
import { inTransaction } from "../../store/open-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf, requireScope } from "../auth.ts";
import { answerList, pageQuery } from "../paging.ts";
import { bodyReadByHandler, invalidQuery, parseWith } from "../validation.ts";
import {
  checkReport,
  destinationPatch,
  destinationSchema,
  newDestinationEnvelope,
  newDestinationSchema,
} from "./destination-schemas.ts";
import { deleteOwn, refuseOwned } from "./owned.ts";
import {
  MAX_ATTEMPTS,
  mustFindDestination,
  rotateOwnSecrets,
  secretsQuery,
  splitSecrets,
  withOwnSecrets,
} from "./own-secrets.ts";
import { destinationPath, inProject } from "./parameters.ts";
import { applyMask } from "./update-mask.ts";

const DESTINATION = "/v1/projects/:project/destinations/:destination";

/** Destinations: validated on save, templates too; their secrets go in and never come out. */
export function serveDestinations(api: Api, deps: ApiDependencies): void {
  const { store, destinationTypes } = deps;
  const validator = new DestinationValidator(destinationTypes, deps.policy);
  const answer = destinationSchema(destinationTypes);
  const tags = ["destinations"];

  api.post(
    "/v1/projects/:project/destinations",
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Create a destination",
        params: inProject,
        body: newDestinationSchema(destinationTypes),
        response: { 201: answer },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await create(deps, validator, projectOf(request).id, request.body)),
  );

  api.get(
    "/v1/projects/:project/destinations",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List destinations",
        params: inProject,
        querystring: pageQuery,
        response: { 200: Type.Array(answer) },
      },
    },
    async (request, reply) =>
      answerList(request, reply, request.query, (page) =>
        listDestinations(store, projectOf(request).id, page),
      ),
  );

  api.get(
    DESTINATION,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get a destination",
        params: destinationPath,
        querystring: secretsQuery,
        response: { 200: answer },
      },
    },
    async (request, reply) => {
      const path = { projectId: projectOf(request).id, ...request.params };
      const { includeSecrets = false, rotate = false } = request.query;
      if (!includeSecrets && !rotate) return mustFindDestination(store, path);
      requireScope(request, "write");
      void reply.header("cache-control", "no-store");
      if (!rotate) return withOwnSecrets(deps, await mustFindDestination(store, path));
      if (!includeSecrets) throw invalidQuery("rotate", "goes with includeSecrets=true");
      // Fastify answers HEAD by this handler too: that must not change anything.
      if (request.method === "HEAD") return mustFindDestination(store, path);
      return rotateOwnSecrets(deps, path);
    },
  );

  api.post(
    `${DESTINATION}([^:/]+)::rotateSecrets`,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Make new signing secrets; the ones before stay good for 24 hours",
        params: destinationPath,
        response: { 200: answer },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return rotateOwnSecrets(deps, { projectId: projectOf(request).id, ...request.params });
    },
  );

  api.patch(
    DESTINATION,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Change a destination",
        params: destinationPath,
        body: destinationPatch,
        response: { 200: answer },
      },
    },
    async (request) =>
      change(deps, validator, { projectId: projectOf(request).id, ...request.params }, request.body),
  );

  api.delete(
    DESTINATION,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete a destination that no route leads to",
        params: destinationPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      await inTransaction(store, async (transaction) =>
        deleteOwn(transaction, await mustFindDestination(transaction, { projectId, ...request.params })),
      );
      return reply.code(204).send();
    },
  );

  api.post(
    `${DESTINATION}([^:/]+)::check`,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Try a destination for real",
        params: destinationPath,
        response: { 200: checkReport },
      },
    },
    async (request) => {
      const destination = await mustFindDestination(store, {
        projectId: projectOf(request).id,
        ...request.params,
      });
      const secrets = await revealSecrets(deps, destination);
      const policy = forProject(deps.policy, destination.projectId);
      return validator.typeOf(destination.type).check(destination.metadata, secrets, policy);
    },
  );
}

/** A saved destination with what is to be said about it. */
type Saved = Destination & { readonly warnings?: readonly string[] };

async function create(
  { store, vault, clock }: ApiDependencies,
  validator: DestinationValidator,
  projectId: string,
  body: unknown,
): Promise<Saved> {
  const { name, type: typeName, ...given } = parseWith(newDestinationEnvelope, body);
  const { type, metadata, secrets } = validator.validate(
    typeName,
    { metadata: given.metadata, secrets: given.secrets },
    { projectId },
  );
  const id = newId();
  const all = { ...secrets, ...type.ownSecrets?.make() };
  const sealedSecrets = await vault.seal({ projectId, holderId: id }, all);
  const { delivery = {} } = given;
  const fields = { id, projectId, name, type: type.type, metadata, delivery, sealedSecrets };
  const saved = await createDestination(store, fields, clock.timestamp());
  return withWarnings(saved, type.warnings(metadata));
}

async function change(
  deps: ApiDependencies,
  validator: DestinationValidator,
  path: { projectId: string; destination: string },
  body: Static<typeof destinationPatch>,
): Promise<Saved> {
  const { projectId } = path;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const found = await mustFindDestination(deps.store, path);
    await refuseOwned(deps.store, found);
    const merged = await merge(deps, validator, found, body);
    const saved = await updateDestination(deps.store, found, merged.change, deps.clock.timestamp());
    if (saved === undefined) continue;
    await deps.engine.refresh(projectId);
    return withWarnings(saved, merged.warnings);
  }
  throw new ConflictError(
    "destination_contended",
    `Others keep changing the destination "${path.destination}".`,
  );
}

/** What the destination becomes, as a whole held against its type. */
async function merge(
  deps: ApiDependencies,
  validator: DestinationValidator,
  found: Destination,
  body: Static<typeof destinationPatch>,
): Promise<{ change: DestinationChange; warnings: readonly string[] }> {
  const type = validator.typeOf(found.type);
  const touchesSecrets = body.updateMask.some((each) => each.split(".")[0] === "secrets");
  const { own, given } = splitSecrets(type, await currentSecrets(deps, type, found, touchesSecrets));
  const { delivery, metadata } = found;
  const current = { name: found.name, metadata, delivery, secrets: given };
  const merged = applyMask(body.updateMask, current, body.destination, {
    fields: ["name"],
    nested: {
      metadata: Object.keys(type.settings.properties),
      secrets: Object.keys(type.secrets.properties),
      delivery: ["retry", "pace"],
    },
  });
  const envelope = parseWith(
    nameAndDelivery,
    { name: merged.name, delivery: merged.delivery ?? {} },
    "destination",
  );
  const valid = validator.validate(
    found.type,
    { metadata: merged.metadata, secrets: merged.secrets },
    { projectId: found.projectId, root: "destination." },
  );
  const place = { projectId: found.projectId, holderId: found.id };
  return {
    change: {
      name: envelope.name,
      metadata: valid.metadata,
      delivery: envelope.delivery ?? {},
      ...(touchesSecrets && { sealedSecrets: await deps.vault.seal(place, { ...valid.secrets, ...own }) }),
    },
    warnings: type.warnings(valid.metadata),
  };
}

/** The secrets that a change starts from. Those that nothing opens any more can be set again: then from none. */
async function currentSecrets(
  deps: ApiDependencies,
  type: DestinationType,
  found: Destination,
  areReplaced: boolean,
): Promise<JsonObject> {
  try {
    return await revealSecrets(deps, found);
  } catch (error) {
    if (areReplaced && (error instanceof SecretsLostError || error instanceof SealBrokenError))
      return { ...type.ownSecrets?.make() };
    throw error;
  }
}

const nameAndDelivery = Type.Pick(newDestinationEnvelope, ["name", "delivery"]);

function withWarnings(destination: Destination, warnings: readonly string[]): Saved {
  return warnings.length === 0 ? destination : { ...destination, warnings };
}
