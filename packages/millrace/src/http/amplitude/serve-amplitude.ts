import type { FastifyReply, FastifyRequest } from "fastify";
import type { Bytes } from "../../core/message.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import { GROUP_IDENTIFY, IDENTIFY } from "../../sources/amplitude/event-fields.ts";
import { DEFAULT_MIN_ID_LENGTH } from "../../sources/amplitude/client-ids.ts";
import { readIdentifications } from "../../sources/amplitude/read-identification.ts";
import { readUpload } from "../../sources/amplitude/read-upload.ts";
import { invalidKey } from "../../sources/amplitude/refusal.ts";
import type { UploadedEvents } from "../../sources/amplitude/uploads.ts";
import { answerErrors } from "../answer-errors.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Authenticator } from "../auth.ts";
import { clientAddress } from "../client-address.ts";
import { keepRawBodies } from "../body-parsers.ts";
import { formOf, textOf } from "./request-text.ts";
import { identificationBody, identificationQuery, refused, taken, uploadBody } from "./schemas.ts";
import { JSON_TYPE, sendRefusal } from "./send-refusal.ts";

const MEBIBYTE: Bytes = 1_048_576;

/** What the routes have in common: the key stands in the body, answers carry their code. */
const SHARED = {
  config: { access: "public" as const },
  // What is wrong is answered in words of its own.
  validatorCompiler: () => (value: unknown) => ({ value }),
};

/** Takes in events from clients of the Amplitude HTTP API. */
export function serveAmplitude(
  api: Api,
  deps: Pick<ApiDependencies, "uploads" | "maxBodyBytes" | "clock" | "logger">,
  authenticator: Authenticator,
): void {
  keepRawBodies(api, { gzip: true });
  api.setErrorHandler(answerErrors(deps, sendRefusal));
  const schemaOf = (summary: string, body: typeof uploadBody | typeof identificationBody) => ({
    tags: ["amplitude"],
    summary,
    description: "Needs a key of the project with the scope `ingest`, in the body.",
    body,
    response: { 200: taken, default: refused },
  });

  /** Takes in what a body holds, for the project of its key. */
  const take = async (
    request: FastifyRequest,
    reply: FastifyReply,
    upload: Omit<UploadedEvents, "projectId" | "clientAddress"> & { readonly apiKey: string },
  ): Promise<FastifyReply> => {
    const projectId = await authenticator.ingestingProject(request, upload.apiKey);
    if (projectId === undefined) throw invalidKey();
    const stored = deps.uploads.take({ ...upload, projectId, clientAddress: clientAddress(request) });
    const size = { events: upload.events.length, bytes: Buffer.byteLength(textOf(request)) };
    request.body = undefined;
    // What is awaited here instead would hold the whole upload until then.
    return sendTaken(reply, stored, size);
  };

  for (const [path, limit, summary] of [
    ["/2/httpapi", MEBIBYTE, "Hand in events as the Amplitude HTTP API V2 takes them"],
    ["/batch", 20 * MEBIBYTE, "Hand in events as the Amplitude Batch API takes them"],
  ] as const) {
    const bodyLimit = Math.min(limit, deps.maxBodyBytes);
    api.post(path, { ...SHARED, bodyLimit, schema: schemaOf(summary, uploadBody) }, async (request, reply) =>
      take(request, reply, readUpload(textOf(request))),
    );
  }

  for (const [path, kind, summary] of [
    ["/identify", IDENTIFY, "Change user properties as the Amplitude Identify API does"],
    ["/groupidentify", GROUP_IDENTIFY, "Change group properties as the Amplitude Group Identify API does"],
  ] as const) {
    const bodyLimit = Math.min(MEBIBYTE, deps.maxBodyBytes);
    const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const read = readIdentifications(await formOf(request), kind);
      return take(request, reply, {
        ...read,
        minIdLength: DEFAULT_MIN_ID_LENGTH,
        needsUser: kind === IDENTIFY,
      });
    };
    api.post(path, { ...SHARED, bodyLimit, schema: schemaOf(summary, identificationBody) }, identify);
    const { body: _, ...schema } = schemaOf(summary, identificationBody);
    api.get(path, { ...SHARED, schema: { ...schema, querystring: identificationQuery } }, identify);
  }
}

/** Answers once the events are on disk. */
async function sendTaken(
  reply: FastifyReply,
  stored: Promise<EpochMilliseconds>,
  size: { readonly events: number; readonly bytes: Bytes },
): Promise<FastifyReply> {
  const time = await stored;
  return reply.type(JSON_TYPE).send({
    code: 200,
    events_ingested: size.events,
    payload_size_bytes: size.bytes,
    server_upload_time: time,
  });
}
