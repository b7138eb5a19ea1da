import { PutObjectCommand, S3Client as SdkClient } from "@aws-sdk/client-s3";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDiscard } from "../../core/message.ts";
import { RequestSigner } from "../aws/sign.ts";
import { awsSuite } from "../testing/aws-suite.ts";
import type { DestinationFixture } from "../testing/destination-suite.ts";
import { destinationSuite, eventWith, LOCAL_POLICY, messagesOf } from "../testing/destination-suite.ts";
import { S3RVER_SECRETS, startS3 } from "../testing/s3-emulator.ts";
import type { S3Emulator } from "../testing/s3-emulator.ts";
import { Sha256 } from "../testing/sha256.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { s3 } from "./index.ts";
import { wrapperOf } from "../wrap.ts";
import { encodeKey, locate } from "./location.ts";

const error = (code: string, status: number, headers = {}) => ({
  status,
  headers,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});

const fixture: DestinationFixture = {
  settings: { bucket: "bucket", region: "us-west-2" },
  secrets: { awsKeyId: "a", awsSecretKey: "b" },
  endpoint: "endpointUrl",
  bodyOf: (data) => wrapperOf()({ data, metadata: {} }),
  reset: "unavailable",
  unconfirmed: "reset",
  async startService() {
    const emulator = await startS3();
    await emulator.createBucket("bucket");
    return {
      settings: { bucket: "bucket", region: "us-west-2", endpointUrl: emulator.endpointUrl },
      secrets: S3RVER_SECRETS,
      async arrived() {
        const keys = await emulator.list("bucket");
        return Promise.all(keys.map(async (key) => (await emulator.get("bucket", key)).text));
      },
      close: () => emulator.close(),
    };
  },
  accept: { status: 200 },
  faults: [
    { name: "SlowDown", reply: error("SlowDown", 503), outcome: "retry", code: "throttled" },
    {
      name: "a server error",
      reply: error("InternalError", 500),
      outcome: "unavailable",
      code: "service_error",
    },
    {
      name: "a missing permission",
      reply: error("AccessDenied", 403),
      outcome: "unavailable",
      code: "permission_missing",
    },
    {
      name: "an unknown access key",
      reply: error("InvalidAccessKeyId", 403),
      outcome: "unavailable",
      code: "credentials_refused",
    },
    {
      name: "a wrong secret key",
      reply: error("SignatureDoesNotMatch", 403),
      outcome: "unavailable",
      code: "credentials_refused",
    },
    {
      name: "an ended session token",
      reply: error("ExpiredToken", 400),
      outcome: "unavailable",
      code: "credentials_refused",
    },
    {
      name: "a missing bucket",
      reply: error("NoSuchBucket", 404),
      outcome: "unavailable",
      code: "not_found",
    },
    {
      name: "another region",
      reply: error("PermanentRedirect", 301, { "x-amz-bucket-region": "eu-west-1" }),
      outcome: "unavailable",
      code: "not_found",
    },
    {
      name: "a clock that is off",
      reply: error("RequestTimeTooSkewed", 403),
      outcome: "unavailable",
      code: "clock_wrong",
    },
    {
      name: "a key that is too long",
      reply: error("KeyTooLongError", 400),
      outcome: "discard",
      code: "too_large",
    },
    {
      name: "an object that is too large",
      reply: error("EntityTooLarge", 400),
      outcome: "discard",
      code: "too_large",
    },
  ],
};

destinationSuite(s3, fixture);
awsSuite(s3, fixture);

it("a check names the KMS key of a bucket that may not be used, and shows the policy for it", async () => {
  const server = await ScriptedServer.start();
  const user = `arn:aws:sts::222222222222:assumed-role/${"r".repeat(64)}/${"s".repeat(300)}`;
  const key = "arn:aws:kms:us-west-2:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const said = `User: ${user} is not authorized to perform: kms:GenerateDataKey on resource: ${key} because no identity-based policy allows the kms:GenerateDataKey action`;
  server.script = () => ({
    status: 403,
    body: `<Error><Code>AccessDenied</Code><Message>${said}</Message></Error>`,
  });
  const settings = { bucket: "bucket", region: "us-west-2", endpointUrl: server.endpointUrl };
  const { ok, steps, documents } = await s3.check(settings, fixture.secrets, LOCAL_POLICY);
  await server.close();
  expect(ok).toBe(false);
  expect(steps[0]?.detail).toContain(`Allow kms:GenerateDataKey on ${key}`);
  expect(documents?.map(({ name }) => name)).toEqual(["permissions", "key"]);
  expect(documents?.[1]?.json).toMatchObject({ Statement: [{ Resource: key }] });
});

