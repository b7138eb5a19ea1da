import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRoleArn, readStreamArn } from "./arn.ts";
import { targetOf } from "./target.ts";

const STREAM = "arn:aws:kinesis:us-west-2:123456789012:stream/my-stream";
const FIREHOSE = "arn:aws:firehose:us-west-2:123456789012:deliverystream/my-stream";
const ROLE = "arn:aws:iam::123456789012:role/streamer";

const faultOf = (read: object): string => ("fault" in read ? String(read.fault) : "");

describe("the ARN of a stream", () => {
  test.each([
    ["aws", "us-west-2"],
    ["aws", "ap-southeast-3"],
    ["aws", "mx-central-1"],
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-east-1"],
    ["aws-iso", "us-iso-east-1"],
    ["aws-iso-b", "us-isob-east-1"],
    ["aws-iso-e", "eu-isoe-west-1"],
    ["aws-iso-f", "us-isof-south-1"],
    ["aws-eusc", "eusc-de-east-1"],
  ])("is read in the partition %s, of %s", (partition, region) => {
    expect(readStreamArn(`arn:${partition}:kinesis:${region}:123456789012:stream/s`)).toEqual({
      service: "kinesis",
      partition,
      region,
      account: "123456789012",
      name: "s",
    });
    const other = partition === "aws" ? "aws-cn" : "aws";
    expect(faultOf(readStreamArn(`arn:${other}:kinesis:${region}:123456789012:stream/s`))).toBe(
      `has the partition ${other}, but the region ${region} is of ${partition}`,
    );
  });

  test("is that of a Firehose stream too", () => {
    expect(readStreamArn(FIREHOSE)).toMatchObject({ service: "firehose", name: "my-stream" });
  });

  test.each([
    ["", "must be an ARN"],
    ["my-stream", "must be an ARN"],
    [` ${STREAM}`, "must be an ARN"],
    ["ARN:aws:kinesis:us-west-2:123456789012:stream/s", "must be an ARN"],
    ["arn:aws:kinesis:us-west-2:123456789012", "six parts"],
    ["arn:azure:kinesis:us-west-2:123456789012:stream/s", 'the partition "azure"'],
    ["arn:aws:sqs:us-west-2:123456789012:my-queue", 'not of "sqs"'],
    ["arn:aws:s3:::my-bucket", 'not of "s3"'],
    ["arn:aws:kinesis::123456789012:stream/s", "no region"],
    ["arn:aws:kinesis:us-west-2 :123456789012:stream/s", 'the region "us-west-2 "'],
    ["arn:aws:kinesis:*:123456789012:stream/s", 'the region "*"'],
    ["arn:aws:kinesis:us-west-2::stream/s", "12 digits"],
    ["arn:aws:kinesis:us-west-2:12345678901:stream/s", "12 digits"],
    ["arn:aws:kinesis:us-west-2:1234567890123:stream/s", "12 digits"],
    ["arn:aws:kinesis:us-west-2:١٢٣٤٥٦٧٨٩٠١٢:stream/s", "12 digits"],
    ["arn:aws:kinesis:us-west-2:123456789012:deliverystream/s", "named as stream/NAME"],
    ["arn:aws:firehose:us-west-2:123456789012:stream/s", "named as deliverystream/NAME"],
    ["arn:aws:kinesis:us-west-2:123456789012:stream/", 'the stream name ""'],
    ["arn:aws:kinesis:us-west-2:123456789012:stream/*", 'the stream name "*"'],
    ["arn:aws:kinesis:us-west-2:123456789012:stream/a/b", 'the stream name "a/b"'],
    ["arn:aws:kinesis:us-west-2:123456789012:stream/a:b", 'the stream name "a:b"'],
    ["arn:aws:kinesis:us-west-2:123456789012:stream/é", 'the stream name "é"'],
    [`${STREAM}\n`, String.raw`the stream name "my-stream\n"`],
    ["arn:aws:kinesis:us-west-2:123456789012:stream/s/consumer/c:1", "names a consumer"],
    [`arn:aws:kinesis:us-west-2:123456789012:stream/${"x".repeat(129)}`, "1 to 128"],
    [`arn:aws:firehose:us-west-2:123456789012:deliverystream/${"x".repeat(65)}`, "1 to 64"],
    [`arn:aws:kinesis:us-west-2:123456789012:stream/${"x".repeat(3_000)}`, "2048 at most"],
  ])("is refused with what is wrong: %j", (text, said) => {
    expect(faultOf(readStreamArn(text))).toContain(said);
  });

  test.each([
    ["stream", 128],
    ["deliverystream", 64],
  ])("may have a name as long as AWS has it: %s", (kind, length) => {
    const service = kind === "stream" ? "kinesis" : "firehose";
    const name = "x".repeat(length);
    expect(readStreamArn(`arn:aws:${service}:us-west-2:123456789012:${kind}/${name}`)).toMatchObject({
      name,
    });
  });
});

