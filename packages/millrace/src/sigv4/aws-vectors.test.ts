import { describe, expect, it } from "vitest";
import { checkClaim } from "./check-claim.ts";
import { SignatureError } from "./errors.ts";
import { readSignature } from "./read-signature.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { SigningSecret } from "./signing-key.ts";
import type { AwsVector } from "./testing/aws-vectors.ts";
import { AWS_VECTORS, SUITE } from "./testing/aws-vectors.ts";
import type { SignedRequest } from "./testing/signed-vector.ts";
import { signedInHeader, signedInQuery } from "./testing/signed-vector.ts";
import { verifySignature } from "./verify-signature.ts";

const verify = ({ request, body }: SignedRequest, vector: AwsVector): string => {
  const claim = readSignature(request);
  const secret = new SigningSecret(SUITE.secretAccessKey);
  const normalizePath = vector.unnormalized !== true;
  return verifySignature({ request, claim, body, secret, normalizePath }).toString();
};

const refusalOf = (form: SignedRequest, vector: AwsVector): string => {
  try {
    verify(form, vector);
    return "accepted";
  } catch (error) {
    return error instanceof SignatureError ? error.type : String(error);
  }
};

/** Every request that has one signed byte more, less or other than this one. */
function changed({ request, body }: SignedRequest): readonly (readonly [string, SignedRequest])[] {
  const with_ = (change: Partial<ReceivedRequest>): SignedRequest => ({
    request: { ...request, ...change },
    body,
  });
  const { method, target, headers } = request;
  const [path = "", query = ""] = target.split("?");
  const behind = query === "" ? "" : `?${query}`;
  const signed = readSignature(request).signedHeaders;
  const unsigned = request.headers.get("x-amz-content-sha256")?.includes("UNSIGNED-PAYLOAD") ?? false;
  return [
    ["method", with_({ method: method === "GET" ? "PUT" : "GET" })],
    ["path", with_({ target: `${path}x${behind}` })],
    ["parameter", with_({ target: `${target}${query === "" ? "?" : "&"}x=` })],
    ...signed.flatMap((name) => {
      const values = headers.get(name) ?? [];
      const [first = "", ...rest] = values;
      const other = (each: readonly string[]) => with_({ headers: new Map([...headers, [name, each]]) });
      return [
        [`${name}, one byte other`, other([flip(first), ...rest])] as const,
        [`${name}, once more`, other([...values, "x"])] as const,
        [
          `${name}, gone`,
          with_({ headers: new Map([...headers].filter(([each]) => each !== name)) }),
        ] as const,
      ];
    }),
    ...(unsigned ? [] : [["body", { request, body: Buffer.concat([body, Buffer.from(" ")]) }] as const]),
  ];
}

/** The last byte is another. In X-Amz-Date it would no longer be a time at all, so there it is the last digit. */
function flip(text: string): string {
  const at = text.endsWith("Z") ? text.length - 2 : text.length - 1;
  return `${text.slice(0, at)}${text[at] === "1" ? "2" : "1"}${text.slice(at + 1)}`;
}

describe.each(AWS_VECTORS.map((vector) => [vector.name, vector] as const))("AWS's %s", (_name, vector) => {
  const forms = [signedInHeader(vector), signedInQuery(vector)].flatMap((form) => form ?? []);

  it("is accepted", () => {
    for (const form of forms) expect(verify(form, vector)).toBe(vector.body ?? "");
  });

  it("is refused with another secret", () => {
    for (const { request, body } of forms) {
      const secret = new SigningSecret(`${SUITE.secretAccessKey}x`);
      const claim = readSignature(request);
      expect(() => verifySignature({ request, claim, body, secret })).toThrow(
        expect.objectContaining({ type: "InvalidSignatureException" }),
      );
    }
  });

  it("is refused when anything signed is changed", () => {
    for (const form of forms) {
      const taken: string[] = [];
      for (const [what, other] of changed(form)) {
        const answer = refusalOf(other, vector);
        if (!/^(?:Invalid|Incomplete)SignatureException$/.test(answer)) taken.push(`${what}: ${answer}`);
      }
      expect(taken).toEqual([]);
    }
  });

  it("is refused when its signature or scope is changed", () => {
    const { request, body } = signedInHeader(vector);
    const [authorization = ""] = request.headers.get("authorization") ?? [];
    const others = [
      authorization.slice(0, -1) + (authorization.endsWith("0") ? "1" : "0"),
      authorization.replace("us-east-1", "us-east-2"),
      authorization.replace("/service/", "/servicf/"),
      authorization.replace("20150830/", "20150831/"),
    ];
    for (const value of others) {
      const headers = new Map([...request.headers, ["authorization", [value]]]);
      expect(() => verify({ request: { ...request, headers }, body }, vector)).toThrow(
        expect.objectContaining({ type: "InvalidSignatureException" }),
      );
    }
  });

  it("passes the checks before it, at its time, unless it has a session token", () => {
    const { request } = signedInHeader(vector);
    const claim = readSignature(request);
    const check = () =>
      checkClaim(request, claim, { service: "service", now: Date.parse("2015-08-30T12:36:00Z") });
    if (claim.hasSessionToken) expect(check).toThrow("session token");
    else expect(check).not.toThrow();
  });
});
