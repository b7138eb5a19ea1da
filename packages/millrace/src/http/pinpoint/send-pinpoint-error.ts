import type { FastifyReply, FastifyRequest } from "fastify";
import type { MillraceError } from "../../core/errors.ts";
import type { Surface } from "../unknown-paths.ts";
import { asPinpointError, pinpointError } from "./pinpoint-error.ts";

/** What Pinpoint's clients call; what of it Millrace does not serve is answered in their words too. */
const PATHS = /^\/v1\/(?:apps|tags|templates|recommenders|phone)(?:\/|$)/;

/** What calls to the Pinpoint API have in common that no route of it serves. */
export const pinpointSurface: Surface = {
  owns: (path) => PATHS.test(path),
  noSuchPath: (path) => pinpointError("NotFoundException", `Nothing is served at ${path}. ${SERVED}`),
  optionsStatus: 200,
  sendError: sendPinpointError,
};

/** For callers of campaigns, journeys, segments and all else that Pinpoint has and Millrace has not. */
const SERVED =
  "Of Amazon Pinpoint, Millrace serves applications, events, endpoints and event streams: see docs/pinpoint.md.";

/** Says what is wrong as Pinpoint does: `{Message, RequestID}` and the name of the error in a header (seed 003). */
export async function sendPinpointError(
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: MillraceError,
): Promise<void> {
  const error = asPinpointError(thrown);
  if (error.retryAfterSeconds !== undefined)
    reply.header("retry-after", String(Math.ceil(error.retryAfterSeconds)));
  await reply
    .code(error.status)
    .header("x-amzn-errortype", error.type)
    .header("x-amzn-requestid", request.id)
    .type("application/json")
    .send(JSON.stringify({ Message: error.message, RequestID: request.id }));
}
