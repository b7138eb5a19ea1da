import { isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Bytes } from "../../core/message.ts";
import { parseJson } from "../body-parsers.ts";
import { pinpointError } from "./pinpoint-error.ts";

/** A request that hands in events or endpoints at most (Pinpoint's quota for PutEvents). */
export const MAX_DATA_REQUEST: Bytes = 4 * 1_048_576;

/** Leaves bodies as the bytes they are, whatever they are called: signatures cover bytes. */
export function keepBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
}

/**
 * A request's body as text.
 * @throws {PinpointError} where it is not UTF-8
 */
export function textOf({ body }: FastifyRequest): string {
  if (!Buffer.isBuffer(body)) return "";
  if (!isUtf8(body)) throw pinpointError("BadRequestException", "The body is not UTF-8.");
  return body.toString("utf8");
}

/**
 * A request's body as text. The request lets go of it, and does not hold it while it waits for the disk.
 * @throws {PinpointError} where it is not UTF-8
 */
export function takeText(request: FastifyRequest): string {
  const text = textOf(request);
  request.body = undefined;
  return text;
}

/**
 * A request's body as JSON; undefined for none.
 * @throws {UnreadableInputError} saying at which character it stops being JSON
 */
export function jsonOf(request: FastifyRequest): unknown {
  return parseJson(textOf(request));
}
