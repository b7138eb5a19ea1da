import { invalid } from "./errors.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { parametersOf, pathOf } from "./received-request.ts";

/** What of a request its signature covers, and how its path is read. */
export interface CanonicalOptions {
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  /** The hash of the payload, or what stands in its place. */
  readonly payloadHash: string;
  /** False for services that take paths as they are, with their dots and double slashes (as S3 does). */
  readonly normalizePath: boolean;
}

/**
 * The canonical request of AWS Signature Version 4 ("Create a signed AWS API request", step 1), each character a byte.
 *
 * `@smithy/signature-v4` makes it from a request that is to be sent: from parameters that are decoded already, with one
 * value a header, without the headers that it would not sign itself, and losing a parameter called `__proto__`. Here it
 * is made from the bytes that came, since those are what somebody vouched for.
 * @throws {SignatureError} where a signed header is not there
 */
export function canonicalRequest(request: ReceivedRequest, options: CanonicalOptions): string {
  const { payloadHash, normalizePath } = options;
  const names = [...options.signedHeaders].sort();
  const headers = names.map((name) => `${name}:${canonicalValue(request, name)}\n`).join("");
  const path = normalizePath ? normalized(pathOf(request)) : pathOf(request);
  return `${request.method}\n${escape(path, UNRESERVED_IN_PATH)}\n${canonicalQuery(request)}\n${headers}\n${names.join(";")}\n${payloadHash}`;
}

/** A path without empty segments and dots: what all services but S3 sign (RFC 3986, section 5.2.4, and AWS's own rules). */
export function normalized(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const joined = kept.join("/");
  return joined === "" ? "/" : `/${joined}${path.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(request: ReceivedRequest): string {
  return parametersOf(request)
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [escape(name, UNRESERVED), escape(value, UNRESERVED)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((parameter) => parameter.join("="))
    .join("&");
}

function canonicalValue({ headers }: ReceivedRequest, name: string): string {
  const values = headers.get(name);
  if (values === undefined) throw invalid(`The signature covers the header "${name}", which is not there.`);
  return values.map((value) => value.replaceAll(/[ \t]+/g, " ").replaceAll(/^ | $/g, "")).join(",");
}

const UNRESERVED = /[^A-Za-z0-9\-._~]/g;
const UNRESERVED_IN_PATH = /[^A-Za-z0-9\-._~/]/g;

function escape(bytes: string, but: RegExp): string {
  return bytes.replaceAll(
    but,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
