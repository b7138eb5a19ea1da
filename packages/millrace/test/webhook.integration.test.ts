import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { contactsManifest } from "./contacts-manifest.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, delivered, member, runMillrace, start, until } from "./support.ts";

let api: Running;
let endpoint: ScriptedServer;
let folder: string;
let project = 0;
let path: string;
let name: string;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
  folder = await mkdtemp(join(tmpdir(), "millrace-webhook-"));
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  name = `webhooks-${++project}`;
  path = `/v1/projects/${name}`;
  await api.create("/v1/projects", { name });
  endpoint.seen.length = 0;
  endpoint.script = () => ({ status: 204 });
});

const cli = (...args: readonly string[]) =>
  runMillrace([...args, "--url", api.server.url, "-p", name], { MILLRACE_API_KEY: ADMIN_KEY });
const headersOf = (n: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(endpoint.seen[n]?.headers ?? {}).map(([key, value]) => [key, String(value)]),
  );
const signingKey = async (query = "?includeSecrets=true") =>
  String(
    member(
      await api.ok("GET", `${path}/destinations/accountWebhook${query}`),
      "secrets",
      "webhookSigningKey",
    ),
  );
const handInOrders = (...orders: readonly object[]) =>
  api.ok("POST", `${path}/events`, { events: orders.map((data) => ({ topic: "orders", data })) });
const routeOrders = () =>
  api.ok("POST", `${path}/routes`, { name: "orders", destination: "accountWebhook", topics: ["orders"] });
const createWebhook = (metadata: object = {}) =>
  api.create(`${path}/destinations`, {
    name: "accountWebhook",
    type: "webhook",
    metadata: { url: `${endpoint.endpointUrl}/in`, ...metadata },
  });

describe("a webhook named in an amp.yaml", () => {
  it("gets the messages of the documents bare, signed with the key the API answers", async () => {
    await createWebhook();
    await api.ok("PUT", `${path}/integrations:batch`, {
      sourceYaml: contactsManifest("accountWebhook", "email"),
    });
    const installation = await api.create(`${path}/integrations/crm/installations`, {
      groupRef: "g",
      groupName: "G",
      consumerRef: "c",
      consumerName: "C",
    });
    await api.ok(
      "POST",
      `${path}/installations/${installation}/results`,
      '{"action":"read","objectName":"contacts","result":[{"raw":{"id":"1","n":1.0,"big":12345678901234567890,"properties":{"email":"a@b.c"}}}]}',
    );
    await until(() => endpoint.seen.length > 0);
    const body = endpoint.seen[0]?.body ?? "";
    expect(body).toMatch(/^\{"action":"read","projectId":/);
    expect(body).toContain('"raw":{"id":"1","n":1.0,"big":12345678901234567890,');
    expect(new Webhook(await signingKey()).verify(body, headersOf(0))).toMatchObject({
      objectName: "contacts",
      resultInfo: { type: "inline", numRecords: 1 },
    });
  });
});

describe("the signing key", () => {
  it("is the new one for the very next message, with the old one beside it", async () => {
    await createWebhook();
    await routeOrders();
    const before = await signingKey();
    await handInOrders({ n: 1 });
    await until(() => endpoint.seen.length === 1);
    const after = await signingKey("?includeSecrets=true&rotate=true");
    await handInOrders({ n: 2 });
    await until(() => endpoint.seen.length === 2);
    const { body = "" } = endpoint.seen[1] ?? {};
    for (const key of [before, after]) expect(new Webhook(key).verify(body, headersOf(1))).toEqual({ n: 2 });
    expect(() => new Webhook(after).verify(endpoint.seen[0]?.body ?? "", headersOf(0))).toThrow(
      /No matching signature/,
    );
    expect(api.logged()).not.toContain(after);
  });
});

describe("messages that the endpoint does not take at once", () => {
  it("keep their id when they are sent again", async () => {
    await createWebhook();
    await routeOrders();
    endpoint.script = (_, number) => ({ status: number === 1 ? 500 : 200 });
    await handInOrders({ n: 1 });
    await until(() => endpoint.seen.length === 2);
    expect(headersOf(0)["webhook-id"]).toBe(headersOf(1)["webhook-id"]);
    await delivered(api, name);
  });

  it("end as dead letters where the endpoint refuses them for good, and the others arrive", async () => {
    await createWebhook();
    await routeOrders();
    endpoint.script = ({ body }) => ({ status: body.includes("bad") ? 422 : 200, body: "no" });
    await handInOrders({ n: 1 }, { bad: true }, { n: 2 });
    await delivered(api, name);
    const letters = member(await api.ok("GET", `${path}/dead-letters`), "results");
    expect(letters).toMatchObject([{ error: { code: "refused", providerCode: "422", blame: "event" } }]);
  });
});

describe("the command line", () => {
  it("creates a webhook, shows its key, rotates it and checks it", async () => {
    const secrets = join(folder, "secrets.json");
    await writeFile(secrets, '{"headers":{"authorization":"Bearer entrusted"}}');
    const url = `${endpoint.endpointUrl}/in`;
    const settings = ["--webhook-url", url, "--headers", '{"x-tenant":"acme"}', "--timeout-seconds", "5"];
    const create = ["destinations", "create", "webhook", "--name", "accountWebhook"];
    const made = await cli(...create, ...settings, "--secrets", secrets);
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.out).toContain('"timeoutSeconds":5');
    expect(made.out).not.toContain("entrusted");

    const shown = await cli("destinations", "secrets", "accountWebhook");
    expect(shown.out).toMatch(/^NAME +VALUE\nwebhookSigningKey +whsec_[\w+/]{43}=\n$/);
    const rotated = await cli("destinations", "secrets", "accountWebhook", "--rotate", "--json");
    expect(member(JSON.parse(rotated.out), "webhookSigningKey")).toBe(await signingKey());
    expect(shown.out).not.toContain(await signingKey());

    const checked = await cli("destinations", "check", "accountWebhook");
    expect(checked).toMatchObject({ code: 0, err: "" });
    expect(checked.out).toContain("POST webhook.test");
    expect(headersOf(0)).toMatchObject({ "x-tenant": "acme", authorization: "Bearer entrusted" });
  });

  it("sends its own API key nowhere else where --url is taken for the webhook's", async () => {
    const wrong = await runMillrace(
      ["destinations", "create", "webhook", "--name", "a", "-p", name, "--url", endpoint.endpointUrl],
      { MILLRACE_API_KEY: ADMIN_KEY },
    );
    expect(wrong.err).toContain("--webhook-url");
    expect(endpoint.seen).toHaveLength(0);
  });
});
