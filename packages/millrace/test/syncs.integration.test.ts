import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import type { Running } from "./support.ts";
import { Caller, member, start, until } from "./support.ts";

const SECRET = "sk-very-secret-1234";

const TILE = {
  displayName: "Acme Messaging",
  category: "messaging",
  summary: "Send events to Acme.",
  description: "Acme sends messages.",
  parameters: [
    { name: "endpoint", displayName: "Endpoint" },
    { name: "api_key", displayName: "API key", secret: true },
  ],
  mappedFields: [{ name: "external_id", required: true }],
  events: {
    url: "${parameters.endpoint}/track",
    headers: { Authorization: "Bearer ${parameters.api_key}" },
    body: '{"id": ${json(mappedFields.external_id)}, "type": ${json(input.event_type)}, "price": ${mappedProperties.price}}',
  },
  identifies: {
    url: "${parameters.endpoint}/users",
    method: "PUT",
    headers: { Authorization: "Bearer ${parameters.api_key}" },
    body: '{"id": ${json(mappedFields.external_id)}, "properties": ${json(input.user_properties)}}',
  },
};

let api: Running;
let endpoint: ScriptedServer;
let path: string;
let projectKey: string;
let count = 0;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
});
beforeEach(async () => {
  const project = `syncs-${++count}`;
  path = `/v1/projects/${project}`;
  await api.create("/v1/projects", { name: project });
  const key = await api.ok("POST", `${path}/api-keys`, { label: "sdk", scopes: ["ingest", "read"] });
  projectKey = String(member(key, "key"));
  await api.ok("POST", `${path}/tiles`, { name: `acme-${count}`, definition: TILE });
  await api.ok("POST", `${path}/tiles/acme-${count}:releaseInternally`);
  endpoint.seen.length = 0;
  endpoint.script = () => ({ status: 200 });
});

const makeSync = (over: object = {}) =>
  api.ok("POST", `${path}/syncs`, {
    name: "acme",
    tile: `acme-${count}`,
    parameters: { endpoint: endpoint.endpointUrl, api_key: SECRET },
    definition: {
      events: { raw: ["buy"] },
      select: { event: ["price"] },
      mappings: { external_id: { field: "user_id" } },
      identifies: { on: "change" },
    },
    state: "enabled",
    ...over,
  });
let inserted = 0;
const upload = (...events: readonly object[]) =>
  new Caller(api.server.url, "").ok("POST", "/2/httpapi", {
    api_key: projectKey,
    events: events.map((event) =>
      Object.assign(
        { user_id: "user-1", device_id: "device-1", insert_id: `i-${++inserted}`, time: Date.now() },
        event,
      ),
    ),
  });
const buy = (price: number, over: object = {}) => ({
  event_type: "buy",
  event_properties: { price, note: "x" },
  ...over,
});
const arrived = (url: string) =>
  endpoint.seen.filter((seen) => seen.url === url).map((seen): unknown => JSON.parse(seen.body));
const settled = () =>
  until(async () => {
    const routes = member(await api.ok("GET", `${path}/syncs/acme`), "routes");
    return (
      Array.isArray(routes) &&
      routes.every((route) => member(route, "lag") === 0 || member(route, "lag") === undefined)
    );
  });

