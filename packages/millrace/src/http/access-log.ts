import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

declare module "fastify" {
  interface FastifyRequest {
    /** The code of the error that the request is answered with. */
    errorCode: string | undefined;
    /** The access key that a signed request names, where there is one of that id: it may be another who names it. */
    namedAccessKeyId: string | undefined;
  }
}

/** One line a request, without bodies, queries or keys: what went wrong stands out, the rest is there for debugging. */
export function logRequests(app: FastifyInstance, logger: Logger): void {
  app.decorateRequest("errorCode", undefined);
  app.decorateRequest("namedAccessKeyId", undefined);
  app.addHook("onResponse", async (request, reply) => {
    const status = reply.statusCode;
    const level = levelOf(status, reply.hasHeader("retry-after"));
    if (!logger.isLevelEnabled(level)) return;
    logger[level](
      {
        requestId: request.id,
        method: request.method,
        // The pattern, not the path: names of customers stay out of the log, and lines can be grouped.
        route: request.routeOptions.url ?? "unknown",
        status,
        code: request.errorCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        projectId: request.caller?.project?.id,
        keyId: request.caller?.key.id,
        accessKeyId: request.namedAccessKeyId,
      },
      "request",
    );
  });
}

/** "Come again later" is no failure, and there may be thousands of them while a disk is full. */
function levelOf(status: number, comeAgain: boolean): "error" | "info" | "debug" {
  if (status >= 500) return status === 503 && comeAgain ? "debug" : "error";
  return status >= 400 ? "info" : "debug";
}
