import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  await api.call("POST", "/v1/projects", { body: { name: "demo" } });
  await api.call("POST", "/v1/projects", { body: { name: "other" } });
});
afterAll(() => api.close());

describe.each([
  ["a project", "/v1/projects/demo/access-keys", ["ingest", "read"]],
  ["the whole instance", "/v1/access-keys", ["admin"]],
])("access keys of %s", (_whose, path, scopes) => {
  it("are made with a secret that is answered once, and kept sealed", async () => {
    const made = await api.call("POST", path, { body: { label: "shop", scopes } });
    expect(made.status).toBe(201);
    expect(made.headers.get("cache-control")).toBe("no-store");
    expect(made.body).toMatchObject({
      accessKeyId: expect.stringMatching(/^MRAK[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      label: "shop",
      scopes,
      disabled: false,
    });
    const secret = textAt(made, "secretAccessKey");
    const list = await api.call("GET", path);
    expect(list.body).toEqual([expect.objectContaining({ id: textAt(made, "id") })]);
    expect(list.text).not.toContain(secret);
    const rows = await api.store.selectFrom("access_keys").selectAll().execute();
    for (const { secret: sealed } of rows) expect(sealed.toString("latin1")).not.toContain(secret);
    expect(api.logged()).not.toContain(secret);
  });

  it("are renamed, disabled, enabled and deleted", async () => {
    const id = textAt(await api.call("POST", path, { body: { label: "a", scopes } }), "id");
    const change = async (body: object) => (await api.call("PATCH", `${path}/${id}`, { body })).body;
    expect(await change({ disabled: true })).toMatchObject({ disabled: true, label: "a" });
    expect(await change({ label: "b" })).toMatchObject({ disabled: true, label: "b" });
    expect(await change({ disabled: false })).toMatchObject({ disabled: false });
    expect((await api.call("DELETE", `${path}/${id}`)).status).toBe(204);
    expect((await api.call("DELETE", `${path}/${id}`)).status).toBe(404);
    expect((await api.call("PATCH", `${path}/${id}`, { body: { disabled: true } })).status).toBe(404);
  });

  it("are refused with what they cannot have", async () => {
    for (const body of [{}, { label: "a" }, { label: "", scopes }, { label: "a", scopes: ["review"] }])
      expect((await api.call("POST", path, { body })).status).toBe(422);
    const id = textAt(await api.call("POST", path, { body: { label: "a", scopes } }), "id");
    for (const body of [{}, { scopes: ["admin"] }, { secretAccessKey: "x" }])
      expect((await api.call("PATCH", `${path}/${id}`, { body })).status).toBe(422);
  });
});

it("an access key is managed where it belongs, by keys that may", async () => {
  const scopes = ["admin"];
  const made = await api.call("POST", "/v1/projects/demo/access-keys", { body: { label: "a", scopes } });
  const id = textAt(made, "id");
  const body = { disabled: true };
  expect((await api.call("PATCH", `/v1/projects/other/access-keys/${id}`, { body })).status).toBe(404);
  expect((await api.call("PATCH", `/v1/access-keys/${id}`, { body })).status).toBe(404);
  expect((await api.call("DELETE", `/v1/projects/other/access-keys/${id}`)).status).toBe(404);
  const write = { label: "w", scopes: ["write"] };
  const key = textAt(await api.call("POST", "/v1/projects/demo/api-keys", { body: write }), "key");
  expect((await api.call("GET", "/v1/projects/demo/access-keys", { key })).status).toBe(403);
  const admin = { label: "a", scopes };
  const ofProject = textAt(await api.call("POST", "/v1/projects/demo/api-keys", { body: admin }), "key");
  expect((await api.call("GET", "/v1/access-keys", { key: ofProject })).status).toBe(403);
  expect((await api.call("GET", "/v1/projects/other/access-keys", { key: ofProject })).status).toBe(404);
});
