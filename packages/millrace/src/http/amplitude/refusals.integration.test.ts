import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BackPressureError } from "../../core/errors.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import { AmplitudeClient } from "./testing/amplitude-client.ts";

let api: RunningApi;
let client: AmplitudeClient;
let refusal: BackPressureError | undefined;
let now = Date.UTC(2025, 9, 14);
beforeAll(async () => {
  api = await startApi({
    now: () => now,
    ingestEventsPerId: 10,
    maxBodyBytes: 64 * 1_048_576,
    refusal: () => refusal,
  });
  client = await AmplitudeClient.of(api, "refusals");
});
afterAll(() => api.close());

const good = { event_type: "good", user_id: "user-1" };

/** An object of objects, so deep. */
const nested = (depth: number): unknown => (depth === 0 ? 1 : { n: nested(depth - 1) });

describe("an upload is refused as a whole", () => {
  it.each([
    ["without a body", "", "Missing request body", {}],
    ["that is no JSON", '{"api_key":', "Invalid JSON request body", {}],
    ["that is no object", "[1]", "Invalid JSON request body", {}],
    ["that is not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "Invalid JSON request body", {}],
    ["that nests without end", `{"api_key":${"[".repeat(100_000)}`, "Invalid JSON request body", {}],
    ["without a key", { events: [good] }, "Request missing required field", { missing_field: "api_key" }],
    ["with a key that is no text", { api_key: 1, events: [good] }, "Invalid API key", {}],
    ["with a key nobody has", { api_key: "x", events: [good] }, "Invalid API key", {}],
  ])("%s", async (_name, body, error, more) => {
    const answer = await client.post("/2/httpapi", body);
    expect(answer).toMatchObject({ status: 400, body: { code: 400, error, ...more } });
  });

  it.each([[undefined], [[]], [{}], ["x"]])("without events: %j", async (events) => {
    const answer = await client.send(events);
    expect(answer.body).toEqual({
      code: 400,
      error: "Request missing required field",
      missing_field: "events",
    });
  });

  it("with a key of the whole instance, one that may only read, or one that was taken back", async () => {
    expect((await client.post("/2/httpapi", { api_key: api.adminKey, events: [good] })).body).toMatchObject({
      code: 400,
      error: "Invalid API key",
    });
    const path = `/v1/projects/${client.projectId}/api-keys`;
    const reading = await api.call("POST", path, { body: { label: "r", scopes: ["read"] } });
    const gone = await api.call("POST", path, { body: { label: "g", scopes: ["ingest"] } });
    const post = (key: string) => client.post("/batch", { api_key: key, events: [good] });
    expect((await post(textAt(reading, "key"))).status).toBe(400);
    expect((await post(textAt(gone, "key"))).status).toBe(200);
    await api.call("DELETE", `${path}/${textAt(gone, "id")}`);
    expect((await post(textAt(gone, "key"))).status).toBe(400);
  });

  it("where one event is wrong, with every one that is named under each of its faults", async () => {
    const before = client.stored().length;
    const answer = await client.send([
      good,
      { user_id: "user-1" },
      { event_type: "no ids" },
      { ...good, user_id: "abc" },
      { ...good, device_id: "abc" },
      { ...good, user_id: "anonymous" },
      { ...good, time: "yesterday", session_id: "x", event_properties: [] },
      { ...good, time: -1, platform: {}, groups: { org: { a: 1 } } },
      { ...good, user_properties: { $set: { a: 1 }, b: 2 } },
      { ...good, event_properties: nested(41) },
      { ...good, event_properties: nested(40) },
      { event_type: 7, user_id: true },
      { event_type: "$groupidentify", user_id: "user-1", group_properties: { a: 1 } },
    ]);
    expect(answer.body).toEqual({
      code: 400,
      error: "Request missing required field",
      events_with_missing_fields: { event_type: [1], user_id: [2], device_id: [2], groups: [12] },
      events_with_invalid_fields: {
        user_id: [5, 11],
        time: [6, 7],
        session_id: [6],
        event_properties: [6, 9],
        platform: [7],
        groups: [7],
        user_properties: [8],
        event_type: [11],
      },
      events_with_invalid_id_lengths: { user_id: [3] },
    });
    expect(client.stored()).toHaveLength(before);
  });

  it.each([
    [
      "is no object",
      ["x", null, good],
      "Invalid event JSON",
      { events_with_invalid_fields: { event: [0, 1] } },
    ],
    [
      "has a field of the wrong type",
      [{ ...good, time: {} }],
      "Invalid field values on some events",
      { events_with_invalid_fields: { time: [0] } },
    ],
    [
      "has ids that are too short",
      [{ event_type: "x", user_id: "abcd", device_id: "efgh" }],
      "Invalid id length for user_id or device_id",
      { events_with_invalid_id_lengths: { user_id: [0], device_id: [0] } },
    ],
    [
      "has ids that name nobody",
      [{ event_type: "x", user_id: "Unknown", device_id: "00000000-0000-0000-0000-000000000000" }],
      "Invalid field values on some events",
      { events_with_invalid_fields: { user_id: [0], device_id: [0] } },
    ],
  ])("where an event %s", async (_name, events, error, more) => {
    expect((await client.send(events)).body).toEqual({ code: 400, error, ...more });
  });

  it("with the index of an event that nests without end, however its numbers are written", async () => {
    const deep = `${'{"n":'.repeat(2_000)}1.0${"}".repeat(2_000)}`;
    const body = `{"api_key":"${client.apiKey}","events":[${JSON.stringify(good)},{"event_type":"x","user_id":"user-1","event_properties":${deep}}]}`;
    expect((await client.post("/2/httpapi", body)).body).toEqual({
      code: 400,
      error: "Invalid field values on some events",
      events_with_invalid_fields: { event_properties: [1] },
    });
  });

  it("but an id that is too short is left out where there is another", async () => {
    const device = { ...good, user_id: "abc", device_id: "device-9" };
    expect((await client.send([device])).status).toBe(200);
    expect(client.last()).toMatchObject({ user_id: null, device_id: "device-9" });
    expect((await client.send([{ ...good, user_id: "a" }], { options: { min_id_length: 1 } })).status).toBe(
      200,
    );
    expect(client.last()).toMatchObject({ user_id: "a" });
  });

  it("that is too large, in bytes or in events", async () => {
    const large = { ...good, event_properties: { x: "x".repeat(1_100_000) } };
    const tooLarge = { status: 413, body: { code: 413, error: "Payload too large" } };
    expect(await client.send([large])).toMatchObject(tooLarge);
    expect(await client.send([large], {}, "/batch")).toMatchObject({ status: 200 });
    const many = Array.from({ length: 2_001 }, (_, i) => ({ ...good, user_id: `user-${i}` }));
    expect(await client.send(many)).toMatchObject(tooLarge);
    expect(await client.send(many.slice(1), {}, "/batch")).toMatchObject({ status: 200 });
    const huge = { ...good, event_properties: { x: "x".repeat(21 * 1_048_576) } };
    expect(await client.send([huge], {}, "/batch")).toMatchObject(tooLarge);
  });

  it.each([
    ["GET", "/2/httpapi", 405, /^GET is not served/],
    ["PUT", "/batch", 405, /^PUT is not served/],
    ["DELETE", "/groupidentify?api_key=x", 405, /^DELETE is not served/],
    ["POST", "/2/httpapi/", 404, "Invalid request path"],
    ["POST", "/2/http", 404, "Invalid request path"],
    ["POST", "/httpapi", 404, "Invalid request path"],
    ["POST", "/api/2/event-streaming/delivery-metrics-summary", 405, /^POST is not served/],
  ])("where nothing is served by that name: %s %s", async (method, path, status, error) => {
    const body = method === "GET" ? {} : { body: { api_key: client.apiKey, events: [good] } };
    const answer = await api.call(method, path, { key: null, ...body });
    expect(answer).toMatchObject({
      status,
      body: { code: status, error: typeof error === "string" ? error : expect.stringMatching(error) },
    });
    expect(answer.headers.get("allow") === null).toBe(status === 404);
    expect((await api.call("GET", "/2httpapi", { key: null })).body).toMatchObject({ status: 404 });
  });

  it("in an encoding that is not read", async () => {
    const answer = await client.post("/2/httpapi", "x", { "content-encoding": "br" });
    expect(answer).toMatchObject({ status: 415, body: { code: 415 } });
  });

  it("while the log takes nothing, and says so in the body too", async () => {
    refusal = new BackPressureError("disk_nearly_full", "The disk is nearly full.", { retryAfterSeconds: 7 });
    const answer = await client.send([{ ...good, user_properties: { a: 1 } }]);
    refusal = undefined;
    expect(answer).toMatchObject({ status: 503, body: { code: 503, error: "The disk is nearly full." } });
    expect(answer.headers.get("retry-after")).toBe("7");
    await client.send([good]);
    expect(client.last()).toMatchObject({ user_properties: {} });
  });
});

describe("a user or device that sends too much", () => {
  const from = (user: string, count: number): object[] =>
    Array.from({ length: count }, () => ({ event_type: "x", user_id: user, device_id: `${user}-device` }));

  it("is named with its rate, until the average has gone down", async () => {
    now += 3_600_000;
    expect((await client.send(from("busy-1", 300))).status).toBe(200);
    const answer = await client.send([...from("calm-1", 1), ...from("busy-1", 2)]);
    expect(answer).toMatchObject({
      status: 429,
      body: {
        code: 429,
        eps_threshold: 10,
        throttled_users: { "busy-1": 10 },
        throttled_devices: { "busy-1-device": 10 },
        throttled_events: [1, 2],
      },
    });
    expect((await client.send(from("calm-1", 1))).status).toBe(200);
    now += 45_000;
    expect((await client.send(from("busy-1", 2))).status).toBe(200);
  });

  it("is named when its day's worth is used up", async () => {
    now += 24 * 3_600_000;
    for (let sent = 0; sent < 5_000; sent += 250) {
      expect((await client.send(from("daily-1", 250))).status).toBe(200);
      now += 60_000;
    }
    expect((await client.send(from("daily-1", 1))).body).toMatchObject({
      code: 429,
      throttled_users: {},
      exceeded_daily_quota_users: { "daily-1": 5_000 },
      throttled_events: [0],
    });
    now += 24 * 3_600_000;
    expect((await client.send(from("daily-1", 1))).status).toBe(200);
  });
});
