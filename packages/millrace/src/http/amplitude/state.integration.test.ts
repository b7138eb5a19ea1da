import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BackPressureError } from "../../core/errors.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi } from "../testing/start-api.ts";
import { AmplitudeClient } from "./testing/amplitude-client.ts";

let api: RunningApi;
let refusal: BackPressureError | undefined;
let projects = 0;
beforeAll(async () => {
  api = await startApi({ refusal: () => refusal });
});
afterAll(() => api.close());

const fresh = (): Promise<AmplitudeClient> => AmplitudeClient.of(api, `state-${projects++}`);
const event = (more: object = {}): object => ({ event_type: "x", user_id: "user-1", ...more });
const identify = (user_properties: object, more: object = {}): object => ({
  event_type: "$identify",
  user_id: "user-1",
  user_properties,
  ...more,
});

describe("an identify", () => {
  it("is an event that says what it did and what the user's properties are then", async () => {
    const client = await fresh();
    await client.send([identify({ $set: { plan: "pro", city: "Bern" }, $add: { logins: 1 } })]);
    await client.send([identify({ $set: { plan: "pro" }, $add: { logins: 1 }, $unset: { city: "-" } })]);
    expect(client.stored().at(-1)).toMatchObject({ topic: "identify", metadata: { changed: "true" } });
    expect(client.last()).toMatchObject({
      event_type: "$identify",
      user_id: "user-1",
      user_properties: { plan: "pro", logins: 2 },
      user_property_operations: { $unset: { city: "-" }, $set: { plan: "pro" }, $add: { logins: 1 } },
      changed_user_properties: ["city", "logins"],
    });
  });

  it("that changes nothing says so", async () => {
    const client = await fresh();
    await client.send([identify({ $set: { a: 1 } }), identify({ $set: { a: 1 } })]);
    expect(client.stored().map(({ metadata }) => metadata)).toEqual([
      { changed: "true" },
      { changed: "false" },
    ]);
    expect(client.last()).toMatchObject({ user_properties: { a: 1 }, changed_user_properties: [] });
  });

  it("is seen by every event behind it, in the same call and in later ones", async () => {
    const client = await fresh();
    await client.send([event(), identify({ a: 1 }), event(), event({ user_id: "user-2" })]);
    await client.send([event({ user_properties: { b: 2 } }), event()]);
    expect(client.data().map(({ user_properties: properties }) => properties)).toEqual([
      {},
      { a: 1 },
      { a: 1 },
      {},
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ]);
    expect(client.stored().map(({ topic, metadata }) => [topic, metadata.changed])).toEqual([
      ["track", undefined],
      ["identify", "true"],
      ["track", undefined],
      ["track", undefined],
      ["track", "true"],
      ["track", undefined],
    ]);
  });

  it("is in no other project", async () => {
    const [here, there] = [await fresh(), await fresh()];
    await here.send([identify({ a: 1 })]);
    await there.send([event()]);
    expect(there.last()).toMatchObject({ user_properties: {} });
  });

  it("keeps digits, and names that JavaScript has a use for", async () => {
    const client = await fresh();
    const properties = '{"big":12345678901234567890,"one":1.0,"__proto__":{"x":1},"constructor":"c"}';
    const body = `{"api_key":"${client.apiKey}","events":[{"event_type":"$identify","user_id":"user-1","user_properties":${properties}}]}`;
    expect((await client.post("/2/httpapi", body)).status).toBe(200);
    await client.send([event()]);
    expect(client.stored().at(-1)?.data).toContain(`"user_properties":${properties},`);
  });

  it("that was not stored has not happened, nor has it for those behind it", async () => {
    const client = await fresh();
    refusal = new BackPressureError("disk_nearly_full", "Full.", { retryAfterSeconds: 1 });
    const refused = client.send([identify({ $add: { n: 1 } })]);
    expect((await refused).status).toBe(503);
    refusal = undefined;
    await client.send([identify({ $add: { n: 1 } })]);
    expect(client.last()).toMatchObject({ user_properties: { n: 1 } });
  });

  it("of many calls at once is done in the order of the log", async () => {
    const client = await fresh();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        client.send([identify({ $append: { calls: i }, $add: { n: 1 } })]),
      ),
    );
    const lengths = client.data().map(({ user_properties: properties }) => properties);
    lengths.forEach((properties, i) => expect(properties).toMatchObject({ n: i + 1 }));
    expect(lengths).toHaveLength(40);
  });
});

describe("an event of the past", () => {
  it("has its own user properties alone and changes none, where it says so", async () => {
    const client = await fresh();
    const past = { $skip_user_properties_sync: true, insert_id: "past" };
    await client.send([
      identify({ plan: "pro" }),
      event({ ...past, user_properties: { $set: { plan: "free" } } }),
    ]);
    expect(client.last()).toMatchObject({ user_properties: { plan: "free" } });
    expect(client.last().changed_user_properties).toBeUndefined();
    expect(client.stored().at(-1)?.metadata).toEqual({});
    await client.send([event({ $skip_user_properties_sync: true })]);
    expect(client.last()).toMatchObject({ user_properties: {} });
    await client.send([event({})]);
    expect(client.last()).toMatchObject({ user_properties: { plan: "pro" } });
  });
});

describe("a device", () => {
  const onDevice = (more: object): object => ({ event_type: "x", device_id: "device-1", ...more });

  it("has properties of its own, which become those of the first user it is seen with", async () => {
    const client = await fresh();
    await client.send([onDevice({ user_properties: { utm: "ad", plan: "free" } }), onDevice({})]);
    expect(client.last()).toMatchObject({ user_id: null, user_properties: { utm: "ad", plan: "free" } });
    await client.send([identify({ plan: "pro" })]);
    await client.send([onDevice({ user_id: "user-1" })]);
    expect(client.stored().at(-1)?.metadata).toEqual({ changed: "true" });
    expect(client.last()).toMatchObject({
      user_properties: { plan: "pro", utm: "ad" },
      changed_user_properties: ["utm"],
    });
    await client.send([onDevice({ user_id: "user-2" })]);
    expect(client.last()).toMatchObject({ user_properties: {} });
  });
});

