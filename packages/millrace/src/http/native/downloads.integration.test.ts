import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { BucketStore } from "../../blobs/bucket-store.ts";
import type { S3Emulator } from "../../destinations/testing/s3-emulator.ts";
import { startS3 } from "../../destinations/testing/s3-emulator.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";

const MINUTE = 60_000;
const YEAR = 366 * 24 * 60 * MINUTE;
const RECORDS = '[{"n":12345678901234567890, "one":1.0, "t":"ünï😀\\ud800"}]';

/** Later by so much than the machine says. */
let later = 0;
let api: RunningApi;
let projectId: string;
let otherId: string;
beforeAll(async () => {
  api = await startApi({ now: () => Date.now() + later });
  projectId = textAt(await api.call("POST", "/v1/projects", { body: { name: "one" } }), "id");
  otherId = textAt(await api.call("POST", "/v1/projects", { body: { name: "two" } }), "id");
  for (const each of [projectId, otherId])
    await api.blobs.put({ projectId: each, position: 1, part: 0 }, Buffer.from(RECORDS));
});
afterAll(() => api.close());

const urlOf = (ttl: number, project = projectId, part = 0) =>
  api.downloads.urlFor({ projectId: project, position: 1, part }, ttl);
/** A connection of its own, closed with the answer: `fetch` keeps spare ones open, for which a closing server waits. */
const open = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(url, { agent: false }, resolve).on("error", reject));
const problemAt = async (url: string) => {
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const body: unknown = await answer.json();
  return { status: answer.status, body };
};
const invalid = { status: 403, body: { context: { code: "download_url_invalid" } } };

describe("a download URL", () => {
  it("gives the result as it was stored, without a key, and lets nobody keep it", async () => {
    const answer = await fetch(await urlOf(MINUTE));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(RECORDS);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(RECORDS)),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
  });

  it("stands on the public URL, and names project, event and part", async () => {
    const url = new URL(await urlOf(MINUTE));
    expect(url.origin).toBe(api.url);
    expect(url.pathname).toBe(`/v1/downloads/${projectId}/0000000000000001-0.json`);
    expect(Number(url.searchParams.get("expires")) * 1_000).toBeGreaterThanOrEqual(
      Date.now() + MINUTE - 5_000,
    );
  });

  it("is good until its time is up, whatever was asked for at most for a year", async () => {
    const urls = [await urlOf(MINUTE), await urlOf(8 * 24 * 60 * MINUTE), await urlOf(Infinity)];
    const statuses = async () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
    for (const [wait, expected] of [
      [MINUTE - 5_000, [200, 200, 200]],
      [MINUTE + 5_000, [403, 200, 200]],
      [9 * 24 * 60 * MINUTE, [403, 403, 200]],
      [YEAR + 5_000, [403, 403, 403]],
    ] as const) {
      later = wait;
      expect(await statuses()).toEqual(expected);
    }
    expect(await problemAt(urls[0] ?? "")).toMatchObject({
      status: 403,
      body: { context: { code: "download_url_expired" }, remedy: expect.stringContaining("fresh URL") },
    });
    later = 0;
  });

  it.each([
    ["a longer life", (url: URL) => url.searchParams.set("expires", "99999999999")],
    [
      "another spelling of its time",
      (url: URL) => url.searchParams.set("expires", `0${url.searchParams.get("expires")}`),
    ],
    ["another project", (url: URL) => (url.pathname = url.pathname.replace(projectId, otherId))],
    ["the project's name", (url: URL) => (url.pathname = url.pathname.replace(projectId, "one"))],
    ["a project there is not", (url: URL) => (url.pathname = url.pathname.replace(projectId, "nowhere"))],
    ["another part", (url: URL) => (url.pathname = url.pathname.replace("-0.json", "-1.json"))],
    ["another position", (url: URL) => (url.pathname = url.pathname.replace("1-0.json", "2-0.json"))],
    ["a way up", (url: URL) => (url.pathname = "/v1/downloads/x/..%2F..%2Fmaster.key")],
    [
      "a way up in the project",
      (url: URL) => (url.pathname = "/v1/downloads/..%2F../0000000000000001-0.json"),
    ],
    ["no signature", (url: URL) => url.searchParams.delete("signature")],
    ["no time", (url: URL) => url.searchParams.delete("expires")],
    [
      "a cut signature",
      (url: URL) => url.searchParams.set("signature", url.searchParams.get("signature")?.slice(1) ?? ""),
    ],
    ["a padded signature", (url: URL) => url.searchParams.append("signature", "=")],
    ["no query", (url: URL) => (url.search = "")],
  ])("is refused with %s", async (what, change) => {
    const url = new URL(await urlOf(MINUTE));
    change(url);
    const answer = await problemAt(url.href);
    if (what === "a padded signature") expect(answer.status).toBe(422);
    else expect(answer).toMatchObject(invalid);
  });

  it("of another project does not open this one's, though both have the blob", async () => {
    const [mine, theirs] = [new URL(await urlOf(MINUTE)), new URL(await urlOf(MINUTE, otherId))];
    mine.search = theirs.search;
    expect(await problemAt(mine.href)).toMatchObject(invalid);
  });

  it("says that the result was removed", async () => {
    expect(await problemAt(await urlOf(MINUTE, projectId, 9))).toMatchObject({
      status: 410,
      body: { context: { code: "download_removed" } },
    });
  });

  it("is for GET alone, and does not come into the log", async () => {
    const url = new URL(await urlOf(MINUTE));
    expect((await fetch(url, { method: "HEAD" })).status).toBe(405);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(405);
    expect(api.logged()).not.toContain(url.searchParams.get("signature"));
  });

  it("streams 60 MB to many readers, and holds little of it for those who are slow or go away", async () => {
    const bytes = Buffer.alloc(60 * 1_048_576, 0x20);
    await api.blobs.put({ projectId, position: 1, part: 60 }, bytes);
    const url = await urlOf(MINUTE, projectId, 60);
    const inUse = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    const before = inUse();
    const readers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const answer = await open(url);
        const [first] = await once(answer, "data");
        answer.pause();
        return { answer, begun: Buffer.from(first).length };
      }),
    );
    await sleep(500);
    // Held whole, this would be 60 MB where it is shared and 600 where it is not.
    expect((inUse() - before) / 1_048_576).toBeLessThan(30);
    const lengths = readers.map(async ({ answer, begun }, i) => {
      if (i % 2 === 1) {
        answer.destroy();
        return bytes.length;
      }
      let length = begun;
      for await (const chunk of answer) length += Buffer.from(chunk).length;
      return length;
    });
    expect(await Promise.all(lengths)).toEqual(readers.map(() => bytes.length));
  });
});

