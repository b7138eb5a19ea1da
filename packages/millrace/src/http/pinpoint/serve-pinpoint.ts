import { answerErrors } from "../answer-errors.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Callers } from "../known-access-keys.ts";
import { serveApps } from "./apps.ts";
import { authenticateCalls } from "./authenticate-calls.ts";
import { serveEndpoints } from "./endpoints.ts";
import { serveEventStream } from "./event-stream.ts";
import { servePutEvents } from "./events.ts";
import { keepBytes } from "./request-body.ts";
import { sendPinpointError } from "./send-pinpoint-error.ts";
import { serveTags } from "./tags.ts";

/** Serves clients of Amazon Pinpoint (seed 003): an application is a project. */
export function servePinpoint(api: Api, deps: ApiDependencies, callers: Callers): void {
  prepareSurface(api, deps, callers);
  serveApps(api, deps);
  serveTags(api, deps);
  serveEventStream(api, deps);
  servePutEvents(api, deps);
  serveEndpoints(api, deps);
}

/** What all calls of Pinpoint's API have in common: who may call, bodies as bytes, errors in Pinpoint's words. */
export function prepareSurface(
  api: Api,
  deps: Pick<ApiDependencies, "clock" | "logger" | "pinpointRates" | "store">,
  callers: Callers,
): void {
  keepBytes(api);
  api.setErrorHandler(answerErrors(deps, sendPinpointError));
  authenticateCalls(api, deps, callers);
  api.addHook("onSend", async (request, reply) => {
    reply.header("x-amzn-requestid", request.id);
  });
}
