import type { FastifyReply, FastifyRequest } from "fastify";
import { MillraceError } from "../../core/errors.ts";

/**
 * Answers a logo: an image, and for no browser anything else. It is named by its hash, so whoever has it need not fetch
 * it again.
 * @param hash of the version's logo, if it has one
 * @throws {MillraceError} 404
 */
export async function answerLogo(
  request: FastifyRequest,
  reply: FastifyReply,
  hash: string | undefined,
  find: (hash: string) => Promise<Buffer | undefined>,
): Promise<FastifyReply> {
  const png = hash === undefined ? undefined : await find(hash);
  if (png === undefined) throw new MillraceError("logo_not_found", "This tile has no logo.", { status: 404 });
  const etag = `"${hash}"`;
  void reply
    .header("etag", etag)
    .header("cache-control", "private, max-age=0, must-revalidate")
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "default-src 'none'; sandbox");
  const known = request.headers["if-none-match"] ?? "";
  if (known.split(",").some((each) => each.trim().replace(/^W\//, "") === etag))
    return reply.code(304).send();
  return reply.type("image/png").send(png);
}
