import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TileDefinition } from "../../tiles/definition.ts";
import { EXAMPLE_TILE } from "../../tiles/testing/example-tile.ts";
import { pngOf } from "../../tiles/testing/png.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const table of ["tile_reviews", "tile_versions", "tiles", "projects"] as const)
    if (table !== "projects") await api.store.deleteFrom(table).execute();
  for (const name of ["partner", "customer"]) await api.call("POST", "/v1/projects", { body: { name } });
});

const PARTNER = "/v1/projects/partner";
const tile = (name: string, over: Partial<TileDefinition> = {}): Promise<Answer> =>
  api.call("POST", `${PARTNER}/tiles`, { body: { name, definition: { ...EXAMPLE_TILE, ...over } } });
const step = (name: string, action: string): Promise<Answer> =>
  api.call("POST", `${PARTNER}/tiles/${name}:${action}`);
async function release(name: string, version = 1): Promise<void> {
  await step(name, "submit");
  await api.call("POST", `/v1/tile-reviews/${name}/versions/${version}:approve`);
  await step(name, "release");
}
async function namesIn(project: string, query = ""): Promise<unknown> {
  const { body } = await api.call("GET", `/v1/projects/${project}/catalog${query}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is what the test is about
  return (body as { results: { name: string; version: number }[] }).results.map(
    (each) => `${each.name}/${each.version}`,
  );
}

describe("the catalog", () => {
  test("shows everybody what is released, and a project its own that are released internally", async () => {
    await tile("draft");
    await tile("internal");
    await step("internal", "releaseInternally");
    await tile("public");
    await release("public");
    expect(await namesIn("customer")).toEqual(["public/1"]);
    expect(await namesIn("partner")).toEqual(["internal/1", "public/1"]);
  });

  test("shows the newest version, and leads to older ones", async () => {
    await tile("public");
    await release("public");
    const edit = (summary: string) =>
      api.call("PUT", `${PARTNER}/tiles/public`, { body: { definition: { ...EXAMPLE_TILE, summary } } });
    await edit("Second.");
    expect(await namesIn("partner")).toEqual(["public/1"]);
    await step("public", "releaseInternally");
    expect(await namesIn("partner")).toEqual(["public/2"]);
    expect(await namesIn("customer")).toEqual(["public/1"]);
    await release("public", 2);
    expect(await namesIn("customer")).toEqual(["public/2"]);
    const page = "/v1/projects/customer/catalog/public";
    expect((await api.call("GET", page)).body).toMatchObject({ version: 2, summary: "Second." });
    expect((await api.call("GET", `${page}?version=1`)).body).toMatchObject({ version: 1 });
    await edit("Third.");
    expect((await api.call("GET", `${page}?version=3`)).status).toBe(404);
    expect((await api.call("GET", `${page}?version=x`)).status).toBe(422);
  });

  test("is filtered by category and text, whatever their case, and paged", async () => {
    await tile("a", { displayName: "Ärzte Mail", category: "crm" });
    await tile("b", { summary: "For the ÄRZTE too.", category: "support" });
    await tile("c", { category: "crm" });
    for (const name of ["a", "b", "c"]) await release(name);
    expect(await namesIn("customer", "?category=crm")).toEqual(["a/1", "c/1"]);
    expect(await namesIn("customer", `?text=${encodeURIComponent("ärzte")}`)).toEqual(["a/1", "b/1"]);
    expect(await namesIn("customer", `?text=${encodeURIComponent("%")}`)).toEqual([]);
    const first = await api.call("GET", "/v1/projects/customer/catalog?pageSize=2");
    expect(first.body).toMatchObject({ pagination: { done: false } });
    const token = textAt(first, "pagination.nextPageToken");
    expect(await namesIn("customer", `?pageSize=2&pageToken=${token}`)).toEqual(["c/1"]);
    expect((await api.call("GET", "/v1/projects/customer/catalog?category=nonsense")).status).toBe(422);
  });

  test("has a page with the form that a customer fills in, and nothing of where requests go", async () => {
    await tile("public", {
      parameters: [
        { name: "endpoint", displayName: "Endpoint", choices: ["https://eu.example.com"], required: false },
        { name: "api_key", displayName: "Key", secret: true, description: "From your settings." },
        { name: "app_id", displayName: "App ID", default: "main" },
      ],
    });
    await release("public");
    const page = await api.call("GET", "/v1/projects/customer/catalog/public");
    expect(page.text).not.toContain("users/track");
    expect(page.body).toMatchObject({
      displayName: "Acme Messaging",
      category: "messaging",
      features: { parts: ["events"], propertySelection: true, oauth: false },
      form: {
        properties: {
          parameters: {
            properties: {
              endpoint: { type: "string", enum: ["https://eu.example.com"] },
              api_key: {
                writeOnly: true,
                format: "password",
                minLength: 1,
                description: "From your settings.",
              },
              app_id: { default: "main" },
            },
            required: ["api_key"],
          },
          mappings: { required: ["external_id"] },
          select: { properties: { event: {}, user: {}, group: {} } },
        },
        required: ["parameters", "mappings"],
      },
    });
  });
});

describe("a logo", () => {
  const put = (body: Uint8Array, type = "image/png"): Promise<Answer> =>
    api.call("PUT", `${PARTNER}/tiles/public/logo`, { body, headers: { "content-type": type } });

  test("is served as an image and nothing else, to those who find the tile in the catalog", async () => {
    await tile("public");
    expect((await api.call("GET", `${PARTNER}/tiles/public/logo`)).status).toBe(404);
    expect((await put(pngOf())).body).toMatchObject({
      version: 1,
      logo: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await release("public");
    const item = await api.call("GET", "/v1/projects/customer/catalog/public");
    const url = textAt(item, "logoUrl");
    const logo = await fetch(api.url + url, { headers: { "x-api-key": api.adminKey } });
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(pngOf());
    expect(Object.fromEntries(logo.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    const etag = logo.headers.get("etag") ?? "";
    const again = await api.call("GET", url, { headers: { "if-none-match": `"x", W/${etag}` } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test("is an edit like any other: of a released tile it makes a new draft", async () => {
    await tile("public");
    await put(pngOf());
    await release("public");
    expect((await put(pngOf(64, 64))).body).toMatchObject({ version: 2, state: "draft" });
    const of = async (version: number): Promise<string | null> =>
      (await api.call("GET", `${PARTNER}/tiles/public/logo?version=${version}`)).headers.get("etag");
    expect(await of(1)).not.toBe(await of(2));
    await step("public", "submit");
    expect((await put(pngOf())).status).toBe(409);
  });

  test("that no version has any more is forgotten", async () => {
    await tile("public");
    await put(pngOf());
    await put(pngOf(64, 64));
    const count = async (): Promise<number> =>
      (await api.store.selectFrom("tile_logos").select("hash").execute()).length;
    expect(await count()).toBe(1);
    await api.call("DELETE", `${PARTNER}/tiles/public`);
    expect(await count()).toBe(0);
  });

  test.each<[string, Uint8Array, string, number]>([
    ["no image", Buffer.from("<svg/>"), "image/png", 422],
    ["an image with something behind it", Buffer.concat([pngOf(), Buffer.from("x")]), "image/png", 422],
    ["too large", Buffer.alloc(600_000), "image/png", 413],
    ["called something else", pngOf(), "image/svg+xml", 415],
    ["nothing", Buffer.alloc(0), "image/png", 422],
  ])("is refused: %s", async (_what, bytes, type, status) => {
    await tile("public");
    expect((await put(bytes, type)).status).toBe(status);
  });
});

describe("reviewers", () => {
  async function keyOf(path: string, scopes: readonly string[]): Promise<Answer> {
    return api.call("POST", path, { body: { label: "Rita, reviews", scopes } });
  }

  test("review, and do nothing else", async () => {
    const key = textAt(await keyOf("/v1/api-keys", ["review"]), "key");
    await tile("public");
    await step("public", "submit");
    const as = (method: string, path: string, body?: object): Promise<Answer> =>
      api.call(method, path, { key, ...(body !== undefined && { body }) });
    expect((await as("GET", "/v1/tile-reviews")).body).toMatchObject({
      results: [{ name: "public", version: 1, state: "submitted" }],
    });
    expect((await as("GET", "/v1/tile-reviews/public/versions/1")).body).toMatchObject({
      definition: EXAMPLE_TILE,
      report: { ok: true },
      history: [{ action: "submitted" }],
    });
    for (const [method, path] of [
      ["GET", "/v1/projects"],
      ["GET", `${PARTNER}/tiles`],
      ["GET", `${PARTNER}/catalog`],
      ["POST", "/v1/projects"],
      ["POST", `${PARTNER}/api-keys`],
      ["GET", "/v1/api-keys"],
      ["GET", "/v1/status"],
      ["POST", `${PARTNER}/events`],
    ] as const)
      expect([path, (await as(method, path, method === "POST" ? {} : undefined)).status]).toEqual([
        path,
        403,
      ]);
    expect((await as("POST", "/v1/tile-reviews/public/versions/1:return", {})).status).toBe(422);
    const returned = await as("POST", "/v1/tile-reviews/public/versions/1:return", { notes: "Say more." });
    expect(returned.body).toMatchObject({ state: "returned" });
    expect((await api.call("GET", `${PARTNER}/tiles/public/history`)).body).toMatchObject({
      results: [{}, { action: "returned", by: "Rita, reviews", notes: "Say more." }],
    });
    expect((await as("GET", "/v1/tile-reviews?state=returned")).body).toMatchObject({ results: [{}] });
  });

  test("do not see drafts", async () => {
    await tile("public");
    expect((await api.call("GET", "/v1/tile-reviews/public/versions/1")).status).toBe(404);
    expect((await api.call("GET", "/v1/tile-reviews?state=draft")).status).toBe(422);
    expect((await api.call("POST", "/v1/tile-reviews/public/versions/1:approve")).status).toBe(404);
  });

  test("have keys of the instance: an admin of a project can neither review nor make such a key", async () => {
    const admin = textAt(await keyOf(`${PARTNER}/api-keys`, ["admin", "ingest"]), "key");
    expect((await api.call("GET", "/v1/tile-reviews", { key: admin })).status).toBe(403);
    expect((await keyOf(`${PARTNER}/api-keys`, ["review"])).status).toBe(422);
    const body = { label: "mine", scopes: ["review"] };
    expect((await api.call("POST", `${PARTNER}/api-keys`, { key: admin, body })).status).toBe(422);
    expect((await api.call("POST", "/v1/api-keys", { key: admin, body })).status).toBe(403);
  });
});

describe("keys of the whole instance", () => {
  test("are made, listed and taken back, but never by themselves", async () => {
    const made = await api.call("POST", "/v1/api-keys", {
      body: { label: "second", scopes: ["admin", "review"] },
    });
    expect(made.status).toBe(201);
    const [id, key] = [textAt(made, "id"), textAt(made, "key")];
    const listed = await api.call("GET", "/v1/api-keys", { key });
    expect(listed.body).toEqual(expect.arrayContaining([expect.objectContaining({ id, label: "second" })]));
    expect(listed.text).not.toContain(key);
    expect((await api.call("DELETE", `/v1/api-keys/${id}`, { key })).status).toBe(409);
    expect((await api.call("DELETE", `/v1/api-keys/${id}`)).status).toBe(204);
    expect((await api.call("GET", "/v1/api-keys", { key })).status).toBe(401);
  });

  test.each([["ingest"], ["read"], ["write"], ["everything"]])("have no scope %s", async (scope) => {
    const answer = await api.call("POST", "/v1/api-keys", { body: { label: "x", scopes: [scope] } });
    expect(answer.status).toBe(422);
  });

  test("are not those of projects, and the other way round", async () => {
    const made = await api.call("POST", `${PARTNER}/api-keys`, { body: { label: "x", scopes: ["read"] } });
    expect((await api.call("DELETE", `/v1/api-keys/${textAt(made, "id")}`)).status).toBe(404);
  });
});
