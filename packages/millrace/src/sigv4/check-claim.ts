import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import { invalid, SignatureError } from "./errors.ts";
import type { SignatureClaim } from "./read-signature.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { signingTimestamp } from "./signing-time.ts";

const MINUTE: Milliseconds = 60_000;

/** AWS: a request must arrive within five minutes of the time it was signed at ("Authentication for requests", IAM). */
export const CLOCK_SKEW: Milliseconds = 5 * MINUTE;

/** What a service asks of signatures. */
interface Expected {
  /** Its name in credential scopes. */
  readonly service: string;
  readonly now: EpochMilliseconds;
}

/**
 * Checks all that can be known of a signature without its key and without the body: scope, time, and that it covers what
 * it must. Any region will do: there is one Millrace.
 * @throws {SignatureError}
 */
export function checkClaim(request: ReceivedRequest, claim: SignatureClaim, expected: Expected): void {
  if (claim.hasSessionToken)
    throw new SignatureError(
      "UnrecognizedClientException",
      "The request carries a session token. Millrace issues none: sign with an access key of Millrace alone.",
    );
  if (claim.service !== expected.service)
    throw invalid(`The credential must be scoped to the service "${expected.service}".`);
  if (claim.day !== claim.timestamp.slice(0, 8))
    throw invalid(
      `The credential is scoped to the day ${claim.day}, but the time of the signature is ${claim.timestamp}.`,
    );
  checkTime(claim, expected.now);
  checkCoverage(request, claim);
}

/** The last moment at which a signature is taken. */
export function expiryOf({ signedAt, expiresSeconds }: SignatureClaim): EpochMilliseconds {
  return signedAt + (expiresSeconds === undefined ? CLOCK_SKEW : expiresSeconds * 1_000);
}

/** SDKs look for these words, and set their clock by the answer's `Date`. */
function checkTime(claim: SignatureClaim, now: EpochMilliseconds): void {
  const { timestamp, signedAt } = claim;
  const skew = `${CLOCK_SKEW / MINUTE} min.`;
  if (now > expiryOf(claim)) {
    const [earliest, allowed] =
      claim.expiresSeconds === undefined
        ? [now - CLOCK_SKEW, skew]
        : [now - claim.expiresSeconds * 1_000, `${claim.expiresSeconds} s`];
    throw invalid(
      `Signature expired: ${timestamp} is now earlier than ${signingTimestamp(earliest)} (${signingTimestamp(now)} - ${allowed})`,
    );
  }
  if (signedAt > now + CLOCK_SKEW)
    throw invalid(
      `Signature not yet current: ${timestamp} is still later than ${signingTimestamp(now + CLOCK_SKEW)} (${signingTimestamp(now)} + ${skew})`,
    );
}

/** What AWS's own proxies add on the way. Nothing is read from it. */
const ADDED_ON_THE_WAY: ReadonlySet<string> = new Set(["x-amz-cf-id"]);

/** What a header says must not be changed on the way: the host, and all that speaks to AWS's own machinery. */
function checkCoverage({ headers }: ReceivedRequest, { signedHeaders }: SignatureClaim): void {
  if (!signedHeaders.includes("host")) throw invalid('The signature must cover the header "host".');
  for (const name of headers.keys())
    if (name.startsWith("x-amz-") && !signedHeaders.includes(name) && !ADDED_ON_THE_WAY.has(name))
      throw invalid(`The signature must cover the header "${name.slice(0, 100)}", which is in the request.`);
}
