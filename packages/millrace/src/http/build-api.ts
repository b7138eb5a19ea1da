import type { FastifyInstance } from "fastify";
import fastify from "fastify";
import { newId } from "../core/ids.ts";
import { logRequests } from "./access-log.ts";
import { answerErrors } from "./answer-errors.ts";
import type { Api } from "./api.ts";
import type { ApiDependencies } from "./api-dependencies.ts";
import { Authenticator } from "./auth.ts";
import { serveDeliveryMetrics } from "./amplitude/delivery-metrics.ts";
import { keepRawBodies, parseJsonBodies, takeImages } from "./body-parsers.ts";
import type { Callers } from "./known-access-keys.ts";
import { KnownAccessKeys } from "./known-access-keys.ts";
import { amplitudeSurface } from "./amplitude/send-refusal.ts";
import { serveAmplitude } from "./amplitude/serve-amplitude.ts";
import { serveAccessKeys } from "./native/access-keys.ts";
import { serveApiKeys } from "./native/api-keys.ts";
import { serveCatalog } from "./native/catalog.ts";
import { serveDeadLetters } from "./native/dead-letters.ts";
import { serveDestinations } from "./native/destinations.ts";
import { serveDownloads } from "./native/downloads.ts";
import { serveEvents } from "./native/events.ts";
import { serveReplays } from "./native/replays.ts";
import { serveHistory } from "./native/history.ts";
import { serveIngestion } from "./native/ingestion.ts";
import { serveInstanceAccessKeys } from "./native/instance-access-keys.ts";
import { serveInstanceApiKeys } from "./native/instance-api-keys.ts";
import { serveInstallations } from "./native/installations.ts";
import { serveIntegrations } from "./native/integrations.ts";
import { serveMasterKey } from "./native/master-key.ts";
import { serveProjects } from "./native/projects.ts";
import { serveResults } from "./native/results.ts";
import { serveRoutes } from "./native/routes.ts";
import { serveStatus } from "./native/status.ts";
import { serveSyncs } from "./native/syncs.ts";
import { serveTileLogos } from "./native/tile-logos.ts";
import { serveTilePreviews } from "./native/tile-preview.ts";
import { serveTileReviews } from "./native/tile-reviews.ts";
import { serveTileSteps } from "./native/tile-steps.ts";
import { serveTileVersions } from "./native/tile-versions.ts";
import { serveTiles } from "./native/tiles.ts";
import { serveTransformations } from "./native/transformations.ts";
import { pinpointSurface } from "./pinpoint/send-pinpoint-error.ts";
import { servePinpoint } from "./pinpoint/serve-pinpoint.ts";
import { describeRoutes, serveDescription } from "./openapi.ts";
import { serveOperations } from "./operations.ts";
import type { Surface } from "./unknown-paths.ts";
import { answerUnknownPaths } from "./unknown-paths.ts";
import type { TypeBoxProvider } from "./validation.ts";
import { validatorCompiler } from "./validation.ts";

/** Ids in paths are short, but names may be long and in any script. */
const MAX_PARAMETER_LENGTH = 2048;

/** A client that takes longer than this to send a request is cut off. */
const REQUEST_TIMEOUT_MS = 300_000;

/** A caller's own request id, if it is fit for logs and headers. */
const REQUEST_ID = /^[\w.:/+=-]{1,128}$/;

/** Parts of the API that have words of their own for what is wrong. */
const SURFACES: readonly Surface[] = [amplitudeSurface, pinpointSurface];

/** Builds the whole API. The answer is ready to listen; closing it ends requests that wait for events. */
export async function buildApi(deps: ApiDependencies): Promise<FastifyInstance> {
  const answerError = answerErrors(deps);
  const app = fastify({
    bodyLimit: deps.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    requestIdHeader: false,
    genReqId: (request) => {
      const own = request.headers["x-request-id"];
      return typeof own === "string" && REQUEST_ID.test(own) ? own : newId();
    },
    // Paths that cannot even be decoded.
    frameworkErrors: (error, request, reply) => {
      const surface = SURFACES.find(({ owns }) => owns(request.url));
      void answerErrors(deps, surface?.sendError)(error, request, reply);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are what handlers made; schemas of answers are documentation, not a filter.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(answerError);
  app.decorateRequest("caller", undefined);
  const authenticator = new Authenticator(deps.store);
  const accessKeys = new KnownAccessKeys(deps.store, deps.vault);
  deps.projects.onChange((projectId) => {
    authenticator.forgetProject(projectId);
    accessKeys.forgetProject(projectId);
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    if (!request.is404 && request.routeOptions.config.signable !== true)
      await authenticator.authorise(request);
  });
  logRequests(app, deps.logger);
  answerUnknownPaths(app, SURFACES);
  await describeRoutes(app, deps.version);
  serveDescription(app);
  serveOperations(app, deps);
  await app.register(async (scope) =>
    serveJson(scope.withTypeProvider<TypeBoxProvider>(), deps, { authenticator, accessKeys }),
  );
  await app.register(async (scope) => serveRaw(scope.withTypeProvider<TypeBoxProvider>(), deps));
  await app.register(async (scope) => serveImages(scope.withTypeProvider<TypeBoxProvider>(), deps));
  await app.register(async (scope) =>
    serveAmplitude(scope.withTypeProvider<TypeBoxProvider>(), deps, authenticator),
  );
  await app.register(async (scope) =>
    servePinpoint(scope.withTypeProvider<TypeBoxProvider>(), deps, { authenticator, accessKeys }),
  );
  await app.ready();
  return app;
}

function serveJson(api: Api, deps: ApiDependencies, { authenticator, accessKeys }: Callers): void {
  parseJsonBodies(api);
  serveProjects(api, deps);
  serveApiKeys(api, deps, authenticator);
  serveInstanceApiKeys(api, deps, authenticator);
  serveAccessKeys(api, deps, accessKeys);
  serveInstanceAccessKeys(api, deps, accessKeys);
  serveDestinations(api, deps);
  serveIntegrations(api, deps);
  serveInstallations(api, deps);
  serveEvents(api, deps);
  serveRoutes(api, deps);
  serveSyncs(api, deps);
  serveDeadLetters(api, deps);
  serveReplays(api, deps);
  serveDownloads(api, deps);
  serveHistory(api, deps);
  serveDeliveryMetrics(api, deps, authenticator);
  serveTiles(api, deps);
  serveTileVersions(api, deps);
  serveTileSteps(api, deps);
  serveTileReviews(api, deps);
  serveCatalog(api, deps);
  serveStatus(api, deps);
  serveMasterKey(api, deps);
}

/** Calls whose bodies are images. */
function serveImages(api: Api, deps: ApiDependencies): void {
  takeImages(api);
  serveTileLogos(api, deps);
}

/** Calls whose bodies carry customers' data, which must leave as it came in. */
function serveRaw(api: Api, deps: ApiDependencies): void {
  keepRawBodies(api);
  serveIngestion(api, deps);
  serveResults(api, deps);
  serveTilePreviews(api, deps);
  serveTransformations(api, deps);
}