describe("S3 objects", () => {
  let emulator: S3Emulator;
  let server: ScriptedServer;
  beforeAll(async () => {
    emulator = await startS3();
    await emulator.createBucket("objects");
    server = await ScriptedServer.start();
  });
  afterAll(async () => {
    await emulator.close();
    await server.close();
  });
  const settings = (over: object = {}) => ({
    bucket: "objects",
    region: "us-west-2",
    endpointUrl: emulator.endpointUrl,
    ...over,
  });
  const put = async (over: object, event = eventWith(1)) => {
    const sender = s3.open(settings(over), S3RVER_SECRETS, LOCAL_POLICY);
    const [message] = messagesOf(s3, settings(over), [event]);
    if (message === undefined) throw new Error("no message");
    const outcomes = await sender.send([message], new AbortController().signal);
    await sender.close();
    expect(outcomes).toEqual([{ kind: "delivered" }]);
    return message;
  };

  it("are named after timestamp and message id, carry the nine entries, and are JSON", async () => {
    await put({});
    const key = "2025-10-14T02:58:59.323405308Z_0199e0a8-14a1-7b6e-8f3c-000000000001.json";
    expect(await emulator.get("objects", key)).toMatchObject({
      text: '{"data":{"n":1}}',
      contentType: "application/json",
      metadata: {
        projectid: "9482e676-4874-43a4-beea-fa8081d13a07",
        installationid: "085353b1-07f1-4209-b471-7e028c0a68c8",
        connectionid: "3f1b8a52-96d4-4a0e-9c62-5a1d8b7c6e5f",
        destinationid: "destination-1",
        operationid: "0199e0a8-149d-7ee9-9f50-0514403517f9",
        objectname: "contacts",
        "event-id": "0199e0a8-14a1-7b6e-8f3c-000000000001",
        timestamp: "2025-10-14T02:58:59.323405308Z",
        topic: "read",
      },
    });
  });

  it.each([
    "plain",
    "with space",
    "a+b&c=d;e,f",
    "ünïcode/😀",
    "quotes'()*!~",
    "percent%20%",
    "deep/er/still.json",
  ])("arrive under the key %s", async (key) => {
    await put({ keyTemplate: "data.k" }, eventWith(1, JSON.stringify({ k: key })));
    expect((await emulator.get("objects", key)).text).toBe(`{"data":${JSON.stringify({ k: key })}}`);
  });

  it("have the storage class asked for, whatever its case, and STANDARD otherwise", async () => {
    server.script = () => ({ status: 200 });
    for (const [storageClass, expected] of [
      [undefined, "STANDARD"],
      ["standard_ia", "STANDARD_IA"],
      ["Glacier-IR", "GLACIER_IR"],
    ] as const) {
      server.seen.length = 0;
      await put({ endpointUrl: server.endpointUrl, ...(storageClass !== undefined && { storageClass }) });
      expect(server.seen[0]?.headers["x-amz-storage-class"]).toBe(expected);
    }
    expect(s3.validate({ ...settings(), storageClass: "COLD" }, LOCAL_POLICY)).toMatchObject([
      { name: "metadata.storageClass", detail: expect.stringContaining("DEEP_ARCHIVE") },
    ]);
  });

  it("are not lost over metadata that is not ASCII or too large", async () => {
    const event = eventWith(1);
    const odd = { ...event, metadata: { ...event.metadata, objectName: "contáctos 😀" } };
    const { key } = await put({}, odd);
    const { metadata } = await emulator.get("objects", key);
    expect(metadata.objectname).toBe(`=?UTF-8?B?${Buffer.from("contáctos 😀").toString("base64")}?=`);

    const huge = {
      ...event,
      metadata: { ...event.metadata, objectName: "x".repeat(5_000), connectionId: "é".repeat(900) },
    };
    const stored = await emulator.get("objects", (await put({}, huge)).key);
    expect(stored.metadata).toMatchObject({
      shortened: expect.stringContaining("objectName"),
      topic: "read",
      objectname: "x".repeat(100),
    });
    const size = Object.entries(stored.metadata).reduce(
      (sum, [name, value]) => sum + name.length + value.length,
      0,
    );
    expect(size).toBeLessThanOrEqual(2_048);
  });

  it("with a key that cannot be are dead letters that say so", () => {
    const format = s3.formatter({ ...settings(), keyTemplate: "data.k" }, { destinationId: "d" });
    for (const k of ["x".repeat(1_025), "a\u0000b", "", null, ["a"]]) {
      const formatted = format(eventWith(1, JSON.stringify({ k })));
      expect(isDiscard(formatted) && formatted.discard.code).toBe("template_failed");
    }
    expect(isDiscard(format(eventWith(1, '{"k":"half \\ud800"}')))).toBe(true);
  });

  it("are warned about where keys are not unique", () => {
    expect(
      s3.warnings({ ...settings(), keyTemplate: "join('/', [metadata.objectName, metadata.operationId])" }),
    ).toHaveLength(1);
    expect(s3.warnings({ ...settings(), keyTemplate: 'metadata."event-id"' })).toEqual([]);
    expect(s3.warnings(settings())).toEqual([]);
  });
});

