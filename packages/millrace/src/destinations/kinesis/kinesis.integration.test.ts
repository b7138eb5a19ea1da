import { Value } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDiscard } from "../../core/message.ts";
import { serviceUrl } from "../aws/place.ts";
import { jsonAnswer, jsonError, STREAM_FAULTS } from "../testing/aws-json.ts";
import { awsSuite } from "../testing/aws-suite.ts";
import type { DestinationFixture } from "../testing/destination-suite.ts";
import {
  destinationSuite,
  eventWith,
  LOCAL_POLICY,
  messagesOf,
  PUBLIC_POLICY,
} from "../testing/destination-suite.ts";
import { startKinesis } from "../testing/kinesis-emulator.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { kinesis } from "./index.ts";
import { wrapperOf } from "../wrap.ts";

const records = (...entries: object[]) => jsonAnswer({ FailedRecordCount: 0, Records: entries });
const ok = { SequenceNumber: "1", ShardId: "shardId-000000000000" };

const fixture: DestinationFixture = {
  settings: { streamName: "s", region: "us-west-2" },
  secrets: { awsKeyId: "a", awsSecretKey: "b" },
  endpoint: "endpointUrl",
  bodyOf: (data) => wrapperOf()({ data, metadata: {} }),
  reset: "unavailable",
  unconfirmed: "cut",
  async startService() {
    const emulator = await startKinesis();
    await emulator.createStream("stream", 2);
    return {
      settings: { streamName: "stream", region: "us-west-2", endpointUrl: emulator.endpointUrl },
      secrets: { awsKeyId: "local", awsSecretKey: "local" },
      arrived: async () => (await emulator.readAll("stream")).map((record) => record.text),
      close: () => emulator.close(),
    };
  },
  accept: records(ok),
  faults: [
    ...STREAM_FAULTS,
    {
      name: "one throttled record",
      reply: records({ ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "slow" }),
      outcome: "retry",
      code: "throttled",
    },
    {
      name: "one record that failed inside",
      reply: records({ ErrorCode: "InternalFailure", ErrorMessage: "oops" }),
      outcome: "retry",
      code: "service_error",
    },
    { name: "an answer without records", reply: records(), outcome: "retry", code: "answer_incomplete" },
    {
      name: "a throttled request",
      reply: jsonError("ProvisionedThroughputExceededException"),
      outcome: "unavailable",
      code: "throttled",
    },
    {
      name: "a wrong secret key",
      reply: jsonError("InvalidSignatureException", 403),
      outcome: "unavailable",
      code: "credentials_refused",
    },
    {
      name: "a record the service refuses",
      reply: jsonError("ValidationException"),
      outcome: "discard",
      code: "refused",
    },
  ],
};

destinationSuite(kinesis, fixture);
awsSuite(kinesis, fixture);

describe("where Kinesis is", () => {
  it.each([
    ["us-west-2", "https://kinesis.us-west-2.amazonaws.com/"],
    ["us-gov-west-1", "https://kinesis.us-gov-west-1.amazonaws.com/"],
    ["eusc-de-east-1", "https://kinesis.eusc-de-east-1.amazonaws.eu/"],
    ["us-isof-south-1", "https://kinesis.us-isof-south-1.csp.hci.ic.gov/"],
    ["cn-northwest-1", "https://kinesis.cn-northwest-1.amazonaws.com.cn/"],
  ])("in %s it is at %s", (region, url) => {
    expect(serviceUrl("kinesis", { region }, PUBLIC_POLICY).href).toBe(url);
    expect(Value.Check(kinesis.settings, { streamName: "stream", region })).toBe(true);
  });

  it.each(["", "us west 2", "US-WEST-2", "us-west-2.evil.example", "us-west"])(
    "there is no region %j",
    (region) => {
      expect(Value.Check(kinesis.settings, { streamName: "stream", region })).toBe(false);
    },
  );
});

