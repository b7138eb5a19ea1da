import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Callers } from "../known-access-keys.ts";
import { CallGate } from "./call-gate.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Requests may be signed: who calls is told by {@link CallGate}, not when the request begins. */
    signable?: boolean;
  }
}

/** Lets nobody call the routes that follow but those who may: see {@link CallGate}. */
export function authenticateCalls(
  api: Api,
  deps: Pick<ApiDependencies, "clock" | "pinpointRates" | "store">,
  callers: Callers,
): void {
  const gate = new CallGate(deps, callers);
  // The mark and the hooks come together: a route that has one has the others.
  api.addHook("onRoute", (route) => {
    route.config = { ...route.config, signable: true };
  });
  api.addHook("onRequest", async (request) => gate.admit(request));
  api.addHook("preValidation", async (request) => gate.verify(request));
  api.addHook("onResponse", async (request, reply) => {
    gate.finish(request, reply.statusCode);
  });
}
