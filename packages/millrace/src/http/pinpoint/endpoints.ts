import type { FastifyRequest } from "fastify";
import { UnreadableInputError } from "../../core/errors.ts";
import type { RawJson } from "../../core/event.ts";
import { isMembers, parseLossless } from "../../core/json/lossless.ts";
import type { Endpoint } from "../../endpoints/endpoint.ts";
import { EndpointFaultError, idFault } from "../../endpoints/endpoint-id.ts";
import { MAX_AT_ONCE } from "../../endpoints/merge-endpoint.ts";
import { readFields } from "../../endpoints/read-fields.ts";
import type { EndpointUpdate } from "../../endpoints/sqlite-endpoints.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { parseJson } from "../body-parsers.ts";
import { bodyReadByHandler } from "../validation.ts";
import { pinpointError } from "./pinpoint-error.ts";
import { MAX_DATA_REQUEST, textOf } from "./request-body.ts";
import {
  endpointBatchRequest,
  endpointRequest,
  endpointResponse,
  endpointsResponse,
  messageBody,
  inApplication,
  ofEndpoint,
  ofUser,
} from "./schemas.ts";

const JSON_TYPE = "application/json";

/** What Pinpoint's clients say of endpoints, and ask of them. */
export function serveEndpoints(
  api: Api,
  { endpoints, clock, maxBodyBytes }: Pick<ApiDependencies, "endpoints" | "clock" | "maxBodyBytes">,
): void {
  const shared = {
    bodyLimit: Math.min(MAX_DATA_REQUEST, maxBodyBytes),
    validatorCompiler: bodyReadByHandler,
  };
  const tags = ["pinpoint"];

  api.put(
    "/v1/apps/:project/endpoints/:endpoint",
    {
      ...shared,
      config: { access: "ingest" },
      schema: {
        tags,
        summary: "Make an endpoint known or change what is known of it, as Pinpoint's UpdateEndpoint does",
        params: ofEndpoint,
        body: endpointRequest,
        response: { 202: messageBody, default: messageBody },
      },
    },
    async (request, reply) => {
      const update = { id: request.params.endpoint, fields: readFields(bodyOf(request)) };
      await endpoints.updateAll(projectOf(request).id, [update], clock.now());
      return reply.code(202).send(accepted(request));
    },
  );

  api.put(
    "/v1/apps/:project/endpoints",
    {
      ...shared,
      config: { access: "ingest" },
      schema: {
        tags,
        summary:
          "Change what is known of many endpoints, all or none, as Pinpoint's UpdateEndpointsBatch does",
        params: inApplication,
        body: endpointBatchRequest,
        response: { 202: messageBody, default: messageBody },
      },
    },
    async (request, reply) => {
      await endpoints.updateAll(projectOf(request).id, updatesIn(bodyOf(request)), clock.now());
      return reply.code(202).send(accepted(request));
    },
  );

  api.get(
    "/v1/apps/:project/endpoints/:endpoint",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "What is known of an endpoint, as Pinpoint's GetEndpoint answers it",
        params: ofEndpoint,
        response: { 200: endpointResponse, default: messageBody },
      },
    },
    async (request, reply) => {
      const { id } = projectOf(request);
      const endpoint = found(endpoints.find(id, request.params.endpoint), request.params.endpoint);
      return reply.type(JSON_TYPE).send(responseOf(id, endpoint));
    },
  );

  api.delete(
    "/v1/apps/:project/endpoints/:endpoint",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Forget an endpoint, as Pinpoint's DeleteEndpoint does; answers what was known of it",
        params: ofEndpoint,
        response: { 200: endpointResponse, default: messageBody },
      },
    },
    async (request, reply) => {
      const { id } = projectOf(request);
      const endpoint = found(await endpoints.remove(id, request.params.endpoint), request.params.endpoint);
      return reply.type(JSON_TYPE).send(responseOf(id, endpoint));
    },
  );

  api.get(
    "/v1/apps/:project/users/:user",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "The endpoints of a user, as Pinpoint's GetUserEndpoints answers them; 100 at most",
        params: ofUser,
        response: { 200: endpointsResponse, default: messageBody },
      },
    },
    async (request, reply) => {
      const { id } = projectOf(request);
      return reply.type(JSON_TYPE).send(listOf(id, endpoints.ofUser(id, request.params.user)));
    },
  );

  api.delete(
    "/v1/apps/:project/users/:user",
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Forget the endpoints of a user, as Pinpoint's DeleteUserEndpoints does; 100 at a time",
        params: ofUser,
        response: { 200: endpointsResponse, default: messageBody },
      },
    },
    async (request, reply) => {
      const { id } = projectOf(request);
      return reply.type(JSON_TYPE).send(listOf(id, await endpoints.removeOfUser(id, request.params.user)));
    },
  );
}

/** @throws {UnreadableInputError} saying at which character the body stops being JSON */
function bodyOf(request: FastifyRequest): unknown {
  return parseJson(textOf(request), parseLossless);
}

/** @throws {EndpointFaultError} {@link UnreadableInputError} */
function updatesIn(body: unknown): readonly EndpointUpdate[] {
  const items = isMembers(body) ? body.Item : undefined;
  if (!Array.isArray(items)) throw new UnreadableInputError("The body holds no list Item.");
  if (items.length > MAX_AT_ONCE)
    throw new UnreadableInputError(`Item has ${items.length} endpoints; ${MAX_AT_ONCE} are the most.`);
  return items.map((item: unknown, i) => {
    const id = isMembers(item) ? item.Id : undefined;
    const fault = typeof id === "string" ? idFault(id, "Id") : "Id is not a text.";
    if (typeof id !== "string" || fault !== undefined)
      throw new EndpointFaultError(`Item[${i}]: ${fault ?? ""}`);
    return { id, fields: fieldsAt(item, i) };
  });
}

function fieldsAt(item: unknown, i: number): EndpointUpdate["fields"] {
  try {
    return readFields(item);
  } catch (error) {
    throw error instanceof EndpointFaultError
      ? new EndpointFaultError(`Item[${i}]: ${error.message}`)
      : error;
  }
}

function accepted(request: FastifyRequest): { Message: string; RequestID: string } {
  return { Message: "Accepted", RequestID: request.id };
}

function found(endpoint: Endpoint | undefined, id: string): Endpoint {
  if (endpoint === undefined)
    throw pinpointError("NotFoundException", `There is no endpoint ${JSON.stringify(id)}.`);
  return endpoint;
}

/** Pinpoint's EndpointResponse. */
function responseOf(projectId: string, { text }: Endpoint): RawJson {
  return `{"ApplicationId":${JSON.stringify(projectId)},${text.slice(1)}`;
}

function listOf(projectId: string, endpoints: readonly Endpoint[]): RawJson {
  return `{"Item":[${endpoints.map((endpoint) => responseOf(projectId, endpoint)).join(",")}]}`;
}