test("a stop does not wait for readers who take nothing", async () => {
  const stopping = await startApi();
  const created = await stopping.call("POST", "/v1/projects", { body: { name: "one" } });
  const key = { projectId: textAt(created, "id"), position: 1, part: 0 };
  await stopping.blobs.put(key, Buffer.alloc(60 * 1_048_576, 0x20));
  const answer = await open(await stopping.downloads.urlFor(key, MINUTE));
  answer.on("error", () => {});
  const started = Date.now();
  await stopping.close();
  expect(Date.now() - started).toBeLessThan(5_000);
  answer.destroy();
});

describe("where a bucket holds the results", () => {
  let emulator: S3Emulator;
  let bucketApi: RunningApi;
  let key: { projectId: string; position: number; part: number };
  beforeAll(async () => {
    emulator = await startS3();
    await emulator.createBucket("blobs");
    const blobs = new BucketStore({
      bucket: "blobs",
      region: "us-west-2",
      endpointUrl: emulator.endpointUrl,
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
    });
    bucketApi = await startApi({ blobs });
    const created = await bucketApi.call("POST", "/v1/projects", { body: { name: "one" } });
    key = { projectId: textAt(created, "id"), position: 1, part: 0 };
    await blobs.put(key, Buffer.from(RECORDS));
  });
  afterAll(async () => {
    await bucketApi.close();
    await bucketApi.blobs.close();
    await emulator.close();
  });

  it("a URL of 15 minutes leads there", async () => {
    const url = await bucketApi.downloads.urlFor(key, 15 * MINUTE);
    expect(url.startsWith(emulator.endpointUrl)).toBe(true);
    expect(await (await fetch(url)).text()).toBe(RECORDS);
  });

  it("a URL of eight days leads here, and on to one of some minutes there", async () => {
    const url = await bucketApi.downloads.urlFor(key, 8 * 24 * 60 * MINUTE);
    expect(url.startsWith(`${bucketApi.url}/v1/downloads/`)).toBe(true);
    const sent = await fetch(url, { redirect: "manual" });
    expect(sent.status).toBe(302);
    expect(sent.headers.get("cache-control")).toBe("private, no-store");
    expect(new URL(sent.headers.get("location") ?? "").searchParams.get("X-Amz-Expires")).toBe("300");
    expect(await (await fetch(url)).text()).toBe(RECORDS);
    const gone = await bucketApi.downloads.urlFor({ ...key, part: 9 }, 8 * 24 * 60 * MINUTE);
    expect((await fetch(gone)).status).toBe(410);
  });
});
