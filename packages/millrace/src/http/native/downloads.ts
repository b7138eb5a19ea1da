import Type from "typebox";
import type { FastifyReply } from "fastify";
import type { Download } from "../../blobs/download-urls.ts";
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

/** Hands out results that were too large for a message. The URL is the right to fetch: no key is asked for. */
export function serveDownloads(api: Api, { downloads }: Pick<ApiDependencies, "downloads">): void {
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
      return answer(reply, download);
    },
  );
}

/** Neither the result nor the way to it may stay in a cache: both are for one reader, for a while. */
function answer(reply: FastifyReply, download: Download): FastifyReply {
  reply.header("cache-control", "private, no-store").header("x-content-type-options", "nosniff");
  if ("location" in download) return reply.redirect(download.location, 302);
  return reply
    .type("application/json; charset=utf-8")
    .header("content-length", download.bytes)
    .send(download.stream);
}
