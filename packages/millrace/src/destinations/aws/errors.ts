import type { Blame, DeliveryError, Outcome } from "../../core/message.ts";

/** What an error of AWS means for the message it came back for. */
export interface ErrorRule {
  readonly outcome: "retry" | "discard" | "unavailable";
  /** Millrace's own code. */
  readonly code: string;
  readonly blame: Blame;
  /** What a person should do. */
  readonly advice: string;
}

const throttled: ErrorRule = {
  outcome: "retry",
  code: "throttled",
  blame: "destination",
  advice: "AWS asks to slow down; it is sent again.",
};
const credentials: ErrorRule = {
  outcome: "unavailable",
  code: "credentials_refused",
  blame: "credentials",
  advice:
    "Check the access key, the secret key and the session token of the destination, and that they have not ended.",
};
const denied: ErrorRule = {
  outcome: "unavailable",
  code: "permission_missing",
  blame: "credentials",
  advice: "Give the credentials the permission; the destination's check says which.",
};
const gone = (what: string): ErrorRule => ({
  outcome: "unavailable",
  code: "not_found",
  blame: "settings",
  advice: `Check the ${what} and the region of the destination.`,
});
const broken: ErrorRule = {
  outcome: "unavailable",
  code: "service_error",
  blame: "destination",
  advice: "AWS has a problem; sending goes on when it has passed.",
};
const clock: ErrorRule = {
  outcome: "unavailable",
  code: "clock_wrong",
  blame: "millrace",
  advice: "The clock of this machine is off: set it right.",
};
const wrongSource: ErrorRule = {
  outcome: "unavailable",
  code: "wrong_source",
  blame: "settings",
  advice: "Nobody may put records into this Firehose stream: name one whose source is Direct PUT.",
};
const tooLarge = (what: string): ErrorRule => ({
  outcome: "discard",
  code: "too_large",
  blame: "event",
  advice: `The ${what} is larger than the service takes.`,
});
const refused: ErrorRule = {
  outcome: "discard",
  code: "refused",
  blame: "event",
  advice: "The service refuses this message for good.",
};

/** A refusal that is not known: it may pass. */
const unclear: ErrorRule = {
  outcome: "retry",
  code: "refused",
  blame: "destination",
  advice: "The service refused the request; it is attempted again.",
};

/** Every error of Kinesis, Firehose and S3 that is told apart, by the name AWS gives it. What is not here goes by its HTTP status. */
export const AWS_ERRORS: Readonly<Record<string, ErrorRule>> = {
  ProvisionedThroughputExceededException: throttled,
  LimitExceededException: throttled,
  ThrottlingException: throttled,
  Throttling: throttled,
  RequestLimitExceeded: throttled,
  KMSThrottlingException: throttled,
  SlowDown: throttled,
  ServiceUnavailableException: throttled,
  RequestTimeout: { ...broken, outcome: "retry" },
  OperationAborted: { ...broken, outcome: "retry" },
  InternalFailure: { ...broken, outcome: "retry" },
  UnrecognizedClientException: credentials,
  InvalidClientTokenId: credentials,
  InvalidAccessKeyId: credentials,
  InvalidSignatureException: credentials,
  SignatureDoesNotMatch: credentials,
  IncompleteSignature: credentials,
  IncompleteSignatureException: credentials,
  MissingAuthenticationTokenException: credentials,
  ExpiredTokenException: credentials,
  ExpiredToken: credentials,
  TokenRefreshRequired: credentials,
  InvalidToken: credentials,
  AccessDeniedException: denied,
  AccessDenied: denied,
  KMSAccessDeniedException: denied,
  AllAccessDisabled: denied,
  AccountProblem: denied,
  KMSDisabledException: denied,
  KMSInvalidStateException: denied,
  KMSNotFoundException: denied,
  KMSOptInRequired: denied,
  InvalidKMSResourceException: denied,
  "KMS.DisabledException": denied,
  "KMS.NotFoundException": denied,
  "KMS.KMSInvalidStateException": denied,
  ResourceNotFoundException: gone("stream name"),
  InvalidSourceException: wrongSource,
  ResourceInUseException: broken,
  NoSuchBucket: gone("bucket"),
  InvalidBucketName: gone("bucket"),
  PermanentRedirect: gone("bucket"),
  AuthorizationHeaderMalformed: gone("bucket"),
  IllegalLocationConstraintException: gone("bucket"),
  RequestTimeTooSkewed: clock,
  RequestExpired: clock,
  EntityTooLarge: tooLarge("object"),
  MaxMessageLengthExceeded: tooLarge("object"),
  KeyTooLongError: tooLarge("object key"),
  MetadataTooLarge: tooLarge("metadata"),
  RequestEntityTooLargeException: tooLarge("record"),
  InvalidArgumentException: refused,
  ValidationException: refused,
  SerializationException: refused,
  InvalidStorageClass: {
    ...refused,
    outcome: "unavailable",
    code: "storage_class",
    blame: "settings",
    advice: "Check the storage class of the destination.",
  },
};

