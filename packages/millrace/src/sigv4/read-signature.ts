import { ALGORITHM_IDENTIFIER, KEY_TYPE_IDENTIFIER, MAX_PRESIGNED_TTL } from "@smithy/signature-v4";
import { incomplete } from "./errors.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { parametersOf } from "./received-request.ts";
import type { SigningTime } from "./signing-time.ts";
import { readSigningTime } from "./signing-time.ts";

/** What a request says of its signature. None of it is known to be true before {@link verifySignature} said so. */
export interface SignatureClaim extends SigningTime {
  readonly accessKeyId: string;
  /** Of the credential scope: `20150830`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Names in lower case. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
  /** For how long the request may be used, where the signature stands in the query. */
  readonly expiresSeconds?: number;
  /** The key is said to be a temporary one. */
  readonly hasSessionToken: boolean;
}

/** True where a request means to be signed, well or badly. */
export function isSigned(request: ReceivedRequest): boolean {
  return saysAws(request.headers.get("authorization")) || isSignedInQuery(request);
}

/** However the names are encoded: the signature does not cover itself, so nothing else may pass under its name. */
function isSignedInQuery(request: ReceivedRequest): boolean {
  return parametersOf(request).some(([name]) => /^X-Amz-(?:Algorithm|Credential|Signature)$/.test(name));
}

/**
 * Reads the signature of a request, from its header `Authorization` or its query.
 * @throws {SignatureError} `IncompleteSignatureException`, saying what is missing or of the wrong form
 */
export function readSignature(request: ReceivedRequest): SignatureClaim {
  const authorization = request.headers.get("authorization");
  const inQuery = isSignedInQuery(request);
  if (inQuery && saysAws(authorization))
    throw incomplete(
      "The request is signed twice: in the header Authorization and in its query. Sign it once.",
    );
  return inQuery ? fromQuery(request) : fromHeader(request, authorization ?? []);
}

function saysAws(authorization: readonly string[] | undefined): boolean {
  return authorization?.some((value) => /^\s*AWS4-/i.test(value)) ?? false;
}

const AUTHORIZATION = /^(\S+)\s+(.*)$/s;

function fromHeader(request: ReceivedRequest, values: readonly string[]): SignatureClaim {
  const [value = ""] = values;
  if (values.length > 1) throw incomplete("The header Authorization is there more than once.");
  const [, algorithm = "", rest = ""] = AUTHORIZATION.exec(value) ?? [];
  requireAlgorithm(algorithm);
  const parts = new Map<string, string>();
  for (const part of rest.split(",")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(equals, 0)).trim();
    if (parts.has(name))
      throw incomplete(`The header Authorization has "${name.slice(0, 40)}" more than once.`);
    parts.set(name, part.slice(equals + 1).trim());
  }
  const part = (name: string): string => {
    const found = parts.get(name);
    if (found === undefined) throw incomplete(`The header Authorization has no "${name}".`);
    return found;
  };
  return {
    ...readCredential(part("Credential")),
    signedHeaders: readSignedHeaders(part("SignedHeaders")),
    signature: readHex(part("Signature")),
    ...readSigningTime(request.headers.get("x-amz-date"), request.headers.get("date")),
    hasSessionToken: request.headers.has("x-amz-security-token"),
  };
}

function fromQuery(request: ReceivedRequest): SignatureClaim {
  const given = parametersOf(request);
  const parameter = (name: string): string => {
    const [first, second] = given.filter(([each]) => each === name);
    if (first === undefined) throw incomplete(`The query has no "${name}".`);
    if (second !== undefined) throw incomplete(`The query has "${name}" more than once.`);
    return first[1];
  };
  requireAlgorithm(parameter("X-Amz-Algorithm"));
  const expires = parameter("X-Amz-Expires");
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > MAX_PRESIGNED_TTL)
    throw incomplete(`"X-Amz-Expires" must be a whole number of seconds, from 1 to ${MAX_PRESIGNED_TTL}.`);
  return {
    ...readCredential(parameter("X-Amz-Credential")),
    signedHeaders: readSignedHeaders(parameter("X-Amz-SignedHeaders")),
    signature: readHex(parameter("X-Amz-Signature")),
    ...readSigningTime([parameter("X-Amz-Date")], undefined),
    expiresSeconds: Number(expires),
    hasSessionToken:
      given.some(([name]) => name.toLowerCase() === "x-amz-security-token") ||
      request.headers.has("x-amz-security-token"),
  };
}

function requireAlgorithm(algorithm: string): void {
  if (algorithm === ALGORITHM_IDENTIFIER) return;
  throw incomplete(`The request must be signed with ${ALGORITHM_IDENTIFIER}.`);
}

const CREDENTIAL = /^(\w{3,128})\/(\d{8})\/([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][a-z0-9-]{0,62})\/(\w+)$/;

function readCredential(text: string): Pick<SignatureClaim, "accessKeyId" | "day" | "region" | "service"> {
  const [, accessKeyId = "", day = "", region = "", service = "", end] = CREDENTIAL.exec(text) ?? [];
  if (end !== KEY_TYPE_IDENTIFIER)
    throw incomplete(`The credential must be ACCESS_KEY_ID/YYYYMMDD/REGION/SERVICE/${KEY_TYPE_IDENTIFIER}.`);
  return { accessKeyId, day, region, service };
}

const MAX_SIGNED_HEADERS = 100;
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

function readSignedHeaders(text: string): readonly string[] {
  const names = text.split(";", MAX_SIGNED_HEADERS + 1);
  const rising = names.every((name, i) => i === 0 || (names[i - 1] ?? "") < name);
  if (names.length > MAX_SIGNED_HEADERS || !rising || !names.every((name) => HEADER_NAME.test(name)))
    throw incomplete(
      "The signed headers must be names in lower case, each once, in order, with semicolons between.",
    );
  return names;
}

function readHex(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw incomplete("The signature must be 64 hexadecimal digits in lower case.");
}