describe("groups", () => {
  it("have properties, which the events of their members carry", async () => {
    const client = await fresh();
    const groups = { org: "Acme", team: ["red", "blue"] };
    await client.send([
      {
        event_type: "$groupidentify",
        user_id: "user-1",
        groups: { org: "Acme" },
        group_properties: { $set: { seats: 12 }, $append: { tags: "vip" } },
      },
    ]);
    expect(client.stored().at(-1)).toMatchObject({ topic: "group_identify", metadata: { changed: "true" } });
    expect(client.last()).toMatchObject({
      group_type: "org",
      group_value: "Acme",
      group_properties: { org: { Acme: { seats: 12, tags: ["vip"] } } },
      group_property_operations: { $set: { seats: 12 }, $append: { tags: "vip" } },
      changed_group_properties: ["seats", "tags"],
    });
    await client.send([event({ groups })]);
    expect(client.last()).toMatchObject({
      groups,
      group_properties: { org: { Acme: { seats: 12, tags: ["vip"] } }, team: { red: {}, blue: {} } },
    });
  });
});

describe("POST /identify and /groupidentify", () => {
  const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
  const FORM = { "content-type": "application/x-www-form-urlencoded" };

  it("take a form with one identification or a list, as well as JSON", async () => {
    const client = await fresh();
    const one = { user_id: "user-1", user_properties: { $add: { n: 1 } }, country: "Chile" };
    const api_key = client.apiKey;
    const post = (path: string, identification: unknown) =>
      client.post(path, form({ api_key, identification: JSON.stringify(identification) }), FORM);
    expect(await post("/identify", one)).toMatchObject({
      status: 200,
      body: { code: 200, events_ingested: 1 },
    });
    expect((await post("/identify", [one, one])).body).toMatchObject({ code: 200, events_ingested: 2 });
    expect((await client.post("/identify", { api_key, identification: [one] })).status).toBe(200);
    expect(client.last()).toMatchObject({
      event_type: "$identify",
      country: "Chile",
      user_properties: { n: 4 },
    });
    const group = { group_type: "org", group_value: 42, group_properties: { seats: 3 } };
    expect((await post("/groupidentify", group)).status).toBe(200);
    expect(client.last()).toMatchObject({
      user_id: null,
      group_type: "org",
      group_value: "42",
      group_properties: { org: { 42: { seats: 3 } } },
    });
  });

  it("take their fields from the query and from multipart forms as well", async () => {
    const client = await fresh();
    const api_key = client.apiKey;
    const identification = JSON.stringify({ user_id: "user-1", user_properties: { name: "Zoë & Co + 1" } });
    const query = form({ api_key, identification });
    expect((await api.call("GET", `/identify?${query}`, { key: null })).body).toMatchObject({ code: 200 });
    expect(client.last()).toMatchObject({ user_properties: { name: "Zoë & Co + 1" } });
    const group = JSON.stringify({ group_type: "org", group_value: "1", group_properties: { csm: "Lucas" } });
    const posted = `/groupidentify?${form({ api_key, identification: group })}`;
    expect((await api.call("POST", posted, { key: null })).body).toMatchObject({ code: 200 });
    expect(client.last()).toMatchObject({ group_properties: { org: { 1: { csm: "Lucas" } } } });
    const multipart = new FormData();
    multipart.append("api_key", api_key);
    multipart.append("identification", identification.replace("Zoë", "Žižka"));
    const answer = await fetch(`${api.url}/identify`, { method: "POST", body: multipart });
    expect(await answer.json()).toMatchObject({ code: 200, events_ingested: 1 });
    expect(client.last()).toMatchObject({ user_properties: { name: "Žižka & Co + 1" } });
    const broken = await client.post("/identify", "--x", {
      "content-type": "multipart/form-data; boundary=y",
    });
    expect(broken.body).toEqual({ code: 400, error: "Invalid multipart request body" });
    expect((await api.call("GET", "/identify", { key: null })).body).toMatchObject({ code: 400 });
  });

  it("say what is missing or malformed", async () => {
    const client = await fresh();
    const api_key = client.apiKey;
    const said = async (path: string, body: unknown): Promise<unknown> =>
      (await client.post(path, body)).body;
    expect(await said("/identify", { api_key })).toMatchObject({ missing_field: "identification" });
    expect(await said("/identify", "")).toMatchObject({ error: "Missing request body" });
    expect(await said("/identify", form({ identification: "{}" }))).toMatchObject({
      missing_field: "api_key",
    });
    expect(await said("/identify", form({ api_key, identification: "{" }))).toMatchObject({
      error: "Invalid JSON request body",
    });
    expect(await said("/identify", { api_key, identification: [{ user_properties: {} }, 1] })).toMatchObject({
      code: 400,
      events_with_missing_fields: { user_id: [0], device_id: [0] },
      events_with_invalid_fields: { event: [1] },
    });
    expect(await said("/groupidentify", { api_key, identification: { group_type: "org" } })).toMatchObject({
      events_with_missing_fields: { group_value: [0], group_properties: [0] },
    });
    const many = Array.from({ length: 1_025 }, () => ({ user_id: "user-1" }));
    expect(await said("/identify", { api_key, identification: many })).toMatchObject({ code: 413 });
    expect(client.stored()).toEqual([]);
  });
});
