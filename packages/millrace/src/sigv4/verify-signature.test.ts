import fc from "fast-check";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import { checkClaim } from "./check-claim.ts";
import { isSigned, readSignature } from "./read-signature.ts";
import { receivedRequest } from "./received-request.ts";
import { sha256, SigningSecret } from "./signing-key.ts";
import { Sha256 } from "./testing/sha256.ts";
import { verifySignature } from "./verify-signature.ts";

const credentials = { accessKeyId: "MRAKEXAMPLE", secretAccessKey: "a/secret+of=40" };
const secret = new SigningSecret(credentials.secretAccessKey);
const NOW = Date.parse("2026-11-21T12:00:00Z");

const REFUSED = expect.objectContaining({ type: "InvalidSignatureException" });

const signer = new SignatureV4({
  credentials,
  region: "eu-central-1",
  service: "mobiletargeting",
  sha256: Sha256,
});

interface Given {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a client sends: the path encoded once, parameters encoded, headers as bytes. */
const wire = (path: string, query: object, headers: object, method: string) => {
  const pieces = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(String(each))}`),
  );
  return receivedRequest({
    method,
    url: path + (pieces.length === 0 ? "" : `?${pieces.join("&")}`),
    rawHeaders: Object.entries(headers).flatMap(([name, value]) => [
      name,
      Buffer.from(String(value)).toString("latin1"),
    ]),
  });
};

async function signed({ method, segments, query, headers, body }: Given, presigned: boolean) {
  const path = `/${segments.map((segment) => encodeURIComponent(segment)).join("/")}`;
  const request = {
    method,
    protocol: "https:",
    hostname: "millrace.example",
    path,
    query: { ...query },
    headers: { ...headers, host: "millrace.example" },
    body,
  };
  const signingDate = new Date(NOW);
  const made = await (presigned
    ? signer.presign(request, { signingDate, expiresIn: 60 })
    : signer.sign(request, { signingDate }));
  return wire(path, made.query ?? {}, made.headers, method);
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const given: fc.Arbitrary<Given> = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  segments: fc.array(
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      .filter((text) => text !== "." && text !== ".."),
    { maxLength: 4 },
  ),
  query: fc.dictionary(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((text) => text !== "__proto__"),
    fc.oneof(fc.string({ unit: "grapheme" }), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
    { maxKeys: 4 },
  ),
  headers: fc.dictionary(
    name.map((text) => `h-${text}`),
    fc.string({ maxLength: 20 }).map((text) => text.trim()),
    { maxKeys: 4 },
  ),
  body: fc.string({ unit: "grapheme" }),
});

describe("a request that the SDK's own signer signed", () => {
  it.each([
    ["header", false],
    ["query", true],
  ])("is accepted, whatever it is, with the signature in its %s", async (_where, presigned) => {
    await fc.assert(
      fc.asyncProperty(given, async (each) => {
        const request = await signed(each, presigned);
        const claim = readSignature(request);
        checkClaim(request, claim, { service: "mobiletargeting", now: NOW });
        const body = Buffer.from(each.body);
        expect(isSigned(request)).toBe(true);
        expect(verifySignature({ request, claim, body, secret })).toEqual(body);
        const other = Buffer.from(`${each.body}x`);
        expect(() => verifySignature({ request, claim, body: other, secret })).toThrow(REFUSED);
      }),
      { numRuns: 300 },
    );
  });

  it("may say in its query how its body is vouched for, where the signature stands there too", async () => {
    const made = (said: string, presigned = true) => {
      const headers = { "x-amz-content-sha256": said };
      return signed({ method: "POST", segments: ["a"], query: {}, headers, body: "one" }, presigned);
    };
    const verify = (request: Awaited<ReturnType<typeof made>>, body: string) =>
      verifySignature({ request, claim: readSignature(request), body: Buffer.from(body), secret }).toString();
    const unsigned = await made("UNSIGNED-PAYLOAD");
    expect([unsigned.target, unsigned.headers.has("x-amz-content-sha256")]).toEqual([
      expect.stringContaining("x-amz-content-sha256=UNSIGNED-PAYLOAD"),
      false,
    ]);
    expect(["one", "two", ""].map((body) => verify(unsigned, body))).toEqual(["one", "two", ""]);
    const hashed = await made(sha256("one"));
    expect(verify(hashed, "one")).toBe("one");
    expect(() => verify(hashed, "two")).toThrow(REFUSED);
    const twice = { ...unsigned, headers: new Map(unsigned.headers).set("x-amz-content-sha256", ["x"]) };
    expect(() => verify(twice, "one")).toThrow("more than once");
    // A parameter of that name says nothing of a request that is signed in a header.
    const other = await signed(
      { method: "POST", segments: [], query: { "x-amz-content-sha256": "x" }, headers: {}, body: "one" },
      false,
    );
    expect(verify(other, "one")).toBe("one");
  });

  it("covers a parameter called __proto__, and tells a plus sign from what it is read as", async () => {
    const request = await signed(
      { method: "GET", segments: [], query: { a: "b c" }, headers: {}, body: "" },
      false,
    );
    const verify = (target: string) => {
      const other = { ...request, target };
      const claim = readSignature(other);
      return verifySignature({ request: other, claim, body: Buffer.alloc(0), secret });
    };
    expect(verify("/?a=b+c")).toEqual(Buffer.alloc(0));
    expect(() => verify("/?a=b%2Bc")).toThrow(REFUSED);
    expect(() => verify("/?a=b%20c&__proto__=x")).toThrow(REFUSED);
  });
});

it("is checked with the key of its own scope, whatever was checked before it", async () => {
  const given = { method: "GET", hostname: "h", protocol: "https:", path: "/", headers: { host: "h" } };
  const both = ["eu-central-1", "us-east-1", "eu-central-1"].map(async (region) => {
    const local = new SignatureV4({ credentials, region, service: "mobiletargeting", sha256: Sha256 });
    return wire("/", {}, (await local.sign(given, { signingDate: new Date(NOW) })).headers, "GET");
  });
  for (const request of await Promise.all(both))
    expect(
      verifySignature({ request, claim: readSignature(request), body: Buffer.alloc(0), secret }),
    ).toEqual(Buffer.alloc(0));
});
