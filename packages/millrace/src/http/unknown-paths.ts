import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { MillraceError } from "../core/errors.ts";

/** A part of the API that has words of its own for what is wrong. */
export interface Surface {
  /** True for the paths that its clients call, and those they may call by mistake. */
  readonly owns: (path: string) => boolean;
  /** What is wrong with a path of it, cut where it is long, that nothing serves; the usual where it is left out. */
  readonly noSuchPath?: (path: string) => MillraceError;
  /** What OPTIONS is answered with; 204 where it is left out. */
  readonly optionsStatus?: 200;
  readonly sendError: (request: FastifyRequest, reply: FastifyReply, error: MillraceError) => Promise<void>;
}

/**
 * Answers paths that no route serves: 404, or 405 with `Allow` where the path is served by other methods;
 * OPTIONS is answered with `Allow`. Must be set up before the routes are.
 */
export function answerUnknownPaths(app: FastifyInstance, surfaces: readonly Surface[]): void {
  const served: { path: RegExp; method: string }[] = [];
  app.addHook("onRoute", (route) => {
    for (const method of [route.method].flat()) served.push({ path: patternOf(route.url), method });
  });
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ""] = request.url.split("?", 1);
    const methods = new Set(served.filter((route) => route.path.test(path)).map((route) => route.method));
    const allow = [...new Set([...methods, "OPTIONS"])].sort().join(", ");
    if (methods.size > 0) reply.header("allow", allow);
    const surface = surfaces.find(({ owns }) => owns(path));
    if (methods.size > 0 && request.method === "OPTIONS")
      return reply.code(surface?.optionsStatus ?? 204).send();
    const unserved = surface?.noSuchPath ?? noSuchPath;
    const error = methods.size > 0 ? notAllowed(request.method, path, allow) : unserved(shown(path));
    if (surface === undefined) throw error;
    await surface.sendError(request, reply, error);
  });
}

function noSuchPath(path: string): MillraceError {
  return new MillraceError("no_such_path", `Nothing is served at ${path}.`, {
    status: 404,
    remedy: "GET /v1/openapi.json describes every path.",
  });
}

function notAllowed(method: string, path: string, allow: string): MillraceError {
  return new MillraceError(
    "method_not_allowed",
    `${method} is not served at ${shown(path)}, but ${allow} are.`,
    {
      status: 405,
    },
  );
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
