import type { FastifyRequest } from "fastify";
import fastify from "fastify";
import { pino } from "pino";
import { newId } from "../../../core/ids.ts";
import { systemClock } from "../../../core/time.ts";
import { Authenticator, callerName, projectOf } from "../../auth.ts";
import { parseJsonBodies } from "../../body-parsers.ts";
import { KnownAccessKeys } from "../../known-access-keys.ts";
import { serveAccessKeys } from "../../native/access-keys.ts";
import type { RunningApi } from "../../testing/start-api.ts";
import type { TypeBoxProvider } from "../../validation.ts";
import { validatorCompiler } from "../../validation.ts";
import type { CallsPerSecond } from "../call-rates.ts";
import { textOf } from "../request-body.ts";
import { prepareSurface } from "../serve-pinpoint.ts";

/** A surface for signed requests whose routes say who called and what they were given. */
export interface SignedApp {
  readonly url: string;
  /** Milliseconds that the server's clock is ahead of the machine's. */
  ahead: number;
  /** What the routes answer with, where it is not 200. */
  status: number;
  close(): Promise<void>;
}

/** Starts it over the store and the vault of a running API. */
export async function startSignedApp(
  { store, vault }: Pick<RunningApi, "store" | "vault">,
  options: { readonly rates?: CallsPerSecond; readonly maxBodyBytes?: number; readonly port?: number } = {},
): Promise<SignedApp> {
  const state = { ahead: 0, status: 200 };
  const clock = { ...systemClock, now: () => Date.now() + state.ahead };
  const authenticator = new Authenticator(store);
  const accessKeys = new KnownAccessKeys(store, vault);
  const app = fastify({ genReqId: newId, bodyLimit: options.maxBodyBytes ?? 1_048_576 });
  app.setValidatorCompiler(validatorCompiler);
  app.decorateRequest("caller", undefined);
  app.addHook("onRequest", async (request) => {
    if (request.routeOptions.config.signable !== true) await authenticator.authorise(request);
  });
  // Node states the machine's time in every answer; this server's clock may be another.
  app.addHook("onSend", async (_request, reply) => {
    if (state.ahead !== 0) reply.header("date", new Date(clock.now()).toUTCString());
  });
  await app.register(async (scope) => {
    parseJsonBodies(scope);
    serveAccessKeys(scope.withTypeProvider<TypeBoxProvider>(), { store, vault, clock }, accessKeys);
  });
  await app.register(async (scope) => {
    const api = scope.withTypeProvider<TypeBoxProvider>();
    const pinpointRates = options.rates ?? { data: 0, configuration: 0 };
    const logger = pino({ level: "silent" });
    prepareSurface(api, { store, clock, logger, pinpointRates }, { authenticator, accessKeys });
    const eventStream = (request: FastifyRequest) => ({
      ApplicationId: projectOf(request).id,
      DestinationStreamArn: textOf(request),
      RoleArn: request.url,
      LastUpdatedBy: callerName(request),
    });
    const path = "/v1/apps/:project/eventstream";
    api.get(path, { config: { access: "read" } }, async (request, reply) => {
      await reply.code(state.status).send(eventStream(request));
    });
    for (const method of ["POST", "DELETE"])
      api.route({
        method,
        url: path,
        config: { access: "write" },
        handler: async (request, reply) => {
          await reply.code(state.status).send(eventStream(request));
        },
      });
    api.options(path, { config: { access: "public" } }, async () => "");
    api.post("/v1/apps/:project/events", { config: { access: "ingest" } }, async (request, reply) => {
      await reply.code(202).send({ EventsResponse: {}, given: textOf(request) });
    });
    api.post("/v1/apps", { config: { access: "instance" } }, async (request, reply) => {
      await reply.code(201).send({ Id: "made", Arn: "", Name: callerName(request) });
    });
  });
  const url = await app.listen({ port: options.port ?? 0, host: "127.0.0.1" });
  return Object.assign(state, { url, close: () => app.close() });
}