describe("the ARN of a role", () => {
  test.each([
    "role/streamer",
    "role/a/b/streamer",
    "role/x=y,z.@-+_",
    `role/${"x".repeat(64)}`,
    `role/${"p".repeat(510)}/r`,
    "role/p:q/r",
  ])("is read: %s", (resource) => {
    expect(readRoleArn(`arn:aws-cn:iam::123456789012:${resource}`)).toEqual({
      partition: "aws-cn",
      account: "123456789012",
    });
  });

  test.each([
    ["arn:aws:iam:us-west-2:123456789012:role/r", 'the region "us-west-2"'],
    ["arn:aws:iam::123456789012:user/maria", "names a user"],
    ["arn:aws:iam::123456789012:root", 'has "root"'],
    ["arn:aws:iam::123456789012:policy/p", 'has "policy/p"'],
    ["arn:aws:sts::123456789012:assumed-role/r/session", "names a session of a role"],
    ["arn:aws:sts::123456789012:federated-user/u", 'not of "sts"'],
    ["arn:aws:iam::aws:role/r", '"aws", where an account id'],
    ["arn:aws:iam::123456789012:role/", 'the role name ""'],
    ["arn:aws:iam::123456789012:role/*", 'the role name "*"'],
    ["arn:aws:iam::123456789012:role/p*/r", 'the path "/p*/"'],
    ["arn:aws:iam::123456789012:role/ä/r", 'the path "/ä/"'],
    [`arn:aws:iam::123456789012:role/${"x".repeat(65)}`, "1 to 64"],
    [`arn:aws:iam::123456789012:role/${"p".repeat(511)}/r`, "512 characters at most"],
    [`${ROLE}\n`, String.raw`the role name "streamer\n"`],
    [STREAM, 'not of "kinesis"'],
  ])("is refused with what is wrong: %j", (text, said) => {
    expect(faultOf(readRoleArn(text))).toContain(said);
  });
});

/** The same rules read another way: one pattern an ARN. */
const REGIONS: readonly (readonly [string, string])[] = [
  ["aws-cn", "cn-[a-z]+"],
  ["aws-us-gov", "us-gov-[a-z]+"],
  ["aws-iso", "us-iso-[a-z]+"],
  ["aws-iso-b", "us-isob-[a-z]+"],
  ["aws-iso-e", "eu-isoe-[a-z]+"],
  ["aws-iso-f", "us-isof-[a-z]+"],
  ["aws-eusc", "eusc-[a-z]+-[a-z]+"],
  ["aws", "(?!cn-|us-gov-|us-iso|eu-isoe-|eusc-)[a-z]{2,4}-[a-z]+(?:-[a-z]+)*"],
];
const PLACES = REGIONS.map(([partition, region]) => [partition, `${region}-[0-9]{1,2}`] as const);
const isStream = (text: string): boolean =>
  PLACES.some(([partition, region]) =>
    new RegExp(
      `^arn:${partition}:(?:kinesis:${region}:[0-9]{12}:stream/[\\w.-]{1,128}|firehose:${region}:[0-9]{12}:deliverystream/[\\w.-]{1,64})$`,
    ).test(text),
  );
const isRole = (text: string): boolean =>
  PLACES.some(([partition]) =>
    new RegExp(
      `^arn:${partition}:iam::[0-9]{12}:role(?=/[^]{1,600}$)(?:/|/[\\x21-\\x29\\x2b-\\x3e\\x40-\\x7e]{1,510}/)[\\w+=,.@-]{1,64}$`,
    ).test(text),
  );

