import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import S3rver from "s3rver";

/** An S3 on this machine, with one bucket, read through the AWS SDK. */
export interface LocalBucket {
  readonly endpointUrl: string;
  /** The one pair of keys the emulator knows. */
  readonly secrets: { readonly awsKeyId: string; readonly awsSecretKey: string };
  keys(): Promise<readonly string[]>;
  get(key: string): Promise<{ readonly text: string; readonly metadata: Readonly<Record<string, string>> }>;
  close(): Promise<void>;
}

/** Starts s3rver on a free port, over a folder that is removed at the end, and makes the bucket. */
export async function startBucket(name: string): Promise<LocalBucket> {
  const directory = await mkdtemp(join(tmpdir(), "millrace-demo-s3-"));
  const server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory });
  const endpointUrl = `http://127.0.0.1:${(await server.run()).port}`;
  const secrets = { awsKeyId: "S3RVER", awsSecretKey: "S3RVER" };
  const client = new S3Client({
    region: "us-west-2",
    endpoint: endpointUrl,
    forcePathStyle: true,
    credentials: { accessKeyId: secrets.awsKeyId, secretAccessKey: secrets.awsSecretKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return {
    endpointUrl,
    secrets,
    keys: () => listKeys(client, name),
    async get(key) {
      const object = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
      return { text: (await object.Body?.transformToString()) ?? "", metadata: object.Metadata ?? {} };
    },
    async close() {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function listKeys(client: S3Client, bucket: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const continued = token === undefined ? {} : { ContinuationToken: token };
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ...continued }));
    keys.push(...(page.Contents ?? []).flatMap(({ Key: key }) => key ?? []));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}
