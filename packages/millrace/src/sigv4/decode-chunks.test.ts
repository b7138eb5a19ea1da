import { describe, expect, it } from "vitest";
import { decodeChunks } from "./decode-chunks.ts";
import { readSignature } from "./read-signature.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { receivedRequest } from "./received-request.ts";
import type { ScopedKey } from "./signing-key.ts";
import { SigningSecret } from "./signing-key.ts";
import { verifySignature } from "./verify-signature.ts";

/** The examples of "Transferring payload in multiple chunks" and "Including trailing headers", Amazon S3's API. */
const secret = new SigningSecret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
const SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
const CHUNKS = [
  [65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"],
  [1_024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"],
  [0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"],
] as const;
const TRAILER_SEED = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
const TRAILER_CHUNKS = [
  [65_536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"],
  [1_024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"],
  [0, "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"],
] as const;
const TRAILER_SIGNATURE = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";

const payload = Buffer.alloc(66_560, "a");

const example = (): ReceivedRequest =>
  receivedRequest({
    method: "PUT",
    url: "/examplebucket/chunkObject.txt",
    rawHeaders: [
      ["Host", "s3.amazonaws.com"],
      ["x-amz-date", "20130524T000000Z"],
      ["x-amz-storage-class", "REDUCED_REDUNDANCY"],
      ["Content-Encoding", "aws-chunked"],
      ["Content-Length", "66824"],
      ["x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"],
      ["x-amz-decoded-content-length", "66560"],
      [
        "Authorization",
        `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=${SEED}`,
      ],
    ].flat(),
  });

function encode(chunks: readonly (readonly [number, string])[], behind = ""): Buffer {
  const pieces = chunks.map(([length, signature], i) => {
    const last = i === chunks.length - 1;
    return `${length.toString(16)};chunk-signature=${signature}\r\n${"a".repeat(length)}${last ? "" : "\r\n"}`;
  });
  return Buffer.from(`${pieces.join("")}${behind}\r\n`);
}

const verify = async (body: Buffer, request = example()) =>
  verifySignature({ request, claim: readSignature(request), body, secret });

describe("a body in signed chunks", () => {
  it("is decoded: AWS's own example", async () => {
    expect(await verify(encode(CHUNKS))).toEqual(payload);
  });

  it.each<[string, (body: string) => string]>([
    ["a byte of a chunk is another", (body) => body.replace("\r\naaa", "\r\naab")],
    ["a chunk's signature is another", (body) => body.replace("=ad80", "=ad81")],
    ["the last chunk is missing", (body) => body.slice(0, body.lastIndexOf("0;chunk"))],
    ["a chunk is missing", (body) => body.replace(/400;.*\r\na+\r\n/, "")],
    ["a chunk has no signature", (body) => body.replace(/;chunk-signature=\w+/, "")],
    ["a chunk is longer than it says", (body) => body.replace(/^10000;/, "ffff;")],
    ["a chunk says it is longer than the body", (body) => body.replace(/^10000;/, "fffffff;")],
    ["something follows", (body) => `${body}x`],
    ["trailers follow that nobody announced", (body) => `${body.slice(0, -2)}x-a:b\r\n\r\n`],
    ["it is empty", () => ""],
  ])("is refused where %s", async (_what, change) => {
    await expect(verify(Buffer.from(change(encode(CHUNKS).toString())))).rejects.toMatchObject({
      type: expect.stringMatching(/^(?:Invalid|Incomplete)SignatureException$/),
    });
  });
});

const chain = async (signed: boolean): Promise<Parameters<typeof decodeChunks>[2]> => ({
  chunked: { signed, trailers: true },
  key: keyOfExample(),
  timestamp: "20130524T000000Z",
  seed: TRAILER_SEED,
});

const keyOfExample = (): ScopedKey => secret.scopedTo(readSignature(example()));

const announcing = (length: number, trailer: string): ReceivedRequest => ({
  ...example(),
  headers: new Map([
    ["x-amz-decoded-content-length", [String(length)]],
    ["x-amz-trailer", [trailer]],
  ]),
});

describe("trailers behind chunks", () => {
  const trailer = "x-amz-checksum-crc32c";
  const behind = `${trailer}:sOO8/Q==\r\nx-amz-trailer-signature:${TRAILER_SIGNATURE}\r\n`;

  it("are checked where they are signed: AWS's own example", async () => {
    const request = announcing(66_560, trailer);
    expect(decodeChunks(request, encode(TRAILER_CHUNKS, behind), await chain(true))).toEqual(payload);
  });

  it.each([
    ["is another", behind.replace("sOO8", "sOO9")],
    ["has another signature", behind.replace(":d81f", ":d81e")],
    ["has no signature", `${trailer}:sOO8/Q==\r\n`],
    ["is missing", ""],
    ["is there twice", `${trailer}:sOO8/Q==\r\n${behind}`],
    ["was not announced", `x-other:1\r\n${behind}`],
  ])("are refused where one %s", async (_what, other) => {
    const given = await chain(true);
    expect(() => decodeChunks(announcing(66_560, trailer), encode(TRAILER_CHUNKS, other), given)).toThrow(
      expect.objectContaining({ type: expect.stringMatching(/SignatureException$/) }),
    );
  });

  it("may follow chunks that nobody signed", async () => {
    const body = Buffer.from(`3\r\nabc\r\n2\r\nde\r\n0\r\n${trailer}:AAAAAA==\r\n\r\n`);
    expect(decodeChunks(announcing(5, trailer), body, await chain(false)).toString()).toBe("abcde");
  });

  it.each([4, 6, 1_000])("are worth nothing where the payload is announced with %s bytes", async (length) => {
    const body = Buffer.from(`3\r\nabc\r\n2\r\nde\r\n0\r\n${trailer}:AAAAAA==\r\n\r\n`);
    const given = await chain(false);
    expect(() => decodeChunks(announcing(length, trailer), body, given)).toThrow(
      "x-amz-decoded-content-length",
    );
  });
});
