import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { S3Emulator } from "../destinations/testing/s3-emulator.ts";
import { startS3 } from "../destinations/testing/s3-emulator.ts";
import { ScriptedServer } from "../destinations/testing/scripted-server.ts";
import { BlobStoreError } from "./blob-store.ts";
import { BucketStore } from "./bucket-store.ts";
import { blobStoreSuite } from "./testing/blob-store-suite.ts";

const open = (endpointUrl: string, prefix?: string) =>
  new BucketStore({
    bucket: "blobs",
    region: "us-west-2",
    endpointUrl,
    accessKeyId: "S3RVER",
    secretAccessKey: "S3RVER",
    prefix,
  });

const key = { projectId: "01a1fc27-a71e-787d-baf8-3eef3d9ddd67", position: 1, part: 0 };

for (const prefix of ["", "large/results/"])
  blobStoreSuite(`bucket with the prefix "${prefix}"`, async () => {
    const emulator = await startS3();
    await emulator.createBucket("blobs");
    return {
      store: open(emulator.endpointUrl, prefix),
      list: async () => (await emulator.list("blobs")).map((name) => name.slice(prefix.length)),
      async age(milliseconds) {
        const then = new Date(Date.now() - milliseconds);
        const folder = join(emulator.directory, "blobs");
        for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
          if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then);
      },
      remove: () => emulator.close(),
    };
  });

describe("URLs to a bucket", () => {
  let emulator: S3Emulator;
  beforeAll(async () => {
    emulator = await startS3();
    await emulator.createBucket("blobs");
  });
  afterAll(() => emulator.close());

  it("fetch the blob without credentials, as JSON that nobody keeps", async () => {
    const store = open(emulator.endpointUrl, "a b/");
    await store.put(key, Buffer.from("[12345678901234567890,1.0]"));
    const answer = await fetch(store.urlFor(key, 60_000) ?? "");
    expect(await answer.text()).toBe("[12345678901234567890,1.0]");
    expect(answer.headers.get("content-type")).toBe("application/json");
    await store.close();
  });

  it("last a week at most", async () => {
    const week = 7 * 24 * 3_600_000;
    const store = open(emulator.endpointUrl);
    expect(store.urlFor(key, week)).toContain("X-Amz-Expires=604800");
    expect(store.urlFor(key, week + 1)).toBeUndefined();
    expect(store.urlFor(key, Infinity)).toBeUndefined();
    await store.close();
  });
});

describe("a bucket that refuses", () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.close());

  it.each([
    ["denied", { status: 403, body: "<Error><Code>AccessDenied</Code><Message>no S3RVER</Message></Error>" }],
    ["gone", { status: 301 }],
    ["broken", { status: 500 }],
    ["cut off", "reset" as const],
  ])("is an error that holds no credentials: %s", async (_name, reply) => {
    server.script = () => reply;
    const store = open(server.endpointUrl);
    for (const call of [
      () => store.put(key, Buffer.from("[]")),
      () => store.open(key),
      () => store.has(key),
      () => store.removeThrough(key.projectId, 1, Date.now()),
    ]) {
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(BlobStoreError);
      expect(String(error)).not.toContain("S3RVER");
    }
    await store.close();
  });

  it("is listed page by page, no further than needed, and what is put meanwhile stays", async () => {
    const names = ["1-0", "1-1", "2-0", "3-0", "4-0", "5-0"].map((name) => `${name.padStart(18, "0")}.json`);
    const store = open(server.endpointUrl, "p/");
    let putting: Promise<void> | undefined;
    server.seen.length = 0;
    server.script = ({ method, url }) => {
      if (method !== "GET") return { status: method === "HEAD" ? 404 : 200 };
      const after = new URL(url, server.endpointUrl).searchParams.get("start-after")?.split("/").at(-1) ?? "";
      const page = names.filter((name) => name > after).slice(0, 2);
      // While the first page is on its way, a delivery puts one of its blobs again.
      putting ??= store.put({ ...key, part: 1 }, Buffer.from("[]"));
      return { status: 200, body: listing(page, names.at(-1) !== page.at(-1)) };
    };
    expect(await store.removeThrough(key.projectId, 3, Date.now())).toBe(3);
    await putting;
    const of = (wanted: string) => server.seen.filter(({ method }) => method === wanted);
    expect(of("DELETE").map(({ url }) => url.split("/").at(-1)?.slice(15))).toEqual([
      "1-0.json",
      "2-0.json",
      "3-0.json",
    ]);
    expect(of("GET")).toHaveLength(3);
    await store.close();
  });

  it("has no blob that was removed meanwhile, but none is taken for missing where the bucket is", async () => {
    server.script = ({ method }) => (method === "HEAD" ? { status: 404 } : { status: 404, body: "<Error/>" });
    const store = open(server.endpointUrl);
    expect(await store.has(key)).toBe(false);
    expect(await store.open(key)).toBeUndefined();
    await expect(store.put(key, Buffer.from("[]"))).rejects.toThrow(BlobStoreError);
    await store.close();
  });
});

function listing(names: readonly string[], more: boolean): string {
  const contents = names.map(
    (name) =>
      `<Contents><Key>p/${key.projectId}/${name}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents>`,
  );
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join("")}</ListBucketResult>`;
}