describe("ARNs put together of likely pieces", () => {
  const partitions = fc.constantFrom("aws", "aws-cn", "aws-us-gov", "aws-iso-f", "aws-eusc", "aws-", "");
  const services = fc.constantFrom("kinesis", "firehose", "iam", "sts", "");
  const regions = fc.constantFrom(
    "us-west-2",
    "cn-north-1",
    "us-gov-west-1",
    "us-isof-south-1",
    "eusc-de-east-1",
    "us-west-222",
    "",
  );
  const accounts = fc.oneof(fc.stringMatching(/^[0-9]{11,13}$/), fc.constant(""));
  const kinds = fc.constantFrom("stream/", "deliverystream/", "role/", "role/p/q/", "user/", "stream:", "");
  const names = fc.oneof(
    fc.stringMatching(/^[\w.-]{1,130}$/),
    fc.constantFrom("", "*", "a/b", "ä", "a\n", "a:b", "x,y"),
  );

  /** A good one: its partition, service, region, account, kind and name. */
  const good = fc.constantFrom(
    ["aws", "kinesis", "us-west-2", "123456789012", "stream/", "s"],
    ["aws-cn", "kinesis", "cn-north-1", "123456789012", "stream/", "s"],
    ["aws-eusc", "firehose", "eusc-de-east-1", "123456789012", "deliverystream/", "s"],
    ["aws-us-gov", "firehose", "us-gov-west-1", "123456789012", "deliverystream/", "s"],
    ["aws", "iam", "", "123456789012", "role/", "r"],
    ["aws-iso-f", "iam", "", "123456789012", "role/p/q/", "r"],
  );
  /** Good ones with some parts changed: three of four parts stay, so that a good share of them is still good. */
  const arns = fc
    .tuple(
      good,
      fc.tuple(
        ...[partitions, services, regions, accounts, kinds, names].map((part) =>
          fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: part }),
        ),
      ),
    )
    .map(([whole, others]) => whole.map((part, at) => others[at] ?? part))
    .map(
      ([partition, service, region, account, kind, name]) =>
        `arn:${partition}:${service}:${region}:${account}:${kind}${name}`,
    );

  test("are read as the other reading has it", () => {
    const read = { streams: 0, roles: 0, neither: 0 };
    fc.assert(
      fc.property(arns, (text) => {
        const stream = !("fault" in readStreamArn(text));
        const role = !("fault" in readRoleArn(text));
        read[stream ? "streams" : role ? "roles" : "neither"]++;
        expect([stream, role]).toEqual([isStream(text), isRole(text)]);
      }),
      { numRuns: 20_000 },
    );
    // Some 18 %, 12 % and 70 % of them: far from these bounds, whatever the seed.
    expect(read.streams).toBeGreaterThan(1_000);
    expect(read.roles).toBeGreaterThan(1_000);
    expect(read.neither).toBeGreaterThan(1_000);
  });

  test("never make the reading itself fail", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (text) => {
        expect(faultOf(readStreamArn(text))).not.toBe("");
        expect(faultOf(readRoleArn(`arn:aws:iam::123456789012:role/${text}\0`))).not.toBe("");
      }),
    );
  });
});

describe("where an event stream leads", () => {
  test("is a stream reached by a role, with nothing around its records", () => {
    expect(targetOf({ DestinationStreamArn: STREAM, RoleArn: ROLE })).toEqual({
      type: "kinesis",
      metadata: { streamName: "my-stream", region: "us-west-2", roleArn: ROLE, envelope: "none" },
    });
    expect(targetOf({ DestinationStreamArn: FIREHOSE, RoleArn: ROLE })).toEqual({
      type: "firehose",
      metadata: { deliveryStreamName: "my-stream", region: "us-west-2", roleArn: ROLE, envelope: "none" },
    });
  });

  test.each([
    [ROLE.replace("123456789012", "210987654321"), "of the account 210987654321"],
    [ROLE.replace("arn:aws:", "arn:aws-cn:"), "of the partition aws-cn"],
  ])("is not where the role is of another place: %s", (RoleArn, said) => {
    expect(() => targetOf({ DestinationStreamArn: STREAM, RoleArn })).toThrow(said);
  });

  test("is refused with what is wrong with both", () => {
    const refused = { DestinationStreamArn: "a", RoleArn: "b" };
    expect(() => targetOf(refused)).toThrow(
      expect.objectContaining({
        status: 422,
        issues: [
          expect.objectContaining({ name: "DestinationStreamArn", value: "a" }),
          expect.objectContaining({ name: "RoleArn", value: "b" }),
        ],
      }),
    );
  });
});
