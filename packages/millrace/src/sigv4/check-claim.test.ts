import { describe, expect, it } from "vitest";
import { checkClaim } from "./check-claim.ts";
import { readSignature } from "./read-signature.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { receivedRequest } from "./received-request.ts";

const SIGNATURE = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
const CREDENTIAL = "MRAKEXAMPLE/20150830/us-east-1/mobiletargeting/aws4_request";
const NOW = Date.parse("2015-08-30T12:36:00Z");
const MINUTE = 60_000;

const request = (headers: Readonly<Record<string, string>>, url = "/"): ReceivedRequest =>
  receivedRequest({ method: "GET", url, rawHeaders: Object.entries({ host: "h", ...headers }).flat() });

const withHeader = (authorization: string, more: Readonly<Record<string, string>> = {}): ReceivedRequest =>
  request({ "x-amz-date": "20150830T123600Z", authorization, ...more });

const header = (credential = CREDENTIAL, names = "host;x-amz-date", signature = SIGNATURE): string =>
  `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;

const withQuery = (change: Readonly<Record<string, string>> = {}): ReceivedRequest =>
  request(
    {},
    `/?${new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": CREDENTIAL,
      "X-Amz-Date": "20150830T123600Z",
      "X-Amz-Expires": "60",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": SIGNATURE,
      ...change,
    }).toString()}`,
  );

describe("a signature that cannot be read", () => {
  it.each<[string, ReceivedRequest, string]>([
    [
      "another algorithm",
      withHeader(header().replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")),
      "AWS4-HMAC-SHA256",
    ],
    ["no credential", withHeader(header().replace("Credential=", "Credentia=")), "Credential"],
    ["no signed headers", withHeader(header().replace("SignedHeaders=", "S=")), "SignedHeaders"],
    ["no signature", withHeader(header().replace(/, Signature=.*/, "")), "Signature"],
    ["something twice", withHeader(`${header()}, Signature=${SIGNATURE}`), "more than once"],
    ["a short signature", withHeader(header(undefined, undefined, "5da7")), "64 hexadecimal"],
    [
      "a signature in capitals",
      withHeader(header(undefined, undefined, SIGNATURE.toUpperCase())),
      "lower case",
    ],
    [
      "a credential without its end",
      withHeader(header(CREDENTIAL.replace("/aws4_request", ""))),
      "credential must be",
    ],
    [
      "a region with a slash too many",
      withHeader(header(CREDENTIAL.replace("us-", "us/"))),
      "credential must be",
    ],
    [
      "an access key id of a megabyte",
      withHeader(header("A".repeat(1_000_000) + CREDENTIAL)),
      "credential must be",
    ],
    ["headers in capitals", withHeader(header(undefined, "Host;x-amz-date")), "signed headers"],
    ["headers out of order", withHeader(header(undefined, "x-amz-date;host")), "signed headers"],
    ["a header twice", withHeader(header(undefined, "host;host;x-amz-date")), "signed headers"],
    ["thousands of headers", withHeader(header(undefined, "h;".repeat(5_000))), "signed headers"],
    ["no time", request({ authorization: header() }), "when it was signed"],
    ["an impossible day", withHeader(header(), { "x-amz-date": "20150231T123600Z" }), "YYYYMMDDTHHMMSSZ"],
    [
      "a time of another form",
      withHeader(header(), { "x-amz-date": "2015-08-30T12:36:00Z" }),
      "YYYYMMDDTHHMMSSZ",
    ],
    ["a query without its end", withQuery({ "X-Amz-Expires": "" }), "X-Amz-Expires"],
    ["more than a week", withQuery({ "X-Amz-Expires": "604801" }), "604800"],
    ["no seconds at all", withQuery({ "X-Amz-Expires": "0" }), "X-Amz-Expires"],
    [
      "a signature in the query too, its name encoded",
      request({ "x-amz-date": "20150830T123600Z", authorization: header() }, "/?X%2DAmz-%53ignature=x"),
      "twice",
    ],
    [
      "a signature in the query too, without a value",
      request({ "x-amz-date": "20150830T123600Z", authorization: header() }, "/?X-Amz-Signature"),
      "twice",
    ],
    ["both places", { ...withQuery(), headers: new Map([["authorization", [header()]]]) }, "twice"],
  ])("is refused: %s", (_what, given, words) => {
    expect(() => readSignature(given)).toThrow(
      expect.objectContaining({
        type: "IncompleteSignatureException",
        message: expect.stringContaining(words),
      }),
    );
  });

  it("repeats parameters once at most", () => {
    const given = withQuery();
    const twice = { ...given, target: `${given.target}&X-Amz-Date=20150830T123600Z` };
    expect(() => readSignature(twice)).toThrow("more than once");
  });

  it("takes the header Date where there is no X-Amz-Date, in both of its forms", () => {
    for (const date of ["Sun, 30 Aug 2015 12:36:00 GMT", "20150830T123600Z"])
      expect(readSignature(request({ authorization: header(), date }))).toMatchObject({
        timestamp: "20150830T123600Z",
        signedAt: NOW,
      });
  });
});

describe("a signature that can be read", () => {
  const check = (given: ReceivedRequest, now = NOW) =>
    checkClaim(given, readSignature(given), { service: "mobiletargeting", now });

  it("is good for five minutes before and after the time it says", () => {
    const given = withHeader(header());
    for (const minutes of [-5, 0, 5]) expect(() => check(given, NOW + minutes * MINUTE)).not.toThrow();
    expect(() => check(given, NOW + 5 * MINUTE + 1)).toThrow(
      "Signature expired: 20150830T123600Z is now earlier than 20150830T123600Z (20150830T124100Z - 5 min.)",
    );
    expect(() => check(given, NOW - 5 * MINUTE - 1_000)).toThrow(
      "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)",
    );
  });

  it("is good for as long as it says in a query", () => {
    expect(() => check(withQuery(), NOW + MINUTE)).not.toThrow();
    expect(() => check(withQuery(), NOW + MINUTE + 1)).toThrow("Signature expired");
    expect(() => check(withQuery({ "X-Amz-Expires": "604800" }), NOW + 604_800_000)).not.toThrow();
  });

  it.each<[string, ReceivedRequest, string, string]>([
    [
      "another service",
      withHeader(header(CREDENTIAL.replace("mobiletargeting", "s3"))),
      "Invalid",
      "service",
    ],
    [
      "another day",
      withHeader(header(CREDENTIAL.replace("20150830", "20150829"))),
      "Invalid",
      "day 20150829",
    ],
    ["no host", withHeader(header(undefined, "x-amz-date")), "Invalid", '"host"'],
    [
      "a header of AWS's that is not signed",
      withHeader(header(), { "x-amz-target": "x" }),
      "Invalid",
      "x-amz-target",
    ],
    [
      "a session token",
      withHeader(header(), { "x-amz-security-token": "x" }),
      "UnrecognizedClient",
      "session token",
    ],
    [
      "a session token in the query",
      withQuery({ "X-Amz-Security-Token": "x" }),
      "UnrecognizedClient",
      "session token",
    ],
  ])("is refused for %s", (_what, given, type, words) => {
    expect(() => check(given)).toThrow(
      expect.objectContaining({
        type: expect.stringMatching(`^${type}.*Exception$`),
        message: expect.stringContaining(words),
      }),
    );
  });

  it("may come by CloudFront, which adds a header", () => {
    expect(() => check(withHeader(header(), { "x-amz-cf-id": "abc==" }))).not.toThrow();
  });
});