describe("a sync of a tile", () => {
  it("gives templates the export format of events that came in by Millrace's own call", async () => {
    const fields = ["uuid", "server_received_time", "event_time", "event_name", "created_at", "event_type"];
    const body = `{${fields.map((name) => `"${name}": \${json(input.${name})}`).join(", ")}}`;
    await api.ok("POST", `${path}/tiles`, {
      name: `export-${count}`,
      definition: { ...TILE, mappedFields: [], events: { ...TILE.events, body }, identifies: undefined },
    });
    await api.ok("POST", `${path}/tiles/export-${count}:releaseInternally`);
    await makeSync({ tile: `export-${count}`, definition: { events: { raw: ["buy", "track"] } } });
    const made = await api.ok("POST", `${path}/events`, {
      events: [
        {
          topic: "track",
          time: "2025-10-14T04:58:59.323405308+02:00",
          data: { event_type: "buy", user_id: "u-1" },
        },
        { topic: "track", time: "2025-10-14T02:59:00Z", data: { event_time: "2025-10-13 00:00:00.000000" } },
        { topic: "orders", data: { event_type: "buy" } },
      ],
    });
    await until(() => arrived("/track").length >= 2);
    await settled();
    const received = expect.stringMatching(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}000$/);
    expect(arrived("/track")).toEqual([
      {
        uuid: member(made, "results", 0, "id"),
        server_received_time: received,
        event_time: "2025-10-14 02:58:59.323405",
        event_name: "buy",
        created_at: "2025-10-14 02:58:59.323405",
        event_type: "buy",
      },
      {
        uuid: member(made, "results", 1, "id"),
        server_received_time: received,
        event_time: "2025-10-13 00:00:00.000000",
        event_name: "track",
        created_at: "2025-10-13 00:00:00.000000",
        event_type: "track",
      },
    ]);
  });

  it("delivers the events and the changed users that it asks for, and nothing else", async () => {
    await makeSync();
    await upload(buy(1), { event_type: "look" }, buy(2, { user_id: undefined }), {
      event_type: "$identify",
      user_properties: { $set: { plan: "pro" } },
    });
    await until(() => arrived("/users").length >= 1 && arrived("/track").length >= 1);
    await settled();
    expect(arrived("/track")).toEqual([{ id: "user-1", type: "buy", price: 1 }]);
    expect(arrived("/users")).toEqual([{ id: "user-1", properties: { plan: "pro" } }]);
    expect(endpoint.seen.every((seen) => seen.headers.authorization === `Bearer ${SECRET}`)).toBe(true);
    // The same again changes nothing of the user.
    await upload({ event_type: "$identify", user_properties: { $set: { plan: "pro" } } }, buy(3));
    await until(() => arrived("/track").length === 2);
    await settled();
    expect(arrived("/users")).toHaveLength(1);
    expect(api.logged()).not.toContain(SECRET);
  });

  it("keeps what comes while it is paused, and lets pass what comes while it is disabled", async () => {
    await makeSync();
    await api.ok("POST", `${path}/syncs/acme:pause`);
    await upload(buy(1));
    await api.ok("POST", `${path}/syncs/acme:enable`);
    await until(() => arrived("/track").length === 1);
    await settled();
    await api.ok("POST", `${path}/syncs/acme:disable`);
    await upload(buy(2));
    await api.ok("POST", `${path}/syncs/acme:enable`);
    await upload(buy(3));
    await until(() => arrived("/track").length === 2);
    await settled();
    expect(arrived("/track").map((body) => member(body, "price"))).toEqual([1, 3]);
  });

  it("starts in the past where it is asked to", async () => {
    await upload(buy(1), buy(2));
    await makeSync({ from: "earliest" });
    await until(() => arrived("/track").length === 2);
    expect(arrived("/track").map((body) => member(body, "price"))).toEqual([1, 2]);
  });

  it("sends with new parameters as soon as they are changed", async () => {
    await makeSync();
    await api.ok("PATCH", `${path}/syncs/acme`, { parameters: { api_key: "another-key-9876" } });
    await upload(buy(1));
    await until(() => arrived("/track").length === 1);
    expect(endpoint.seen[0]?.headers.authorization).toBe("Bearer another-key-9876");
  });

  it("tells what failed, and counts it in the metrics", async () => {
    endpoint.script = ({ body }) => ({ status: body.includes('"price": 2') ? 422 : 200 });
    const sync = await makeSync();
    await upload(buy(1), buy(2), buy(3));
    const failures = () => api.ok("GET", `${path}/syncs/acme/failures`);
    await until(async () => member(await failures(), "results", "length") === 1);
    await settled();
    expect(await failures()).toMatchObject({
      results: [
        {
          standing: "discarded",
          count: 1,
          samples: [
            {
              event: { data: { event_type: "buy" } },
              message: { attributes: { authorization: "Bearer ********" } },
            },
          ],
        },
      ],
    });
    const totals = async () => member(await api.ok("GET", `${path}/syncs/acme/metrics`), "totals");
    await until(async () => member(await totals(), "deliveredFirstAttempt") === 2, 30);
    const query = `sync_id=${String(member(sync, "id"))}&time_period=ONE_HOUR`;
    const metrics = await fetch(`${api.server.url}/api/2/event-streaming/delivery-metrics-summary?${query}`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${projectKey}:${projectKey}`).toString("base64")}`,
      },
    });
    expect(await metrics.json()).toMatchObject({
      timePeriod: "ONE_HOUR",
      eventsDelivered: 2,
      eventsNotDelivered: 1,
      deliveryRate: 2 / 3,
      eventsDiscarded: 1,
    });
  });

  it("is gone with its lanes when it is deleted, and others are not", async () => {
    await makeSync();
    await makeSync({ name: "other" });
    expect((await api.call("DELETE", `${path}/syncs/acme`)).status).toBe(204);
    await upload(buy(1));
    await until(() => arrived("/track").length === 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(arrived("/track")).toHaveLength(1);
    expect(await api.ok("GET", `${path}/routes`)).toMatchObject({ results: [{ name: "other/events" }, {}] });
  });

  it("goes on after a restart where it was", async () => {
    await makeSync();
    await upload(buy(1));
    await until(() => arrived("/track").length === 1);
    await settled();
    api = await api.restart();
    await upload(buy(2));
    await until(() => arrived("/track").length === 2);
    await settled();
    expect(arrived("/track")).toHaveLength(2);
    expect(await api.ok("GET", `${path}/syncs/acme`)).toMatchObject({
      state: "enabled",
      secretParameters: ["api_key"],
    });
  });
});
