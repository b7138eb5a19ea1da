import type { FastifyInstance } from "fastify";
import type { ApiDependencies } from "./api-dependencies.ts";

/** What operators and their tools ask for: `/healthz` (the process runs), `/readyz` (it can serve), `/metrics`. */
export function serveOperations(
  app: FastifyInstance,
  deps: Pick<ApiDependencies, "notReady" | "metrics">,
): void {
  const open = { config: { access: "public" as const }, schema: { hide: true } };
  app.get("/healthz", open, async () => ({ status: "ok" }));
  app.get("/readyz", open, async (_request, reply) => {
    const reasons = deps.notReady();
    if (reasons.length === 0) return { status: "ready" };
    return reply
      .code(503)
      .header("retry-after", "1")
      .send({
        status: "not ready",
        reasons: reasons.map(({ message }) => message),
        codes: reasons.map(({ code }) => code),
      });
  });
  app.get("/metrics", open, async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.metrics()),
  );
}
