import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { webhook } from "../../destinations/webhook/index.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
let path: string;
let readKey: string;
let writeKey: string;
let project = 0;
beforeAll(async () => {
  api = await startApi({ destinationTypes: [webhook] });
});
afterAll(() => api.close());
beforeEach(async () => {
  const name = `project-${++project}`;
  await api.call("POST", "/v1/projects", { body: { name } });
  path = `/v1/projects/${name}/destinations`;
  await api.call("POST", path, { body: hook });
  const keyWith = async (scope: string) =>
    textAt(
      await api.call("POST", `/v1/projects/${name}/api-keys`, { body: { label: scope, scopes: [scope] } }),
      "key",
    );
  readKey = await keyWith("read");
  writeKey = await keyWith("write");
});

const hook = {
  name: "hook",
  type: "webhook",
  metadata: { url: "https://hooks.example.com/in", headers: { "x-tenant": "acme" } },
  secrets: { headers: { authorization: "Bearer entrusted" } },
};
const KEY = /^whsec_[\w+/]{43}=$/;
const signingKey = async (query = "?includeSecrets=true", key = writeKey) =>
  textAt(await api.call("GET", `${path}/hook${query}`, { key }), "secrets.webhookSigningKey");

describe("the signing key of a webhook", () => {
  test("is answered to those who may change the destination, where they ask for it", async () => {
    const answer = await api.call("GET", `${path}/hook?includeSecrets=true`, { key: writeKey });
    expect(answer.body).toMatchObject({
      name: "hook",
      secrets: { webhookSigningKey: expect.stringMatching(KEY) },
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.text).not.toContain("entrusted");
    expect(await signingKey()).toBe(await signingKey());
  });

  test.each(["", "?includeSecrets=false"])(
    "is not answered to %j, nor in a list or a save",
    async (query) => {
      expect((await api.call("GET", `${path}/hook${query}`, { key: writeKey })).body).not.toHaveProperty(
        "secrets",
      );
      expect((await api.call("GET", path)).text).not.toContain("whsec_");
      expect((await api.call("POST", path, { body: { ...hook, name: "other" } })).text).not.toContain(
        "whsec_",
      );
    },
  );

  test.each(["?includeSecrets=true", "?includeSecrets=true&rotate=true"])(
    "is refused to a key that may only read: %s",
    async (query) => {
      const before = await signingKey();
      const answer = await api.call("GET", `${path}/hook${query}`, { key: readKey });
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain("whsec_");
      expect((await api.call("POST", `${path}/hook:rotateSecrets`, { key: readKey })).status).toBe(403);
      expect(await signingKey()).toBe(before);
    },
  );

  test("is another one after a rotation, and lanes are told", async () => {
    const before = await signingKey();
    api.refreshed.length = 0;
    const second = await signingKey("?includeSecrets=true&rotate=true");
    const third = textAt(await api.call("POST", `${path}/hook:rotateSecrets`), "secrets.webhookSigningKey");
    expect(new Set([before, second, third]).size).toBe(3);
    expect(await signingKey()).toBe(third);
    expect(api.refreshed).toHaveLength(2);
  });

  test("is not rotated by a HEAD, nor without asking for it", async () => {
    const before = await signingKey();
    await api.call("HEAD", `${path}/hook?includeSecrets=true&rotate=true`);
    expect(issuesIn(await api.call("GET", `${path}/hook?rotate=true`))).toEqual([
      "rotate: goes with includeSecrets=true",
    ]);
    expect(await signingKey()).toBe(before);
  });

  test("stays when the customer's secrets change, and cannot be set by the customer", async () => {
    const before = await signingKey();
    const patch = (updateMask: readonly string[], destination: object) =>
      api.call("PATCH", `${path}/hook`, { body: { updateMask, destination } });
    expect((await patch(["secrets"], {})).status).toBe(200);
    expect((await patch(["secrets.headers"], { secrets: { headers: { "x-key": "new" } } })).status).toBe(200);
    expect((await patch(["secrets.signingKeys"], { secrets: { signingKeys: [] } })).status).toBe(422);
    expect((await patch(["secrets"], { secrets: { signingKeys: [] } })).status).toBe(422);
    const own = { ...hook, name: "own", secrets: { signingKeys: [{ key: "whsec_AAAA" }] } };
    expect((await api.call("POST", path, { body: own })).status).toBe(422);
    expect(await signingKey()).toBe(before);
  });

  test("is rotated as often as it is asked for at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => api.call("POST", `${path}/hook:rotateSecrets`)),
    );
    const keys = answers.map((answer) => textAt(answer, "secrets.webhookSigningKey"));
    expect(new Set(keys).size).toBe(4);
    expect(keys).toContain(await signingKey());
  });

  test("is sealed in the store, and in no log line", async () => {
    const key = await signingKey("?includeSecrets=true&rotate=true");
    const rows = await api.store.selectFrom("destinations").select("secrets").execute();
    expect(rows.some(({ secrets }) => secrets.includes("whsec_"))).toBe(false);
    expect(api.logged()).not.toContain(key);
    expect(api.logged()).not.toContain("entrusted");
  });
});

describe("a webhook", () => {
  test("needs no secrets to be created, as Ampersand's clients create it", async () => {
    const { name, type, metadata } = { ...hook, name: "plain" };
    expect((await api.call("POST", path, { body: { name, type, metadata } })).status).toBe(201);
    const none = { name: "none", type, metadata: { ...metadata, headers: null } };
    expect((await api.call("POST", path, { body: none })).status).toBe(201);
  });

  test("is refused with every fault, and without repeating a secret", async () => {
    const answer = await api.call("POST", path, {
      body: {
        name: "bad",
        type: "webhook",
        metadata: { url: "http://127.0.0.1/", headers: { host: "x" }, orderingKeyTemplate: "data.[" },
        secrets: { headers: { authorization: "to\r\nld" } },
      },
    });
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      expect.stringMatching(/^metadata\.url: url must start with https/),
      expect.stringMatching(/^metadata\.orderingKeyTemplate: At character/),
      expect.stringMatching(/^metadata\.headers: "host" belongs to the request itself/),
      expect.stringMatching(/^secrets\.headers: "authorization" has a value/),
    ]);
    expect(answer.text).not.toContain("to\\r\\nld");
    const mistyped = await api.call("POST", path, {
      body: { ...hook, name: "bad", secrets: { headers: { authorization: ["told"] } } },
    });
    expect(mistyped.status).toBe(422);
    expect(mistyped.text).not.toContain("told");
  });
});
