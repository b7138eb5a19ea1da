import type { FastifyReply, FastifyRequest } from "fastify";
import type { MillraceError } from "../../core/errors.ts";
import { tooLarge, UploadRefusal } from "../../sources/amplitude/refusal.ts";
import type { Surface } from "../unknown-paths.ts";

/** What answers to clients of the Amplitude API are. */
export const JSON_TYPE = "application/json; charset=utf-8";

/** Paths of the Amplitude API, and what a client asks for whose address is wrong at its end. */
const PATHS = /^\/(?:2|api\/2|httpapi|batch|identify|groupidentify)(?:\/|$)/;

/** What calls to the Amplitude API have in common that no route of it serves. */
export const amplitudeSurface: Surface = { owns: (path) => PATHS.test(path), sendError: sendRefusal };

/** Says what is wrong in the words that clients know; they decide by the code in the body, whatever happened. */
export async function sendRefusal(
  _request: FastifyRequest,
  reply: FastifyReply,
  error: MillraceError,
): Promise<void> {
  if (error.retryAfterSeconds !== undefined)
    reply.header("retry-after", String(Math.ceil(error.retryAfterSeconds)));
  await reply.code(error.status).type(JSON_TYPE).send(refusalOf(error).answer);
}

function refusalOf(error: MillraceError): UploadRefusal {
  if (error instanceof UploadRefusal) return error;
  if (error.status === 413) return tooLarge();
  if (error.code === "unreadable_input") return new UploadRefusal(400, "Invalid JSON request body");
  if (error.code === "no_such_path") return new UploadRefusal(404, "Invalid request path");
  return new UploadRefusal(error.status, error.message);
}