describe("where a bucket is", () => {
  it.each([
    ["us-west-2", "my-bucket", "https://my-bucket.s3.us-west-2.amazonaws.com", "/"],
    ["us-gov-west-1", "my-bucket", "https://my-bucket.s3.us-gov-west-1.amazonaws.com", "/"],
    ["cn-north-1", "my-bucket", "https://my-bucket.s3.cn-north-1.amazonaws.com.cn", "/"],
    ["us-west-2", "my.bucket", "https://s3.us-west-2.amazonaws.com", "/my.bucket/"],
  ])("in %s, %s is under %s", (region, bucket, origin, prefix) => {
    expect(locate({ region, bucket })).toMatchObject({ origin, prefix });
  });
});

describe("signatures", () => {
  it.each(["plain.json", "a b+c/ü😀/'()*!~.json"])("are the SDK's own for the key %s", async (key) => {
    const credentials = { accessKeyId: "AKID", secretAccessKey: "SECRET", sessionToken: "TOKEN" };
    const now = new Date("2025-10-14T02:58:59.323Z");
    const path = `/${encodeKey(key)}`;
    const headers = {
      "content-type": "application/json",
      "x-amz-meta-topic": "read  twice",
      "x-amz-storage-class": "STANDARD",
    };
    const body = Buffer.from('{"data":{}}');
    const ours = new RequestSigner("us-west-2", "s3").sign(
      { method: "PUT", host: "b.s3.us-west-2.amazonaws.com", path, headers, body },
      credentials,
      now,
    );
    const theirs = await new SignatureV4({
      credentials,
      region: "us-west-2",
      service: "s3",
      sha256: Sha256,
      uriEscapePath: false,
      applyChecksum: true,
    }).sign(
      {
        method: "PUT",
        protocol: "https:",
        hostname: "b.s3.us-west-2.amazonaws.com",
        path,
        headers: { ...headers, host: "b.s3.us-west-2.amazonaws.com" },
        body,
        query: {},
      },
      { signingDate: now },
    );
    expect(ours.authorization).toBe(theirs.headers.authorization);
  });

  it.each([undefined, "TOKEN/+="])("of URLs are the SDK's own, with the token %s", async (sessionToken) => {
    const now = new Date("2025-10-14T02:58:59.323Z");
    const host = "b.s3.us-west-2.amazonaws.com";
    const path = `/${encodeKey("a b/(1).json")}`;
    const credentials = {
      accessKeyId: "AKID",
      secretAccessKey: "SECRET",
      ...(sessionToken !== undefined && { sessionToken }),
    };
    const query = new RequestSigner("us-west-2", "s3").presign({ host, path }, credentials, 300, now);
    const theirs = await new SignatureV4({
      credentials,
      region: "us-west-2",
      service: "s3",
      sha256: Sha256,
      uriEscapePath: false,
    }).presign(
      {
        method: "GET",
        protocol: "https:",
        hostname: host,
        path,
        headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
        query: {},
      },
      {
        expiresIn: 300,
        signingDate: now,
        unhoistableHeaders: new Set(["x-amz-content-sha256"]),
        unsignableHeaders: new Set(["x-amz-content-sha256"]),
      },
    );
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual(theirs.query);
  });

  it("put the same key on the wire as the SDK does", async () => {
    const server = await ScriptedServer.start();
    server.script = () => ({ status: 200 });
    const key = "a b+c/ü😀/'()*!~&$@=;:,?#[]{}|^`<>\"\\.json";
    const sdk = new SdkClient({
      region: "us-west-2",
      endpoint: server.endpointUrl,
      forcePathStyle: true,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await sdk.send(new PutObjectCommand({ Bucket: "bucket", Key: key, Body: "x" }));
    expect(server.seen[0]?.url.split("?")[0]).toBe(`/bucket/${encodeKey(key)}`);
    sdk.destroy();
    await server.close();
  });
});