/** What a status means where the error has no name that is known. */
export function ruleOfStatus(status: number): ErrorRule {
  if (status === 429 || status === 503) return throttled;
  if (status === 413) return tooLarge("message");
  if (status === 401 || status === 403) return denied;
  if (status === 301 || status === 307 || status === 404) return gone("name");
  // Nothing says that the message is to blame: it is attempted again before it is given up.
  return status >= 400 && status < 500 ? unclear : broken;
}

/** What is known of a failed request. */
export interface AwsFailure {
  /** AWS's name for it; empty where it gave none. */
  readonly name: string;
  readonly message: string;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** Seconds from a `Retry-After` header. */
  readonly retryAfter?: number | undefined;
  /** What it means, where its name does not say it: it came about before the service was asked. */
  readonly rule?: ErrorRule;
}

/** What stands in place of what was asked for: why it did not come. */
export interface Failed {
  readonly failure: AwsFailure;
}

/**
 * What Firehose says of every record where a stream reads its own source, a Kinesis stream or a topic. It calls that
 * InvalidArgumentException, as it does a record that is wrong; but no message is to blame.
 */
const NOT_PERMITTED = /not permitted on \w{1,40} delivery stream type/;

/** The rule for a failure: its own, else by its name, else by its status, else it is the network's. */
export function ruleOf({ name, message, status, rule }: AwsFailure): ErrorRule {
  if (rule !== undefined) return rule;
  if (name === "InvalidArgumentException" && NOT_PERMITTED.test(message)) return wrongSource;
  const named = Object.hasOwn(AWS_ERRORS, name) ? AWS_ERRORS[name] : undefined;
  if (named !== undefined) return named;
  if (status !== undefined) return ruleOfStatus(status);
  return {
    outcome: "unavailable",
    code: "unreachable",
    blame: "network",
    advice: "Check the endpoint and the network between.",
  };
}

/** A failure as the outcome of the message it came back for. */
export function outcomeOf(failure: AwsFailure): Outcome {
  const rule = ruleOf(failure);
  const error = errorOf(failure, rule);
  if (rule.outcome === "discard") return { kind: "discard", error };
  const after = failure.retryAfter === undefined ? undefined : failure.retryAfter * 1_000;
  return { kind: rule.outcome, error, ...(after !== undefined && { after }) };
}

/** AWS's names are shorter. What answers may be anybody's, and every delivery that fails keeps its error. */
const MAX_NAME = 100;

/** The name of a failure, or else its status, or nothing where no answer came. */
function providerOf({ name, status }: AwsFailure): string {
  return name !== "" ? name.slice(0, MAX_NAME) : status === undefined ? "" : String(status);
}

/** What was said, by AWS or on the way there, as a sentence that others follow. */
export function saidBy(failure: AwsFailure): string {
  const parts = [providerOf(failure), failure.message.trim()].filter((part) => part !== "");
  const said = parts.join(": ").slice(0, 500);
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

function errorOf(failure: AwsFailure, rule: ErrorRule): DeliveryError {
  const provider = providerOf(failure);
  return {
    code: rule.code,
    message: `${saidBy(failure)} ${rule.advice}`,
    blame: rule.blame,
    ...(provider !== "" && { providerCode: provider }),
  };
}

/** Reads `Retry-After` in seconds; dates and nonsense count as absent. */
export function retryAfterOf(header: unknown): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return typeof text === "string" && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
