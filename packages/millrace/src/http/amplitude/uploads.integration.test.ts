import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi } from "../testing/start-api.ts";
import { AmplitudeClient } from "./testing/amplitude-client.ts";

const NOW = Date.UTC(2025, 9, 14, 2, 58, 59, 323);
const DAY = 86_400_000;

let now = NOW;
let api: RunningApi;
let client: AmplitudeClient;
let projects = 0;
beforeAll(async () => {
  api = await startApi({ now: () => now });
  client = await AmplitudeClient.of(api, "uploads");
});
afterAll(() => api.close());

const fresh = (): Promise<AmplitudeClient> => AmplitudeClient.of(api, `p-${projects++}`);

const track = (more: object = {}): object => ({ event_type: "Signed Up", user_id: "user-1", ...more });

describe("an event", () => {
  it("is stored in the export format, and answered in the client's words", async () => {
    const answer = await client.send([
      track({
        device_id: "device-1",
        time: NOW - 60_000,
        insert_id: "i-1",
        app_version: "2.1",
        carrier: "Sunrise",
        ip: "203.0.113.9",
        session_id: 1_697_252_000_000,
        event_id: 7,
        location_lat: 47.37,
        location_lng: 8.54,
        platform: "iOS",
        device_model: "iPhone 15",
        event_properties: { plan: "pro" },
      }),
    ]);
    expect(answer).toMatchObject({
      status: 200,
      body: { code: 200, events_ingested: 1, server_upload_time: NOW },
    });
    const [event] = client.stored();
    expect(event).toMatchObject({ topic: "track", time: "2025-10-14T02:57:59.323000000Z", metadata: {} });
    expect(client.last()).toEqual({
      server_received_time: "2025-10-14 02:58:59.323000",
      app: client.projectId,
      device_carrier: "Sunrise",
      city: null,
      user_id: "user-1",
      uuid: event?.id,
      event_time: "2025-10-14 02:57:59.323000",
      platform: "iOS",
      os_version: null,
      amplitude_id: expect.any(Number),
      processed_time: "2025-10-14 02:58:59.323000",
      version_name: "2.1",
      ip_address: "203.0.113.9",
      paying: null,
      dma: null,
      group_properties: {},
      user_properties: {},
      client_upload_time: "2025-10-14 02:58:59.323000",
      $insert_id: "i-1",
      event_type: "Signed Up",
      library: "http/2.0",
      device_type: "iPhone 15",
      start_version: null,
      location_lng: 8.54,
      server_upload_time: "2025-10-14 02:58:59.323000",
      event_id: 7,
      location_lat: 47.37,
      os_name: null,
      groups: {},
      event_properties: { plan: "pro" },
      data: {},
      device_id: "device-1",
      language: null,
      country: null,
      region: null,
      session_id: 1_697_252_000_000,
      device_family: "iPhone 15",
      sample_rate: null,
      client_event_time: "2025-10-14 02:57:59.323000",
      event_name: "Signed Up",
      created_at: "2025-10-14 02:57:59.323000",
      device_model: "iPhone 15",
    });
  });

  it("has its time put right where the client's clock is wrong", async () => {
    const hour = 3_600_000;
    await client.send([track({ time: NOW - hour - 5_000 })], {
      client_upload_time: new Date(NOW - hour).toISOString(),
    });
    expect(client.last()).toMatchObject({
      client_event_time: "2025-10-14 01:58:54.323000",
      client_upload_time: "2025-10-14 01:58:59.323000",
      event_time: "2025-10-14 02:58:54.323000",
    });
  });

  it("gets the address of the client where it asks for it", async () => {
    await client.send([track({ ip: "$remote" })]);
    expect(client.last()).toMatchObject({ ip_address: "127.0.0.1" });
  });

  it.each([
    ['{"n":12345678901234567890,"z":1.0,"a":[1e400,-0]}'],
    ['{"b":1,"2":2,"1":1}'],
    [String.raw`{"s":"\ud800","e":"é\u0000","d":10.50}`],
    ['{"__proto__":{"x":1.0},"constructor":2}'],
  ])("leaves with the digits and keys it came with: %s", async (properties) => {
    const body = `{"api_key":"${client.apiKey}","events":[{"event_type":"raw","user_id":"user-1","event_properties": ${properties} }]}`;
    expect(await client.post("/2/httpapi", body)).toMatchObject({ status: 200 });
    expect(client.stored().at(-1)?.data).toContain(`"event_properties":${properties},`);
  });

  it("has texts beyond 1,024 characters cut, wherever they stand", async () => {
    const long = "x".repeat(1_030);
    await client.send([
      track({
        event_type: long,
        city: long,
        event_properties: { a: [{ b: long }], n: 1 },
        user_properties: { long },
      }),
    ]);
    const cut = "x".repeat(1_024);
    expect(client.last()).toMatchObject({
      event_type: cut,
      city: cut,
      event_properties: { a: [{ b: cut }], n: 1 },
      user_properties: { long: cut },
    });
  });

  it("may say its ids as numbers, and revenue in its own fields", async () => {
    await client.send([track({ user_id: 1_234_567, price: 9.5, quantity: 2, productId: "p-1" })]);
    expect(client.last()).toMatchObject({ user_id: "1234567", price: 9.5, quantity: 2, productId: "p-1" });
  });
});

