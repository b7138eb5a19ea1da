import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { formatTimestamp } from "../core/time.ts";
import type { Clock, Timestamp } from "../core/time.ts";
import type { Issue } from "../core/errors.ts";
import { MillraceError } from "../core/errors.ts";

/** RFC 9457 problem details, in Ampersand's shape. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly subsystem: string;
  readonly time: Timestamp;
  readonly requestId: string;
  readonly remedy?: string;
  readonly retryable: boolean;
  readonly retryAfter?: Timestamp;
  readonly context: { readonly code: string };
  readonly issues?: readonly ProblemIssue[];
}

/** One fault of the input, in Ampersand's shape. */
type ProblemIssue = Issue & { readonly type: string };

/** Statuses that say "later", not "never". */
const RETRYABLE = new Set([429, 502, 503, 504]);

/** The problem that an error is answered as. */
function problemOf(error: MillraceError, requestId: string, clock: Clock): Problem {
  const { status, retryAfterSeconds } = error;
  return {
    type: `urn:problem-type:millrace:${error.code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: clip(error.message, MAX_DETAIL),
    instance: `urn:millrace:request:${encodeURIComponent(requestId)}`,
    subsystem: "api",
    time: clock.timestamp(),
    requestId,
    ...(error.remedy !== undefined && { remedy: error.remedy }),
    retryable: RETRYABLE.has(status),
    ...(retryAfterSeconds !== undefined && {
      retryAfter: formatTimestamp(clock.now() + retryAfterSeconds * 1000),
    }),
    context: { code: error.code },
    ...(error.issues.length > 0 && { issues: error.issues.slice(0, MAX_ISSUES).map(problemIssue) }),
  };
}

/** What is said of a fault nobody foresaw: nothing about it, but where to look. */
export function unforeseen(cause: unknown): MillraceError {
  return new MillraceError("internal_error", "Something went wrong inside Millrace; its log says what.", {
    remedy: "Look for the requestId in Millrace's log.",
    cause,
  });
}

/** Answers a request with a problem. */
export async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: MillraceError,
  clock: Clock,
): Promise<void> {
  if (error.status === 401) reply.header("www-authenticate", 'Bearer realm="millrace"');
  if (error.retryAfterSeconds !== undefined)
    reply.header("retry-after", String(Math.ceil(error.retryAfterSeconds)));
  await reply
    .code(error.status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problemOf(error, request.id, clock)));
}

function problemIssue(issue: Issue): ProblemIssue {
  const { value, ...shown } = issue;
  const name = clip(issue.name, MAX_NAME);
  const detail = clip(issue.detail, MAX_DETAIL);
  return { type: "about:blank", ...shown, name, detail, ...(isShowable(issue.name, value) && { value }) };
}

/** Bounds of an answer, whatever was sent: names and texts in it may be a stranger's. */
const MAX_ISSUES = 1_000;
const MAX_NAME = 300;
const MAX_DETAIL = 3_000;

function clip(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** Names under which a value may be a credential, wherever somebody put it. */
const SECRET_NAME =
  /secret|token|password|passwd|credential|authorization|key-?id|(?:api|master)-?key|signing|headers/i;

/** Longer values say no more than their beginning would, and may be whole documents. */
const MAX_SHOWN = 200;

/** Wrong values help the person who sent them, but must not carry credentials into logs of answers. */
function isShowable(name: string, value: unknown): boolean {
  if (SECRET_NAME.test(name)) return false;
  if (typeof value === "string") return value.length <= MAX_SHOWN;
  return typeof value === "number" || typeof value === "boolean" || value === null;
}
