import type { ErrorDetails } from "../../core/errors.ts";
import { MillraceError } from "../../core/errors.ts";
import { SignatureError } from "../../sigv4/errors.ts";

/** Names under which clients of Pinpoint know its errors (seed 003), and the status of each. */
const STATUS = {
  BadRequestException: 400,
  ForbiddenException: 403,
  NotFoundException: 404,
  MethodNotAllowedException: 405,
  PayloadTooLargeException: 413,
  TooManyRequestsException: 429,
  InternalServerErrorException: 500,
  ServiceUnavailableException: 503,
} as const;

/** One of the errors that Pinpoint's own API knows. */
export type PinpointErrorType = keyof typeof STATUS;

/** A request was refused under a name that AWS's SDKs make a class of. */
export class PinpointError extends MillraceError {
  /** What the header `x-amzn-ErrorType` says. */
  readonly type: string;

  /** @param type a name of Pinpoint's own errors, or of those that AWS's front end has for signatures */
  constructor(type: string, status: number, message: string, details: ErrorDetails = {}) {
    super(type, message, { ...details, status });
    this.type = type;
  }
}

/** An error under one of Pinpoint's own names. */
export function pinpointError(
  type: PinpointErrorType,
  message: string,
  details?: ErrorDetails,
): PinpointError {
  return new PinpointError(type, STATUS[type], message, details);
}

/** Any error as Pinpoint's clients know it. What they have no name for goes under the closest one. */
export function asPinpointError(error: MillraceError): PinpointError {
  if (error instanceof PinpointError) return error;
  const { remedy, retryAfterSeconds } = error;
  const message = messageOf(error);
  const said = remedy === undefined ? message : `${message} ${remedy}`;
  const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (error instanceof SignatureError) return new PinpointError(error.type, error.status, said);
  if (error.status === 401) return new PinpointError("UnrecognizedClientException", 403, said);
  return pinpointError(typeOf(error), said, details);
}

/** In the words of these clients, who know projects as applications. Of several faults all: the answer has no list. */
function messageOf({ code, message, issues }: MillraceError): string {
  if (code === "project_not_found") return message.replace("project", "application");
  if (issues.length < 2) return message;
  return issues.map(({ name, detail }) => `${name}: ${detail.replace(/[.]$/, "")}.`).join(" ");
}

function typeOf({ code, status }: MillraceError): PinpointErrorType {
  // All that these calls refer to is the application.
  if (code === "deleted_meanwhile") return "NotFoundException";
  const types = Object.keys(STATUS).filter((type): type is PinpointErrorType => type in STATUS);
  const exact = types.find((type) => STATUS[type] === status);
  return exact ?? (status < 500 ? "BadRequestException" : "InternalServerErrorException");
}
