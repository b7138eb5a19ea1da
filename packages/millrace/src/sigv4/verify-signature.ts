import { ALGORITHM_IDENTIFIER } from "@smithy/signature-v4";
import { canonicalRequest } from "./canonical-request.ts";
import { decodeChunks } from "./decode-chunks.ts";
import { invalid } from "./errors.ts";
import { readPayload } from "./payload-mode.ts";
import type { SignatureClaim } from "./read-signature.ts";
import type { ReceivedRequest } from "./received-request.ts";
import type { SigningSecret } from "./signing-key.ts";
import { sameSignature, sha256, sign } from "./signing-key.ts";

/** A request with all that its signature is checked with. */
export interface ToVerify {
  readonly request: ReceivedRequest;
  readonly claim: SignatureClaim;
  readonly body: Buffer;
  readonly secret: SigningSecret;
  /** See {@link CanonicalOptions}. */
  readonly normalizePath?: boolean;
}

/**
 * Checks that whoever holds the secret has signed this request, its body included.
 * Answers the payload: the body, without what stands around its chunks.
 * @throws {SignatureError} `InvalidSignatureException` where it is not so
 */
export function verifySignature({ request, claim, body, secret, normalizePath = true }: ToVerify): Buffer {
  const { hash, chunked } = readPayload(request, claim, body);
  const { signedHeaders, timestamp, signature } = claim;
  const canonical = canonicalRequest(request, { signedHeaders, payloadHash: hash, normalizePath });
  const key = secret.scopedTo(claim);
  const toSign = `${ALGORITHM_IDENTIFIER}\n${timestamp}\n${key.scope}\n${sha256(canonical)}`;
  if (!sameSignature(sign(key, toSign), signature))
    throw invalid(
      "The signature is not the one that the secret of this access key makes of this request.",
      "See that the secret is the right one, that nothing between client and server changes path, query, signed headers or body, and that a proxy passes the header Host on.",
    );
  return chunked === undefined
    ? body
    : decodeChunks(request, body, { chunked, key, timestamp, seed: signature });
}
