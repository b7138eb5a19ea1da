import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

/** One line a request, without bodies, queries or keys: what went wrong stands out, the rest is there for debugging. */
export function logRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook("onResponse", async (request, reply) => {
    const status = reply.statusCode;
    const level = status >= 500 ? "error" : status >= 400 ? "info" : "debug";
    if (!logger.isLevelEnabled(level)) return;
    logger[level](
      {
        requestId: request.id,
        method: request.method,
        // The pattern, not the path: names of customers stay out of the log, and lines can be grouped.
        route: request.routeOptions.url ?? "unknown",
        status,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        projectId: request.caller?.project?.id,
        keyId: request.caller?.key.id,
      },
      "request",
    );
  });
}
