import Type from "typebox";
import { InvalidInputError, NotFoundError } from "../../core/errors.ts";
import type { Metadata, NewEvent } from "../../core/event.ts";
import { METADATA } from "../../core/event.ts";
import { isEventId, newId } from "../../core/ids.ts";
import type { ComposedResults, ResultsInput } from "../../sources/compose-results.ts";
import { resultsSchema } from "../../sources/results-body.ts";
import type { Installation } from "../../store/installations.ts";
import { findInstallation } from "../../store/installations.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { unreadable } from "../body-parsers.ts";
import { bodyReadByHandler } from "../validation.ts";
import { mustFindIntegration } from "./integrations.ts";
import { projectInstallationPath } from "./parameters.ts";

const idempotencyKey = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({
      description: "The event's id. The same key again is accepted once and answered as a duplicate.",
    }),
  ),
});

const accepted = Type.Object({
  eventId: Type.String(),
  operationId: Type.Optional(Type.String()),
  duplicate: Type.Optional(Type.Boolean()),
});

/** Takes in what reads and subscriptions produced. What is answered with 202 is on disk. */
export function serveResults(api: Api, { store, log, clock, composeResults }: ApiDependencies): void {
  api.post(
    "/v1/projects/:project/installations/:installation/results",
    {
      config: { access: "ingest" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags: ["results"],
        summary: "Hand in results of a read or a subscription",
        params: projectInstallationPath,
        headers: idempotencyKey,
        body: resultsSchema,
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const id = eventIdOf(request.headers["idempotency-key"]);
      const installation = await findInstallation(store, { projectId }, request.params.installation);
      if (installation === undefined) throw new NotFoundError("installation", request.params.installation);
      const integration = await mustFindIntegration(store, projectId, installation.integrationId);
      const composed = compose(composeResults, {
        text: typeof request.body === "string" ? request.body : "",
        integration,
        installation,
        now: clock.timestamp(),
      });
      const [appended] = await log.append([toEvent(id, installation, composed)]);
      const duplicate = appended?.duplicate === true;
      // Of a duplicate the first one counts: what this call made up was not stored.
      const operationId = duplicate
        ? log.find(projectId, id)?.metadata[METADATA.operationId]
        : composed.operationId;
      return reply.code(202).send({
        eventId: id,
        ...(operationId !== undefined && { operationId }),
        ...(duplicate && { duplicate }),
      });
    },
  );
}

function compose(composeResults: ApiDependencies["composeResults"], input: ResultsInput): ComposedResults {
  try {
    return composeResults(input);
  } catch (error) {
    throw unreadable(error);
  }
}

function toEvent(id: string, installation: Installation, composed: ComposedResults): NewEvent {
  const metadata: Metadata = {
    [METADATA.installationId]: installation.id,
    [METADATA.connectionId]: installation.connectionId,
    ...(composed.operationId !== undefined && { [METADATA.operationId]: composed.operationId }),
    [METADATA.objectName]: composed.objectName,
    [METADATA.integrationId]: installation.integrationId,
    [METADATA.rawObjectName]: composed.rawObjectName,
  };
  const { action, time, data } = composed;
  return { id, projectId: installation.projectId, topic: action, time, metadata, data };
}

function eventIdOf(key: string | undefined): string {
  if (key === undefined) return newId();
  if (isEventId(key)) return key;
  const detail = "must be 1 to 128 visible ASCII characters";
  throw new InvalidInputError(`idempotency-key: ${detail}.`, [
    { in: "header", name: "idempotency-key", detail },
  ]);
}
