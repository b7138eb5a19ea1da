import { startKinesis } from "../src/destinations/testing/kinesis-emulator.ts";
import type { KinesisEmulator } from "../src/destinations/testing/kinesis-emulator.ts";
import { S3RVER_SECRETS, startS3 } from "../src/destinations/testing/s3-emulator.ts";
import type { S3Emulator } from "../src/destinations/testing/s3-emulator.ts";

/** A Kinesis and an S3 on this machine, and destinations that lead to them. */
export interface Aws {
  readonly kinesis: KinesisEmulator;
  readonly s3: S3Emulator;
  /** The body that creates a destination on a stream of its own name. */
  stream(name: string, metadata?: object): object;
  /** The body that creates a destination on a bucket of its own name. */
  bucket(name: string, metadata?: object): object;
  close(): Promise<void>;
}

/** Starts both. */
export async function startAws(): Promise<Aws> {
  const [kinesis, s3] = await Promise.all([startKinesis(), startS3()]);
  return {
    kinesis,
    s3,
    stream: (name, metadata = {}) => kinesisDestination(name, kinesis.endpointUrl, metadata),
    bucket: (name, metadata = {}) => ({
      name,
      type: "s3",
      metadata: { bucket: name, region: "us-west-2", endpointUrl: s3.endpointUrl, ...metadata },
      secrets: S3RVER_SECRETS,
    }),
    async close() {
      await Promise.all([kinesis.close(), s3.close()]);
    },
  };
}

/** The body that creates a destination on a stream behind that endpoint. */
export function kinesisDestination(name: string, endpointUrl: string, metadata: object = {}): object {
  return {
    name,
    type: "kinesis",
    metadata: { streamName: name, region: "us-west-2", endpointUrl, ...metadata },
    secrets: { awsKeyId: "AKIDEXAMPLE", awsSecretKey: "secret" },
  };
}
