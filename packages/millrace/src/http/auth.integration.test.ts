import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../core/time.ts";
import { ensureAdminKey } from "./ensure-admin-key.ts";
import type { RunningApi } from "./testing/start-api.ts";
import { issuesIn, startApi, textAt } from "./testing/start-api.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  await api.call("POST", "/v1/projects", { body: { name: "ours" } });
  await api.call("POST", "/v1/projects", { body: { name: "theirs" } });
});
afterAll(() => api.close());

async function keyWith(scopes: readonly string[], project = "ours"): Promise<{ id: string; key: string }> {
  const made = await api.call("POST", `/v1/projects/${project}/api-keys`, {
    body: { label: "test", scopes },
  });
  return { id: textAt(made, "id"), key: textAt(made, "key") };
}

test("a key is answered once, never to be cached, and never again", async () => {
  const made = await api.call("POST", "/v1/projects/ours/api-keys", {
    body: { label: "ci", scopes: ["write", "ingest"] },
  });
  expect(made.status).toBe(201);
  expect(made.headers.get("cache-control")).toBe("no-store");
  expect(made.body).toMatchObject({
    label: "ci",
    scopes: ["ingest", "write"],
    key: expect.stringMatching(/^mr_[\w-]{43}$/),
  });
  const list = await api.call("GET", "/v1/projects/ours/api-keys");
  expect(list.text).toContain(textAt(made, "id"));
  expect(list.text).not.toContain(textAt(made, "key"));
});

test("without a valid key nothing but health, metrics and the description is answered", async () => {
  for (const key of [null, "mr_wrong", ""]) {
    const answer = await api.call("GET", "/v1/projects", { key });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
  }
  for (const path of ["/healthz", "/readyz", "/metrics", "/v1/openapi.json"]) {
    expect((await api.call("GET", path, { key: null })).status).toBe(200);
  }
});

test("a key goes into X-Api-Key or Authorization", async () => {
  const headers = { authorization: `Bearer ${api.adminKey}` };
  expect((await api.call("GET", "/v1/projects", { key: null, headers })).status).toBe(200);
});

test("a project's key sees its project alone; another one's might as well not exist", async () => {
  const { key } = await keyWith(["admin"]);
  expect((await api.call("GET", "/v1/projects", { key })).body).toEqual([
    expect.objectContaining({ name: "ours" }),
  ]);
  expect((await api.call("GET", "/v1/projects/ours", { key })).status).toBe(200);
  const shape = async (name: string) => {
    const { status, text } = await api.call("GET", `/v1/projects/${name}/destinations`, {
      key,
      headers: { "x-request-id": "r" },
    });
    return [status, text.replaceAll(name, "?").replace(/"time":"[^"]*"/, "")];
  };
  expect(await shape("theirs")).toEqual(await shape("nobody"));
  expect((await shape("theirs"))[0]).toBe(404);
  expect((await api.call("POST", "/v1/projects", { key, body: { name: "mine" } })).status).toBe(403);
});

test.each([
  [["ingest"], { read: 403, write: 403, ingest: 422, keys: 403 }],
  [["read"], { read: 200, write: 403, ingest: 403, keys: 403 }],
  [["write"], { read: 200, write: 422, ingest: 403, keys: 403 }],
  [["admin"], { read: 200, write: 422, ingest: 422, keys: 200 }],
])("the scopes %j allow what they say", async (scopes, expected) => {
  const { key } = await keyWith(scopes);
  const status = async (method: string, path: string, body?: unknown) =>
    (await api.call(method, `/v1/projects/ours${path}`, { key, body })).status;
  expect({
    read: await status("GET", "/destinations"),
    write: await status("POST", "/destinations", {}),
    ingest: await status("POST", "/events", { events: [] }),
    keys: await status("GET", "/api-keys"),
  }).toEqual(expected);
});

test("a key that is taken back stops working at once", async () => {
  const { id, key } = await keyWith(["read"]);
  expect((await api.call("GET", "/v1/projects/ours", { key })).status).toBe(200);
  expect((await api.call("DELETE", `/v1/projects/theirs/api-keys/${id}`)).status).toBe(404);
  expect((await api.call("DELETE", `/v1/projects/ours/api-keys/${id}`)).status).toBe(204);
  expect((await api.call("GET", "/v1/projects/ours", { key })).status).toBe(401);
});

test("unknown scopes are refused with the ones there are", async () => {
  const answer = await api.call("POST", "/v1/projects/ours/api-keys", {
    body: { label: "x", scopes: ["root"] },
  });
  expect(issuesIn(answer)).toEqual(['scopes[0]: must be one of "ingest", "read", "write", "admin"']);
});

test("the configured admin key works, replaces an earlier configured one, and leaves the made one alone", async () => {
  const works = async (key: string) => (await api.call("GET", "/v1/projects", { key })).status === 200;
  const now = systemClock.timestamp();
  expect(await ensureAdminKey(api.store, undefined, now)).toBeUndefined();
  expect(await ensureAdminKey(api.store, "first-configured", now)).toBeUndefined();
  await ensureAdminKey(api.store, "first-configured", now);
  await ensureAdminKey(api.store, "second-configured", now);
  expect([
    await works("first-configured"),
    await works("second-configured"),
    await works(api.adminKey),
  ]).toEqual([false, true, true]);
});

test("a refused request is logged with the code of its error", async () => {
  const { key } = await keyWith(["read"]);
  await api.call("POST", "/v1/projects/ours/events", { key, body: {} });
  expect(api.logged()).toMatch(/"method":"POST","route":"[^"]*\/events","status":403,"code":"forbidden"/);
});

test("no key is ever logged", async () => {
  const { key } = await keyWith(["read"]);
  await api.call("GET", "/v1/projects/ours?key=hidden-in-query", { key });
  expect(api.logged()).toContain('"route":"/v1/projects/:project"');
  expect(api.logged()).not.toContain(key);
  expect(api.logged()).not.toContain(api.adminKey);
  expect(api.logged()).not.toContain("hidden-in-query");
});
