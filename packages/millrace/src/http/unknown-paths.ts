import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { MillraceError } from "../core/errors.ts";

/**
 * Answers paths that no route serves: 404, or 405 with `Allow` where the path is served by other methods;
 * OPTIONS is answered with `Allow`. Must be set up before the routes are.
 */
export function answerUnknownPaths(app: FastifyInstance): void {
  const served: { path: RegExp; method: string }[] = [];
  app.addHook("onRoute", (route) => {
    for (const method of [route.method].flat()) served.push({ path: patternOf(route.url), method });
  });
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ""] = request.url.split("?", 1);
    const methods = new Set(served.filter((route) => route.path.test(path)).map((route) => route.method));
    if (methods.size === 0) {
      throw new MillraceError("no_such_path", `Nothing is served at ${shown(path)}.`, {
        status: 404,
        remedy: "GET /v1/openapi.json describes every path.",
      });
    }
    const allow = [...methods, "OPTIONS"].sort().join(", ");
    reply.header("allow", allow);
    if (request.method === "OPTIONS") return reply.code(204).send();
    throw new MillraceError(
      "method_not_allowed",
      `${request.method} is not served at ${shown(path)}, but ${allow} are.`,
      {
        status: 405,
      },
    );
  });
}

/** A route's path as a pattern: `::` is a colon, `:name` and `:name(…)` are what stands between slashes and colons. */
function patternOf(url: string): RegExp {
  const pattern = url.split(/(::|:\w+(?:\([^)]*\))?)/).map((part) => {
    if (part === "::") return ":";
    return /^:\w/.test(part) ? "[^/:]+" : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${pattern.join("")}$`);
}

function shown(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