describe("Kinesis records", () => {
  const settings = { streamName: "stream", region: "us-west-2" };
  const format = (over: object = {}) =>
    kinesis.formatter({ ...settings, ...over }, { destinationId: "destination-1" });

  it("go under the message id where there is no template", () => {
    expect(format()(eventWith(7))).toMatchObject({
      key: "0199e0a8-14a1-7b6e-8f3c-000000000007",
      body: '{"data":{"n":7}}',
      bodyBytes: 16,
    });
  });

  it("are dead letters where a template gives no key: never under another one", () => {
    const formatted = format({ partitionKeyTemplate: "data.customer" })(eventWith(1));
    expect(formatted).toMatchObject({
      discard: { code: "template_failed", message: expect.stringContaining('"data.customer"') },
    });
  });

  it.each([
    ["at the limit", 0, false],
    ["one byte over", 1, true],
  ])("%s of 1 MiB, key and data together", (_, over, discarded) => {
    const key = eventWith(1).id.length;
    const data = JSON.stringify(
      "é".repeat(10) + "x".repeat(1_048_576 - key - '{"data":""}'.length - 20 + over),
    );
    const formatted = format()(eventWith(1, data));
    expect(formatted).toMatchObject(
      discarded
        ? { tooLarge: { bytes: 1_048_577, error: { code: "record_too_large" } } }
        : { bodyBytes: 1_048_576 - key },
    );
    expect(isDiscard(format({ maxRecordSizeInKiB: 10_240 })(eventWith(1, data)))).toBe(false);
  });

  it("count characters of a key, not bytes or UTF-16 units", () => {
    const byTemplate = format({ partitionKeyTemplate: "data.k" });
    expect(isDiscard(byTemplate(eventWith(1, JSON.stringify({ k: "😀".repeat(256) }))))).toBe(false);
    expect(isDiscard(byTemplate(eventWith(1, JSON.stringify({ k: "😀".repeat(257) }))))).toBe(true);
  });
});

describe("a record that the service refuses", () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.close());

  it("does not sink the others of its batch", async () => {
    const settings = { streamName: "stream", region: "us-west-2", endpointUrl: server.endpointUrl };
    server.script = ({ body }) => {
      const sent: { Records: { Data: string }[] } = JSON.parse(body);
      const texts = sent.Records.map((record) => Buffer.from(record.Data, "base64").toString());
      return texts.includes('{"data":{"n":5}}')
        ? jsonError("InvalidArgumentException")
        : records(...texts.map(() => ok));
    };
    const sender = kinesis.open(settings, { awsKeyId: "a", awsSecretKey: "b" }, LOCAL_POLICY);
    const events = Array.from({ length: 9 }, (_, n) => eventWith(n));
    const outcomes = await sender.send(messagesOf(kinesis, settings, events), new AbortController().signal);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(
      events.map((_, n) => (n === 5 ? "discard" : "delivered")),
    );
    await sender.close();
  });
});

describe("a check of a stream that is encrypted", () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.close());
  const checkWith = (EncryptionType: string, keyIdOf: (keyId: string) => string) => {
    const settings = { streamName: "stream", region: "us-west-2", endpointUrl: server.endpointUrl };
    server.script = ({ headers }) => {
      const used = /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
      const StreamDescription = { StreamStatus: "ACTIVE", EncryptionType, KeyId: keyIdOf(used) };
      return { status: 200, body: JSON.stringify({ StreamDescription }) };
    };
    return kinesis.check(settings, { awsKeyId: "AKIAEXAMPLE", awsSecretKey: "b" }, LOCAL_POLICY);
  };

  it("shows the policy for its key, which sending needs and the check does not", async () => {
    const { ok, steps, documents } = await checkWith("KMS", () => "alias/mine");
    expect([ok, documents?.map(({ name }) => name)]).toEqual([true, ["permissions", "key"]]);
    expect(steps[0]?.detail).toMatch(/ACTIVE\. .*kms:GenerateDataKey.* the document key/);
    expect(documents?.[1]?.json).toMatchObject({ Statement: [{ Action: "kms:GenerateDataKey" }] });
  });

  it.each([
    ["nothing where the key is AWS's own", "KMS", () => "alias/aws/kinesis"],
    ["nothing where it is not encrypted", "NONE", () => "alias/mine"],
    ["nothing that the credentials are part of", "KMS", (keyId: string) => `alias/${keyId}`],
  ])("shows %s", async (_, encryption, keyIdOf) => {
    const { ok, documents } = await checkWith(encryption, keyIdOf);
    expect([ok, documents?.map(({ name }) => name)]).toEqual([true, ["permissions"]]);
  });
});
