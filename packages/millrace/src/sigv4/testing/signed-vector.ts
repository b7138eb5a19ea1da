import type { ReceivedRequest } from "../received-request.ts";
import { receivedRequest } from "../received-request.ts";
import type { AwsVector } from "./aws-vectors.ts";
import { SUITE } from "./aws-vectors.ts";

/** A request as it comes over the wire, with its body. */
export interface SignedRequest {
  readonly request: ReceivedRequest;
  readonly body: Buffer;
}

/** A request of the suite, signed in its header. */
export function signedInHeader(vector: AwsVector): SignedRequest {
  const headers = [["X-Amz-Date", SUITE.timestamp], ...commonHeaders(vector)] as const;
  const value = `AWS4-HMAC-SHA256 Credential=${SUITE.accessKeyId}/${SUITE.scope}, SignedHeaders=${namesOf(headers)}, Signature=${vector.inHeader}`;
  return wired(vector, vector.target, [...headers, ["Authorization", value]]);
}

/** The same, signed in its query; undefined where the suite's own form is not at hand. */
export function signedInQuery(vector: AwsVector): SignedRequest | undefined {
  if (vector.inQuery === undefined) return undefined;
  const headers = commonHeaders(vector);
  const parameters = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(`${SUITE.accessKeyId}/${SUITE.scope}`)}`,
    `X-Amz-Date=${SUITE.timestamp}`,
    `X-Amz-SignedHeaders=${encodeURIComponent(namesOf(headers))}`,
    "X-Amz-Expires=3600",
    `X-Amz-Signature=${vector.inQuery}`,
  ];
  const join = vector.target.includes("?") ? "&" : "?";
  return wired(vector, `${vector.target}${join}${parameters.join("&")}`, headers);
}

type Headers = readonly (readonly [string, string])[];

function commonHeaders({ headers = [] }: AwsVector): Headers {
  return [["Host", SUITE.host], ...headers];
}

function namesOf(headers: Headers): string {
  return [...new Set(headers.map(([name]) => name.toLowerCase()))].sort().join(";");
}

function wired({ method, body = "" }: AwsVector, target: string, headers: Headers): SignedRequest {
  const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
  const rawHeaders = headers.flat().map(bytes);
  return { request: receivedRequest({ method, url: bytes(target), rawHeaders }), body: Buffer.from(body) };
}
