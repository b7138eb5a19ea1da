import { Value } from "typebox/value";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
import type { FirehoseSource } from "../testing/firehose-server.ts";
import { FirehoseServer } from "../testing/firehose-server.ts";
import { firehose } from "./index.ts";

const SECRETS = { awsKeyId: "local", awsSecretKey: "local" };

const results = (...entries: object[]) =>
  jsonAnswer({ Encrypted: false, FailedPutCount: 0, RequestResponses: entries });

const fixture: DestinationFixture = {
  settings: { deliveryStreamName: "s", region: "us-west-2" },
  secrets: { awsKeyId: "a", awsSecretKey: "b" },
  endpoint: "endpointUrl",
  bodyOf: (data) => `{"data":${data}}\n`,
  reset: "unavailable",
  unconfirmed: "cut",
  async startService() {
    const server = await FirehoseServer.start();
    server.createStream("stream");
    return {
      settings: { deliveryStreamName: "stream", region: "us-west-2", endpointUrl: server.endpointUrl },
      secrets: SECRETS,
      arrived: async () => server.records("stream"),
      close: () => server.close(),
    };
  },
  accept: results({ RecordId: "1" }),
  faults: [
    ...STREAM_FAULTS,
    {
      name: "one throttled record",
      reply: results({ ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." }),
      outcome: "retry",
      code: "throttled",
    },
    {
      name: "one record that failed inside",
      reply: results({ ErrorCode: "InternalFailure", ErrorMessage: "oops" }),
      outcome: "retry",
      code: "service_error",
    },
    {
      name: "one record that failed for a reason nobody knows",
      reply: results({ ErrorCode: "NewException", ErrorMessage: "oops" }),
      outcome: "retry",
      code: "service_error",
    },
    { name: "an answer without results", reply: results(), outcome: "retry", code: "answer_incomplete" },
    {
      name: "a result without a record id",
      reply: results({ RecordId: "" }),
      outcome: "retry",
      code: "answer_incomplete",
    },
    {
      name: "a throttled request",
      reply: jsonError("ServiceUnavailableException", 503, "Slow down."),
      outcome: "unavailable",
      code: "throttled",
    },
    {
      name: "a quota that is used up",
      reply: jsonError("LimitExceededException"),
      outcome: "unavailable",
      code: "throttled",
    },
    {
      name: "a KMS key that may not be used",
      reply: jsonError("InvalidKMSResourceException"),
      outcome: "unavailable",
      code: "permission_missing",
    },
    {
      name: "a stream that reads a Kinesis stream",
      reply: jsonError(
        "InvalidArgumentException",
        400,
        "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
      ),
      outcome: "unavailable",
      code: "wrong_source",
    },
    {
      name: "a stream for CloudWatch logs alone",
      reply: jsonError("InvalidSourceException"),
      outcome: "unavailable",
      code: "wrong_source",
    },
    {
      name: "a record the service refuses",
      reply: jsonError("InvalidArgumentException"),
      outcome: "discard",
      code: "refused",
    },
  ],
};

destinationSuite(firehose, fixture);
awsSuite(firehose, fixture);

describe("where Firehose is", () => {
  it.each([
    ["us-west-2", "https://firehose.us-west-2.amazonaws.com/"],
    ["us-gov-west-1", "https://firehose.us-gov-west-1.amazonaws.com/"],
    ["cn-northwest-1", "https://firehose.cn-northwest-1.amazonaws.com.cn/"],
  ])("in %s it is at %s", (region, url) => {
    expect(serviceUrl("firehose", { region }, PUBLIC_POLICY).href).toBe(url);
  });

  it.each([
    ["a", true],
    ["A-z_0.9", true],
    ["x".repeat(64), true],
    ["x".repeat(65), false],
    ["", false],
    ["a b", false],
    ["a/b", false],
    ["ü", false],
    ["a\n", false],
  ])("a stream may be called %j: %s", (deliveryStreamName, valid) => {
    expect(Value.Check(firehose.settings, { deliveryStreamName, region: "us-west-2" })).toBe(valid);
  });
});

describe("Firehose requests", () => {
  let server: FirehoseServer;
  beforeEach(async () => {
    server = await FirehoseServer.start();
    server.createStream("stream");
  });
  afterEach(() => server.close());
  const settings = (over: object = {}) => ({
    deliveryStreamName: "stream",
    region: "us-west-2",
    endpointUrl: server.endpointUrl,
    ...over,
  });
  const send = async (data: readonly string[], over: object = {}) => {
    const sender = firehose.open(settings(over), SECRETS, LOCAL_POLICY);
    const events = data.map((each, n) => eventWith(n, each));
    const outcomes = await sender.send(
      messagesOf(firehose, settings(over), events),
      new AbortController().signal,
    );
    await sender.close();
    return outcomes;
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => `{"n":${n}}`);
  /** Data whose record has so many bytes. */
  const sized = (bytes: number) => JSON.stringify("x".repeat(bytes - '{"data":""}\n'.length));

  it("hold what AWS takes at most: 500 records, 4 MiB, 1,000 KiB a record", async () => {
    const { batchRecords, batchBytes, recordBytes } = firehose.limits(settings());
    expect({ batchRecords, batchBytes, recordBytes }).toEqual({
      batchRecords: 500,
      batchBytes: 4_194_304,
      recordBytes: 1_024_000,
    });
    await send(numbers(batchRecords));
    const full = Array.from({ length: 4 }, () => sized(recordBytes));
    await send([...full, sized(batchBytes - 4 * recordBytes)]);
    expect(server.requests).toEqual([500, 5]);
    expect(server.seen).toHaveLength(2);
  });

  it("are halved where the service takes less than that", async () => {
    const outcomes = await send(numbers(501));
    expect(outcomes.every(({ kind }) => kind === "delivered")).toBe(true);
    expect(server.requests).toEqual([250, 251]);
    server.requests.length = 0;
    await send(Array.from({ length: 5 }, () => sized(1_024_000)));
    expect(server.requests).toEqual([2, 3]);
  });

  it("answer each record by itself: those that were throttled go again, the others do not", async () => {
    server.faultOf = ({ text }) => (text.includes('{"n":1}') ? "ServiceUnavailableException" : undefined);
    expect(await send(numbers(3))).toMatchObject([
      { kind: "delivered" },
      { kind: "retry", error: { code: "throttled", providerCode: "ServiceUnavailableException" } },
      { kind: "delivered" },
    ]);
    expect(server.records("stream")).toEqual(['{"data":{"n":0}}\n', '{"data":{"n":2}}\n']);
  });

  it("blame no message where a stream has a source of its own, and are not halved for it", async () => {
    server.createStream("stream", "KinesisStreamAsSource");
    const outcomes = await send(numbers(3));
    expect(outcomes).toMatchObject(
      numbers(3).map(() => ({ kind: "unavailable", error: { code: "wrong_source", blame: "settings" } })),
    );
    expect(server.seen).toHaveLength(1);
  });
});

describe("a check of a Firehose stream", () => {
  const check = async (type: FirehoseSource, status: string, deliveryStreamName = "stream") => {
    const server = await FirehoseServer.start();
    server.createStream("stream", type, status);
    const settings = { deliveryStreamName, region: "us-west-2", endpointUrl: server.endpointUrl };
    const report = await firehose.check(settings, SECRETS, LOCAL_POLICY);
    await server.close();
    expect(server.records("stream")).toEqual([]);
    return report;
  };

  it.each<[FirehoseSource, string, boolean, RegExp]>([
    ["DirectPut", "ACTIVE", true, /stream stream is ACTIVE; its source is Direct PUT\.$/],
    ["DirectPut", "CREATING", false, /is CREATING: wait until it is ACTIVE\.$/],
    ["DirectPut", "CREATING_FAILED", false, /is CREATING_FAILED: make it again\.$/],
    ["DirectPut", "DELETING", false, /is DELETING: make it again\.$/],
    ["DirectPut", "a word it is not", false, /is in an unknown state: wait/],
    [
      "KinesisStreamAsSource",
      "ACTIVE",
      false,
      /send to that Kinesis stream with a destination of the type kinesis, or name/,
    ],
    [
      "MSKAsSource",
      "ACTIVE",
      false,
      /as its source is MSKAsSource: name a Firehose stream whose source is Direct PUT\.$/,
    ],
  ])("of %s that is %s says %s", async (type, status, ok, detail) => {
    expect(await check(type, status)).toMatchObject({
      ok,
      steps: [{ name: "firehose:DescribeDeliveryStream", ok, detail: expect.stringMatching(detail) }],
    });
  });

  it("says where it was looked for", async () => {
    const { steps } = await check("DirectPut", "ACTIVE", "other");
    expect(steps[0]?.detail).toMatch(
      /^ResourceNotFoundException: .* There is no Firehose stream other in us-west-2: make it, or correct deliveryStreamName and region\.$/,
    );
  });
});
