import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BackPressureError, ConflictError, MillraceError, StorageError } from "../core/errors.ts";
import type { ApiDependencies } from "./api-dependencies.ts";
import { sendProblem, unforeseen } from "./problem.ts";

/** Of a body that was refused, this much more is read away, so that the client gets to read the answer. */
const MAX_DRAINED_BYTES = 256 * 1024 * 1024;

/** How a surface of the API says what is wrong. */
type SendError = (
  request: FastifyRequest,
  reply: FastifyReply,
  error: MillraceError,
  clock: ApiDependencies["clock"],
) => Promise<void>;

/**
 * Answers whatever a request threw, as a problem unless the surface has other words for it. Only what is Millrace's own
 * fault is logged as an error.
 */
export function answerErrors(
  { clock, logger }: Pick<ApiDependencies, "clock" | "logger">,
  send: SendError = sendProblem,
) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const error = asMillraceError(thrown, request);
    request.errorCode = error.code;
    if (error.status >= 500 && !isRefusal(error)) {
      logger.error(
        { err: error.cause ?? error, requestId: request.id, code: error.code },
        "a request failed",
      );
    }
    if (reply.getHeader("connection") === "close") keepConnection(request, reply);
    await send(request, reply, error, clock);
  };
}

/** Answered so often, and said once elsewhere: a log of every such request would fill the disk that is short. */
function isRefusal(error: MillraceError): boolean {
  return error instanceof BackPressureError || (error instanceof StorageError && error.fault !== undefined);
}

/** The error as one of ours: Fastify's own refusals keep their status, anything else is nobody's fault but Millrace's. */
function asMillraceError(thrown: unknown, request: FastifyRequest): MillraceError {
  if (thrown instanceof MillraceError) return thrown;
  if (refersToNothing(thrown)) return goneMeanwhile(thrown);
  if (!(thrown instanceof Error) || !("statusCode" in thrown) || typeof thrown.statusCode !== "number") {
    return unforeseen(thrown);
  }
  const status = thrown.statusCode;
  if (status >= 500) return unforeseen(thrown);
  const code = (STATUS_CODES[status] ?? "bad_request").toLowerCase().replaceAll(/[^a-z]+/g, "_");
  if (status === 413) return tooLarge(code, request);
  return new MillraceError(code, thrown.message, { status, ...hintOf(status) });
}

/** Some calls take another size than the setting has it for all. */
function tooLarge(code: string, { routeOptions, server }: FastifyRequest): MillraceError {
  const { bodyLimit } = routeOptions;
  const isSetting = bodyLimit === server.initialConfig.bodyLimit;
  return new MillraceError(code, `The body is too large: this call takes ${bodyLimit} bytes at most.`, {
    status: 413,
    remedy: isSetting
      ? "Send less in one call. The limit is the setting maxBodyBytes."
      : "Send less in one call.",
  });
}

/** Whatever a call refers to is looked up first: here it was deleted between the look-up and the write. */
function refersToNothing(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "SQLITE_CONSTRAINT_FOREIGNKEY";
}

function goneMeanwhile(cause: unknown): MillraceError {
  return new ConflictError("deleted_meanwhile", "Something that this call refers to was deleted meanwhile.", {
    remedy: "Look again at what there is.",
    cause,
  });
}

function hintOf(status: number): { remedy?: string } {
  if (status === 415) return { remedy: "Send JSON as `Content-Type: application/json`." };
  return {};
}

/**
 * Fastify closes the connection after every body it refused. A client that is still sending then sees a reset instead
 * of the answer; so the rest of the body is read away, within reason.
 */
function keepConnection(request: FastifyRequest, reply: FastifyReply): void {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > MAX_DRAINED_BYTES) return;
  reply.removeHeader("connection");
  let drained = 0;
  request.raw.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MAX_DRAINED_BYTES) request.raw.destroy();
  });
}
