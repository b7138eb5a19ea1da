import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  await api.call("POST", "/v1/projects", { body: { name: "shop" } });
});
afterAll(() => api.close());

const PATH = "/v1/projects/shop/transformations";

const RULES = [
  { kind: "event", from: ["Purchase", "Bought"], to: "Order" },
  { kind: "property", of: "event", from: ["prize", "Price"], to: "price" },
  { kind: "derived", name: "who", expression: "join('@', [user_id, country])" },
];

describe("a project's transformations", () => {
  test("are none to begin with", async () => {
    await api.call("POST", "/v1/projects", { body: { name: "empty" } });
    const answer = await api.call("GET", "/v1/projects/empty/transformations");
    expect([answer.status, answer.body]).toEqual([200, { rules: [] }]);
  });

  test("are replaced as a whole, and the lanes are told", async () => {
    api.refreshed.length = 0;
    const put = await api.call("PUT", PATH, { body: { rules: RULES } });
    expect([put.status, put.body]).toEqual([
      200,
      { rules: RULES, updateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
    ]);
    expect(api.refreshed).toHaveLength(1);
    expect((await api.call("GET", PATH)).body).toEqual(put.body);
    const again = await api.call("PUT", PATH, { body: { rules: RULES.slice(0, 1) } });
    expect((await api.call("GET", PATH)).text).toBe(again.text);
  });

  test("keep the numbers of tables as they were written", async () => {
    const table = '{"DE":12345678901234567890,"FR":{"vat":20.0},"__proto__":1.50}';
    const body = `{"rules":[{"kind":"lookup","name":"tax","key":"country","table":${table}}]}`;
    expect((await api.call("PUT", PATH, { body })).text).toContain(`"table":${table}`);
    expect((await api.call("GET", PATH)).text).toContain(`"table":${table}`);
    const previewed = await api.call("POST", `${PATH}:preview`, {
      body: '{"event":{"country":"FR","n":1.0}}',
    });
    expect(previewed.text).toContain('"lookup_properties":{"tax":{"vat":20.0}}}}');
    expect(previewed.text).toContain('"n":1.0,');
  });

  test("are refused with every fault and its place, and nothing changes", async () => {
    const before = await api.call("GET", PATH);
    const answer = await api.call("PUT", PATH, {
      body: {
        rules: [
          { kind: "derived", name: "a", expression: "foo[" },
          { kind: "event", from: ["A"], to: "B" },
          { kind: "event", from: ["B"], to: "C" },
          { kind: "lookup", name: "l", key: "nothing(a)", table: {} },
        ],
      },
    });
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      expect.stringMatching(/^rules\[0\]\.expression: At character 5: /),
      "rules[1].to: gets another name by another rule: give that name here",
      "rules[3].key: At character 1: There is no function nothing().",
    ]);
    expect((await api.call("GET", PATH)).text).toBe(before.text);
  });

  test.each<[string, unknown, number]>([
    ["no JSON", "{rules", 400],
    ["nothing", "", 422],
    ["an array", [], 422],
    ["an unknown kind", { rules: [{ kind: "magic" }] }, 422],
    ["an unknown member", { rules: [], more: 1 }, 422],
  ])("are refused where the body is %s", async (_name, body, status) => {
    expect((await api.call("PUT", PATH, { body })).status).toBe(status);
  });

  test("are read with the scope read and replaced with write", async () => {
    const made = await api.call("POST", "/v1/projects/shop/api-keys", {
      body: { label: "reader", scopes: ["read"] },
    });
    const key = textAt(made, "key");
    expect((await api.call("GET", PATH, { key })).status).toBe(200);
    expect((await api.call("PUT", PATH, { key, body: { rules: [] } })).status).toBe(403);
    expect((await api.call("POST", `${PATH}:preview`, { key, body: { event: {} } })).status).toBe(200);
  });
});

describe("a preview", () => {
  test("shows an event before and after, by rules that are not saved yet", async () => {
    await api.call("PUT", PATH, { body: { rules: [] } });
    const answer = await api.call("POST", `${PATH}:preview`, {
      body: {
        rules: RULES,
        event: { event_type: "Bought", user_id: "u", country: "DE", event_properties: { Price: 5, a: 1 } },
      },
    });
    expect(answer.body).toEqual({
      raw: expect.objectContaining({ event_type: "Bought", event_properties: { Price: 5, a: 1 } }),
      transformed: expect.objectContaining({
        event_type: "Order",
        event_properties: { price: 5, a: 1 },
        derived_properties: { who: "u@DE" },
      }),
    });
  });

  test("shows an event of the log, by the project's rules", async () => {
    await api.call("PUT", PATH, { body: { rules: RULES } });
    await api.call("POST", "/v1/projects/shop/events", {
      body: { events: [{ id: "e-1", topic: "track", data: { event_type: "Purchase" } }] },
    });
    const answer = await api.call("POST", `${PATH}:preview`, { body: { eventId: "e-1" } });
    expect(answer.body).toMatchObject({
      raw: { event_type: "Purchase" },
      transformed: { event_type: "Order" },
    });
  });

  test.each<[string, unknown, number]>([
    ["neither event nor id", {}, 422],
    ["both", { event: {}, eventId: "e-1" }, 422],
    ["an event that is no object", { event: [] }, 422],
    ["an id that nobody knows", { eventId: "e-9" }, 404],
    ["faulty rules", { event: {}, rules: [{ kind: "derived", name: "a", expression: "]" }] }, 422],
  ])("is refused for %s", async (_name, body, status) => {
    expect((await api.call("POST", `${PATH}:preview`, { body })).status).toBe(status);
  });
});
