import type { ServerResponse } from "node:http";
import Type from "typebox";
import type { Milliseconds } from "../../core/time.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";

const path = Type.Object({
  project: Type.String({ description: "Id of the project." }),
  name: Type.String(),
});

const query = Type.Object({
  expires: Type.Optional(Type.String({ description: "Seconds since 1970." })),
  signature: Type.Optional(Type.String()),
});

/** A reader who takes nothing for so long is let go of. */
const STALLED_AFTER: Milliseconds = 60_000;

/** Hands out results that were too large for a message. The URL is the right to fetch: no key is asked for. */
export function serveDownloads(api: Api, { downloads }: Pick<ApiDependencies, "downloads">): void {
  const underWay = new Set<ServerResponse>();
  // A reader can ask again; a stop must not wait for the slowest of them.
  api.addHook("preClose", async () => {
    for (const response of underWay) response.destroy();
  });
  api.get(
    "/v1/downloads/:project/:name",
    {
      config: { access: "public" },
      // A HEAD would read the whole result only to throw it away.
      exposeHeadRoute: false,
      schema: {
        tags: ["results"],
        summary: "Fetch a result by the downloadUrl of its message",
        params: path,
        querystring: query,
        response: {
          200: Type.Array(Type.Unknown(), {
            description: "The records, as `result` of a message holds them.",
          }),
          302: Type.Null({ description: "The records are where `Location` says, for some minutes." }),
        },
      },
    },
    async (request, reply) => {
      const { expires = "", signature = "" } = request.query;
      const download = await downloads.open({ ...request.params, expires, signature });
      // Neither the result nor the way to it may stay in a cache: both are for one reader, for a while.
      reply.header("cache-control", "private, no-store").header("x-content-type-options", "nosniff");
      if ("location" in download) return reply.redirect(download.location, 302);
      const response = reply.raw;
      if (!response.closed) underWay.add(response);
      response.once("close", () => underWay.delete(response));
      response.setTimeout(STALLED_AFTER, () => response.destroy());
      return reply
        .type("application/json; charset=utf-8")
        .header("content-length", download.bytes)
        .send(download.stream);
    },
  );
}
