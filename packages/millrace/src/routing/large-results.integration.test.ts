import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlobStore } from "../blobs/blob-store.ts";
import { BlobStoreError } from "../blobs/blob-store.ts";
import { FolderStore } from "../blobs/folder-store.ts";
import type { Formatter } from "../core/destination.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { Discard, Message } from "../core/message.ts";
import { firehose } from "../destinations/firehose/index.ts";
import { kinesis } from "../destinations/kinesis/index.ts";
import { eventWith } from "../destinations/testing/destination-suite.ts";
import { LargeResults, MAX_PARTS } from "./large-results.ts";

const WEBHOOK_LIMIT = 300 * 1_024;
const KINESIS_LIMIT = 1_048_576;
const FIREHOSE_LIMIT = 1_024_000;

/** A body as it is, its event's id beside it, and a limit: what a webhook is. */
const webhookWith =
  (limit: number): Formatter =>
  (event, key = "the key") => {
    const bodyBytes = Buffer.byteLength(event.data);
    const error = { code: "body_too_large", message: `${bodyBytes}`, blame: "event" } as const;
    if (bodyBytes > limit) return { tooLarge: { bytes: bodyBytes, limit, key, error } };
    const attributes = { "webhook-id": event.id };
    return { event, body: event.data, bodyBytes, key, keyBytes: Buffer.byteLength(key), attributes };
  };
const webhook = webhookWith(WEBHOOK_LIMIT);

const kinesisWith = (partitionKeyTemplate?: string): Formatter =>
  kinesis.formatter(
    {
      streamName: "s",
      region: "us-west-2",
      ...(partitionKeyTemplate !== undefined && { partitionKeyTemplate }),
    },
    { destinationId: "d" },
  );

const firehoseFormat = firehose.formatter(
  { deliveryStreamName: "s", region: "us-west-2" },
  { destinationId: "d" },
);

const head =
  '{"action":"read","installationId":"i-1","resultInfo":{"type":"inline","numRecords":0},"result":[';
const eventOf = (records: readonly string[], position = 1) =>
  eventWith(position, `${head}${records.join(",")}]}`);
const record = (n: number, bytes: number) =>
  `{"id":${n},"big":12345678901234567890,"one":1.0,"t":"${"ü".repeat(bytes / 2)}"}`;

