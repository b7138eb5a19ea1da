import type { Blame, DeliveryError, Outcome } from "../../core/message.ts";
import type { Milliseconds } from "../../core/time.ts";

/** What an answer, or none, means for the message it came back for. */
export interface OutcomeRule {
  readonly outcome: "retry" | "discard" | "unavailable";
  readonly code: string;
  readonly blame: Blame;
  /** What a person should do. */
  readonly advice: string;
}

const redirected: OutcomeRule = {
  outcome: "unavailable",
  code: "redirected",
  blame: "settings",
  advice: "Redirects are not followed: set url to where the endpoint really is.",
};
const credentials: OutcomeRule = {
  outcome: "unavailable",
  code: "credentials_refused",
  blame: "credentials",
  advice: "Check the headers of the destination, and that the endpoint knows the signing key.",
};
const notFound: OutcomeRule = {
  outcome: "unavailable",
  code: "not_found",
  blame: "settings",
  advice: "Check the url of the destination.",
};
const wrongEndpoint: OutcomeRule = {
  outcome: "unavailable",
  code: "wrong_endpoint",
  blame: "settings",
  advice: "The endpoint does not take JSON by POST: check the url of the destination.",
};
const refused: OutcomeRule = {
  outcome: "discard",
  code: "refused",
  blame: "event",
  advice: "The endpoint refuses this message for good.",
};
const tooLarge: OutcomeRule = {
  outcome: "discard",
  code: "too_large",
  blame: "event",
  advice: "The message is larger than the endpoint takes.",
};
const throttled: OutcomeRule = {
  outcome: "retry",
  code: "throttled",
  blame: "destination",
  advice: "The endpoint asks to slow down; it is sent again.",
};
const slow: OutcomeRule = {
  outcome: "retry",
  code: "timed_out",
  blame: "destination",
  advice:
    "The endpoint did not answer in time; it is sent again. Answer first and work afterwards, or raise timeoutSeconds.",
};
const unclear: OutcomeRule = {
  outcome: "retry",
  code: "refused",
  blame: "destination",
  advice: "The endpoint refused the message; it is attempted again.",
};
const broken: OutcomeRule = {
  outcome: "retry",
  code: "service_error",
  blame: "destination",
  advice: "The endpoint has a problem; it is sent again.",
};

/** Statuses that are told apart. What is not here goes by its hundred. */
const STATUS_RULES: Readonly<Record<number, OutcomeRule>> = {
  400: refused,
  401: credentials,
  403: credentials,
  404: notFound,
  405: wrongEndpoint,
  406: wrongEndpoint,
  407: credentials,
  408: slow,
  410: notFound,
  413: tooLarge,
  415: wrongEndpoint,
  422: refused,
  425: unclear,
  426: wrongEndpoint,
  429: throttled,
  431: tooLarge,
  503: throttled,
};

/** Why no answer came. */
export type NoAnswer =
  | "address_forbidden"
  | "unreachable"
  | "tls_failed"
  | "timed_out"
  | "connection_lost"
  | "aborted";

/** What it means that no answer came. */
export const NO_ANSWER_RULES: Readonly<Record<NoAnswer, OutcomeRule>> = {
  address_forbidden: {
    outcome: "unavailable",
    code: "address_forbidden",
    blame: "settings",
    advice: "Give a url on the public internet.",
  },
  unreachable: {
    outcome: "unavailable",
    code: "unreachable",
    blame: "network",
    advice: "Check the url, and whether the endpoint is running.",
  },
  tls_failed: {
    outcome: "unavailable",
    code: "tls_failed",
    blame: "destination",
    advice: "Check the certificate of the endpoint: valid, for this name, with its whole chain.",
  },
  timed_out: slow,
  connection_lost: {
    outcome: "retry",
    code: "connection_lost",
    blame: "network",
    advice: "The connection broke before the endpoint answered; it is sent again.",
  },
  aborted: {
    outcome: "unavailable",
    code: "aborted",
    blame: "millrace",
    advice: "Sending was stopped; it goes on later.",
  },
};

/** What is known of a request that did not end in success. */
export type RequestFailure =
  | { readonly status: number; readonly said: string; readonly after: Milliseconds | undefined }
  | { readonly noAnswer: NoAnswer; readonly said: string };

/** The rule for an answer that is no success, and for none. */
export function ruleOf(failure: RequestFailure): OutcomeRule {
  return "noAnswer" in failure ? NO_ANSWER_RULES[failure.noAnswer] : ruleOfStatus(failure.status);
}

/** The rule for an answer's status. */
export function ruleOfStatus(status: number): OutcomeRule {
  const rule = STATUS_RULES[status];
  if (rule !== undefined) return rule;
  if (status < 400) return redirected;
  return status < 500 ? unclear : broken;
}

/** A failure as the outcome of the message it came back for. @param rule what it means to a type that has rules of its own */
export function outcomeOf(failure: RequestFailure, rule: OutcomeRule = ruleOf(failure)): Outcome {
  const error = errorOf(failure, rule);
  if (rule.outcome === "discard") return { kind: "discard", error };
  const after = "after" in failure ? failure.after : undefined;
  return { kind: rule.outcome, error, ...(after !== undefined && { after }) };
}

function errorOf(failure: RequestFailure, { code, blame, advice }: OutcomeRule): DeliveryError {
  const message = `${describeFailure(failure)}. ${advice}`;
  return { code, message, blame, ...("status" in failure && { providerCode: String(failure.status) }) };
}

/** What the endpoint, or the way to it, said: `HTTP 422: no such order`. */
export function describeFailure(failure: RequestFailure): string {
  const what = "status" in failure ? `HTTP ${failure.status}` : undefined;
  // A sentence follows: what was said must not end one already.
  const said = failure.said.replace(/[.\s]+$/, "");
  return [what, said].filter((part) => part !== undefined && part !== "").join(": ") || "No answer";
}
