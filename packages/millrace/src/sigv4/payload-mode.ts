import { UNSIGNED_PAYLOAD } from "@smithy/signature-v4";
import { incomplete, invalid } from "./errors.ts";
import type { SignatureClaim } from "./read-signature.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { parametersOf } from "./received-request.ts";
import { sha256 } from "./signing-key.ts";

/** How the pieces of a body that comes in chunks are vouched for. */
export interface ChunkedPayload {
  /** Each chunk carries a signature that follows from the one before. */
  readonly signed: boolean;
  /** Headers follow behind the last chunk. */
  readonly trailers: boolean;
}

/** How a body is vouched for. */
export interface Payload {
  /** What the signature of the request covers in place of the body. */
  readonly hash: string;
  /** Undefined where the body is the payload as it is. */
  readonly chunked?: ChunkedPayload;
}

/** The values of `x-amz-content-sha256` for bodies in chunks ("Transferring payload in multiple chunks", S3). */
const CHUNKED: ReadonlyMap<string, ChunkedPayload> = new Map([
  ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { signed: true, trailers: false }],
  ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", { signed: true, trailers: true }],
  ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", { signed: false, trailers: true }],
]);

const NAME = "x-amz-content-sha256";

/**
 * Reads from `x-amz-content-sha256` how a body is vouched for; without that header by its hash. Where the signature stands
 * in the query, the header may too: SDKs move all of AWS's own headers there.
 * @throws {SignatureError} where the header says nothing known, or another hash than the body's
 */
export function readPayload(
  request: ReceivedRequest,
  claim: Pick<SignatureClaim, "expiresSeconds">,
  body: Uint8Array,
): Payload {
  const values = [...(request.headers.get(NAME) ?? [])];
  if (claim.expiresSeconds !== undefined)
    for (const [name, value] of parametersOf(request)) if (name.toLowerCase() === NAME) values.push(value);
  const [said] = values;
  if (said === undefined) return { hash: sha256(body) };
  if (values.length > 1) throw incomplete("The header x-amz-content-sha256 is there more than once.");
  if (said === UNSIGNED_PAYLOAD) return { hash: said };
  const chunked = CHUNKED.get(said);
  if (chunked !== undefined) return { hash: said, chunked };
  if (!/^[0-9a-f]{64}$/.test(said))
    throw incomplete(
      `The header x-amz-content-sha256 must be the SHA-256 of the body in hexadecimal, ${UNSIGNED_PAYLOAD}, or one of ${[...CHUNKED.keys()].join(", ")}.`,
    );
  if (sha256(body) !== said)
    throw invalid("The body is not the one that x-amz-content-sha256 is the hash of.");
  return { hash: said };
}
