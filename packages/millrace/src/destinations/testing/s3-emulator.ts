import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import S3rver from "s3rver";

/** An object as a reader of the bucket sees it. */
export interface ReadObject {
  readonly key: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  readonly storageClass: string | undefined;
}

/** A local S3 (s3rver) and the SDK to read it with. */
export interface S3Emulator {
  readonly endpointUrl: string;
  /** What it keeps its buckets in. */
  readonly directory: string;
  readonly client: S3Client;
  createBucket(name: string): Promise<void>;
  /** All keys of the bucket, sorted. */
  list(bucket: string): Promise<readonly string[]>;
  get(bucket: string, key: string): Promise<ReadObject>;
  close(): Promise<void>;
}

/** The one pair of credentials that s3rver knows. */
export const S3RVER_SECRETS = { awsKeyId: "S3RVER", awsSecretKey: "S3RVER" };

/** Starts an S3 of its own on a free port of this machine, over a folder that is removed at the end. */
export async function startS3(): Promise<S3Emulator> {
  const directory = await mkdtemp(join(tmpdir(), "millrace-s3-"));
  const server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory });
  const { port } = await server.run();
  const endpointUrl = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    region: "us-west-2",
    endpoint: endpointUrl,
    forcePathStyle: true,
    credentials: { accessKeyId: S3RVER_SECRETS.awsKeyId, secretAccessKey: S3RVER_SECRETS.awsSecretKey },
  });
  return {
    endpointUrl,
    directory,
    client,
    async createBucket(name) {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    },
    list: (bucket) => list(client, bucket),
    get: (bucket, key) => get(client, bucket, key),
    async close() {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function list(client: S3Client, bucket: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let token: string | undefined, more = true; more;) {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, ...(token !== undefined && { ContinuationToken: token }) }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key: key }) => key ?? []));
    token = page.NextContinuationToken;
    more = page.IsTruncated === true;
  }
  return keys.toSorted();
}

async function get(client: S3Client, bucket: string, key: string): Promise<ReadObject> {
  const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return {
    key,
    text: (await object.Body?.transformToString()) ?? "",
    metadata: object.Metadata ?? {},
    contentType: object.ContentType,
    storageClass: object.StorageClass,
  };
}