let folder: string;
let store: BlobStore;
let puts: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-large-"));
  store = FolderStore.open(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

let asked = 0;
/** URLs that say what they lead to, and that no two attempts share. */
const urls = {
  urlFor: async ({ position, part }: { position: number; part: number }, ttl: number) =>
    `https://m.example/${position}/${part}?ttl=${ttl}&asked=${String(++asked).padStart(6, "0")}`,
};
const large = () => {
  puts = [];
  const counting: BlobStore = Object.assign(Object.create(store), {
    put: (key: Parameters<BlobStore["put"]>[0], bytes: Uint8Array) => {
      puts.push(`${key.position}-${key.part}`);
      return store.put(key, bytes);
    },
  });
  return new LargeResults(counting, urls);
};

async function prepared(
  records: readonly string[],
  format: Formatter,
  position = 1,
): Promise<readonly Message[]> {
  const answer = await large().prepare(eventOf(records, position), format, 900_000);
  if (answer === undefined || "discard" in answer) throw new Error("no messages");
  return answer;
}

const inner = (message: Message) => {
  const body: unknown = JSON.parse(message.body);
  const data = isJsonObject(body) && "data" in body ? body.data : body;
  if (!isJsonObject(data) || !isJsonObject(data.resultInfo)) throw new Error("not a message of the seeds");
  return { result: data.result, info: data.resultInfo };
};

async function blob(position: number, part: number): Promise<string> {
  const chunks: Buffer[] = [];
  const opened = await store.open({ projectId: eventOf([]).projectId, position, part });
  for await (const chunk of opened?.stream ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe.each([
  ["webhook", webhook, WEBHOOK_LIMIT],
  ["kinesis", kinesisWith(), KINESIS_LIMIT],
  ["kinesis with a template", kinesisWith("data.installationId"), KINESIS_LIMIT],
  ["firehose", firehoseFormat, FIREHOSE_LIMIT],
])("large results for a %s", (_name, format, limit) => {
  const within = (messages: readonly Message[]) => {
    for (const { body, bodyBytes, keyBytes } of messages) {
      expect(bodyBytes).toBe(Buffer.byteLength(body));
      expect(bodyBytes + (limit === KINESIS_LIMIT ? keyBytes : 0)).toBeLessThanOrEqual(limit);
    }
  };

  it("are split over as few messages as hold them; every digit stays", async () => {
    const records = Array.from({ length: 20 }, (_, i) => record(i, limit / 8));
    const messages = await prepared(records, format);
    within(messages);
    expect(messages.map((message) => inner(message).info.numRecords)).toEqual([7, 7, 6]);
    expect(messages.map(({ event }) => event.id)).toEqual([1, 2, 3].map((n) => `${eventWith(1).id}_${n}`));
    for (const { event, body } of messages) {
      expect(event.position).toBe(1);
      expect(body).toContain('"big":12345678901234567890,"one":1.0');
    }
    const sent = messages.map(({ body }) =>
      body.slice(body.indexOf('"result":[') + 10, body.lastIndexOf("]")),
    );
    expect(sent.join(",")).toBe(records.join(","));
    expect(puts).toEqual([]);
  });

  it("give a record by URL that is too large alone, in its place between the others", async () => {
    const records = [record(0, 100), record(1, limit + 100), record(2, 100)];
    const messages = await prepared(records, format, 2);
    within(messages);
    expect(messages.map((message) => inner(message).info)).toEqual([
      { type: "inline", numRecords: 1 },
      { type: "url", numRecords: 1, downloadUrl: expect.stringMatching(/\/2\/2\?ttl=900000&/) },
      { type: "inline", numRecords: 1 },
    ]);
    expect(messages[1]?.body).not.toContain('"result":');
    expect(await blob(2, 2)).toBe(`[${records[1]}]`);
  });

  it("give a single record by URL under the event's own id", async () => {
    const messages = await prepared([record(0, limit)], format, 3);
    within(messages);
    expect(messages.map(({ event }) => event.id)).toEqual([eventWith(3).id]);
    expect(await blob(3, 0)).toBe(`[${record(0, limit)}]`);
  });

  it("are given by URL as a whole where there would be too many parts", async () => {
    const records = Array.from({ length: MAX_PARTS + 1 }, (_, i) => record(i, limit - 1_000));
    const messages = await prepared(records, format, 4);
    within(messages);
    expect(messages.map((message) => inner(message).info)).toMatchObject([
      { type: "url", numRecords: MAX_PARTS + 1 },
    ]);
    expect(puts).toEqual(["4-0"]);
    expect(await blob(4, 0)).toBe(`[${records.join(",")}]`);
  });

  it("are the same at every attempt but for their URLs, and their blobs are written once", async () => {
    const records = [record(0, limit), record(1, 100)];
    const first = await prepared(records, format, 5);
    const again = await prepared(records, format, 5);
    expect(again.map(({ event }) => event.id)).toEqual(first.map(({ event }) => event.id));
    expect(again.map(({ key }) => key)).toEqual(first.map(({ key }) => key));
    expect(again[1]).toEqual(first[1]);
    expect(inner(again[0] ?? failing()).info.downloadUrl).not.toBe(
      inner(first[0] ?? failing()).info.downloadUrl,
    );
  });

  it("may be 100,000 tiny records", async () => {
    const records = Array.from({ length: 100_000 }, (_, i) => `{"id":${i}}`);
    const messages = await prepared(records, format, 6);
    within(messages);
    expect(messages.flatMap((message) => inner(message).result)).toHaveLength(100_000);
    expect(puts).toEqual([]);
  });

  it("cannot be made smaller where it is not the records that are large", async () => {
    const rest = "x".repeat(limit);
    for (const data of [
      `{"resultInfo":{"type":"inline","numRecords":0},"result":[],"rest":"${rest}"}`,
      `{"resultInfo":{"type":"inline","numRecords":1},"result":[1],"rest":"${rest}"}`,
      `{"installationId":"i-1","rest":"${rest}"}`,
    ])
      expect(
        await large().prepare(eventWith(7, `${data.slice(0, -1)},"installationId":"i-1"}`), format, 1),
      ).toBeUndefined();
    expect(puts).toEqual([]);
  });

  it("may be an empty list in a lot of white space", async () => {
    const [message] = await prepared([" ".repeat(limit)], format, 8);
    expect(message && inner(message).info).toMatchObject({ type: "url", numRecords: 0 });
    expect(await blob(8, 0)).toBe("[]");
  });
});

describe("parts of an event", () => {
  it("keep the key of the whole event where keys mean something, also where they lack what it is made of", async () => {
    const records = Array.from({ length: 4 }, (_, i) => record(i, KINESIS_LIMIT / 2));
    const keys = async (template?: string) =>
      (await prepared([...records, record(9, KINESIS_LIMIT)], kinesisWith(template))).map(({ key }) => key);
    expect(new Set(await keys("data.result[3].id"))).toEqual(new Set(["3"]));
    expect(new Set(await keys('metadata."event-id"'))).toEqual(new Set([eventWith(1).id]));
    // Without a template the key is the message id, by which readers tell copies: no two parts may share it.
    expect(new Set(await keys())).toHaveLength(5);
  });

  it("are found by halving where the format step makes more of some records than of others", async () => {
    const shouting: Formatter = (event, key) =>
      webhookWith(1_000)({ ...event, data: event.data.replaceAll('"!"', `"${"!".repeat(200)}"`) }, key);
    const records = Array.from({ length: 40 }, (_, i) => (i < 10 ? '"!"' : '"."'));
    const messages = await prepared(records, shouting);
    expect(messages.flatMap((message) => inner(message).result)).toHaveLength(40);
    for (const { bodyBytes } of messages) expect(bodyBytes).toBeLessThanOrEqual(1_000);
  });

  it("are a discard where the format step discards them", async () => {
    const discard: Discard = { discard: { code: "no", message: "no", blame: "event" } };
    const format: Formatter = (event, key) => (key === undefined ? webhook(event) : discard);
    expect(await large().prepare(eventOf([record(1, WEBHOOK_LIMIT)]), format, 1)).toEqual(discard);
  });

  it("are the message itself where that is not too large", async () => {
    const event = eventOf([record(1, 100)]);
    expect(await large().prepare(event, webhook, 1)).toEqual([webhook(event)]);
  });

  it("are not sent where their blob cannot be stored", async () => {
    const full: BlobStore = Object.assign(Object.create(store), {
      put: () => Promise.reject(new BlobStoreError("full")),
    });
    await expect(
      new LargeResults(full, urls).prepare(eventOf([record(1, WEBHOOK_LIMIT)]), webhook, 1),
    ).rejects.toThrow(BlobStoreError);
  });
});

function failing(): never {
  throw new Error("no such message");
}
