import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { DestinationType } from "../../core/destination.ts";
import { firehose } from "../firehose/index.ts";
import { kinesis } from "../kinesis/index.ts";
import { s3 } from "../s3/index.ts";
import { HOST, operatorPolicy, PROJECT } from "../testing/aws-identities.ts";
import { eventWith, messagesOf } from "../testing/destination-suite.ts";
import { stubHostCredentials } from "../testing/host-environment.ts";

/** moto is Python's emulator of AWS: the one that has Kinesis, Firehose, S3 and STS in one. */
const installed = spawnSync("python3", ["-c", "import moto.server"]).status === 0;
const why = installed ? "" : " (skipped: python3 with moto[server] is not installed)";

const region = "us-west-2";
/** Of the account that moto makes things in; in a role of another one they are not seen, as at AWS. */
const roleArn = "arn:aws:iam::123456789012:role/millrace";

describe.skipIf(!installed)(`with moto as AWS, in a role that the host assumes${why}`, () => {
  let moto: ChildProcess;
  let endpoint: string;
  let sdk: { kinesis: KinesisClient; firehose: FirehoseClient; s3: S3Client };

  beforeAll(async () => {
    stubHostCredentials(HOST);
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    moto = spawn("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
      stdio: "ignore",
    });
    await answering(endpoint);
    const options = { region, endpoint, credentials: HOST, requestHandler: new NodeHttpHandler() };
    sdk = {
      kinesis: new KinesisClient(options),
      firehose: new FirehoseClient(options),
      s3: new S3Client({ ...options, forcePathStyle: true }),
    };
    const LocationConstraint = region;
    await sdk.s3.send(
      new CreateBucketCommand({ Bucket: "bucket", CreateBucketConfiguration: { LocationConstraint } }),
    );
  });
  afterAll(() => {
    for (const client of Object.values(sdk)) client.destroy();
    moto.kill("SIGKILL");
    vi.unstubAllEnvs();
  });

  /** Sends three events and checks, as a destination of the project that the operator lets assume roles. */
  async function use(type: DestinationType, place: Record<string, unknown>) {
    const endpoints = { sts: endpoint, kinesis: endpoint, firehose: endpoint, s3: endpoint };
    const policy = operatorPolicy("roles", endpoints, PROJECT);
    const settings = { ...place, region, roleArn };
    expect(type.validate(settings, policy, {})).toEqual([]);
    const sender = type.open(settings, {}, policy);
    const events = [eventWith(1), eventWith(2), eventWith(3)];
    const outcomes = await sender.send(messagesOf(type, settings, events), new AbortController().signal);
    await sender.close();
    return { outcomes: outcomes.map(({ kind }) => kind), report: await type.check(settings, {}, policy) };
  }

  const delivered = ["delivered", "delivered", "delivered"];

  it("Kinesis takes records", async () => {
    await sdk.kinesis.send(new CreateStreamCommand({ StreamName: "stream", ShardCount: 1 }));
    const { outcomes, report } = await use(kinesis, { streamName: "stream" });
    expect(outcomes).toEqual(delivered);
    expect(report.steps).toMatchObject([
      // moto checks no trust policy.
      { name: "sts:AssumeRole", ok: true, detail: expect.stringContaining("Warning") },
      { name: "kinesis:DescribeStream", ok: true, detail: "The stream stream is ACTIVE." },
    ]);
    const { ShardIterator } = await sdk.kinesis.send(
      new GetShardIteratorCommand({
        StreamName: "stream",
        ShardId: "shardId-000000000000",
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    const { Records = [] } = await sdk.kinesis.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records).toHaveLength(3);
  });

  it("Firehose takes records, and they come out in the bucket", async () => {
    await sdk.firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: "delivery",
        DeliveryStreamType: "DirectPut",
        ExtendedS3DestinationConfiguration: {
          RoleARN: "arn:aws:iam::123456789012:role/firehose",
          BucketARN: "arn:aws:s3:::bucket",
          Prefix: "firehose/",
        },
      }),
    );
    const { outcomes, report } = await use(firehose, { deliveryStreamName: "delivery" });
    expect(outcomes).toEqual(delivered);
    expect(report.ok).toBe(true);
    const { Contents = [] } = await sdk.s3.send(
      new ListObjectsV2Command({ Bucket: "bucket", Prefix: "firehose/" }),
    );
    const object = await sdk.s3.send(new GetObjectCommand({ Bucket: "bucket", Key: Contents[0]?.Key }));
    expect((await object.Body?.transformToString())?.trim().split("\n")).toHaveLength(3);
  });

  it("S3 takes objects", async () => {
    const { outcomes, report } = await use(s3, { bucket: "bucket" });
    expect(outcomes).toEqual(delivered);
    expect(report.steps.map(({ name, ok }) => [name, ok])).toEqual([
      ["sts:AssumeRole", true],
      ["s3:PutObject", true],
    ]);
    const { Contents = [] } = await sdk.s3.send(
      new ListObjectsV2Command({ Bucket: "bucket", Delimiter: "/" }),
    );
    expect(Contents).toHaveLength(4);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Waits until a server answers anything at all. */
async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
  throw new Error(`Nothing answers at ${url}`);
}