describe("a compressed upload", () => {
  const gzip = { "content-encoding": "gzip" };
  const bodyOf = (length: number): Buffer =>
    gzipSync(JSON.stringify({ api_key: client.apiKey, events: [track({ city: "x".repeat(length) })] }));

  it("is unpacked", async () => {
    const answer = await client.post("/2/httpapi", bodyOf(200), gzip);
    expect(answer.body).toMatchObject({ code: 200, events_ingested: 1 });
    expect(client.last()).toMatchObject({ city: "x".repeat(200) });
  });

  it("is refused where it is too large once unpacked, or broken", async () => {
    expect((await client.post("/2/httpapi", bodyOf(50_000_000), gzip)).body).toEqual({
      code: 413,
      error: "Payload too large",
    });
    for (const broken of [Buffer.from("{}"), bodyOf(200).subarray(0, 40), Buffer.from("")])
      expect((await client.post("/2/httpapi", broken, gzip)).body).toMatchObject({ code: 400 });
  });
});

describe("an upload whose events would carry too much", () => {
  it("is refused, as one that clients cut in half", async () => {
    const to = await fresh();
    const groups = { org: Array.from({ length: 20 }, (_, i) => `org-${i}`) };
    const large = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`p${i}`, "x".repeat(1_000)]));
    const set = { event_type: "$groupidentify", user_id: "user-1", groups, group_properties: large };
    expect((await to.send([set])).status).toBe(200);
    const events = Array.from({ length: 2_000 }, (_, i) => track({ groups, insert_id: `i-${i}` }));
    expect((await to.send(events)).body).toEqual({ code: 413, error: "Payload too large" });
    expect(to.stored()).toHaveLength(1);
    expect((await to.send(events.slice(0, 10))).body).toMatchObject({ code: 200 });
    expect(to.stored()).toHaveLength(11);
  });
});

describe("an event that was handed in before", () => {
  it("is accepted once, whether it changes something or not", async () => {
    const to = await fresh();
    const events = [
      track({ insert_id: "a", device_id: "device-1" }),
      track({ insert_id: "b", user_properties: { $add: { n: 1 } } }),
      track({ insert_id: "b", user_properties: { $add: { n: 1 } } }),
    ];
    await Promise.all([to.send(events), to.send(events)]);
    expect(await to.send(events)).toMatchObject({ status: 200, body: { events_ingested: 3 } });
    expect(to.data().map(({ $insert_id: id }) => id)).toEqual(["a", "b"]);
    expect(to.last()).toMatchObject({ user_properties: { n: 1 } });
  });

  it("is another one on another device", async () => {
    const to = await fresh();
    await to.send([
      track({ insert_id: "a", device_id: "device-1" }),
      track({ insert_id: "a", device_id: "device-2" }),
    ]);
    expect(to.stored()).toHaveLength(2);
  });

  it("is a new one after seven days", async () => {
    const to = await fresh();
    const events = [
      track({ insert_id: "a" }),
      track({ insert_id: "b", user_properties: { $add: { n: 1 } } }),
    ];
    const start = now;
    now = Date.now();
    await to.send(events);
    now += 7 * DAY + 60_000;
    await to.send(events);
    now = start;
    expect(to.stored()).toHaveLength(4);
    expect(new Set(to.stored().map(({ id }) => id)).size).toBe(4);
    expect(to.stored().map(({ id }) => id)).toEqual(to.data().map(({ uuid }) => uuid));
    expect(to.data().filter((each) => each.changed_user_properties !== undefined)).toMatchObject([
      { user_properties: { n: 1 } },
      { user_properties: { n: 2 } },
    ]);
  });
});
