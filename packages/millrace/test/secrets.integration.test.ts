import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { kinesisDestination } from "./aws.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, member, runMillrace, start, until } from "./support.ts";

const KEY_ID = "AKIAMARKEDKEYID00001";
const SECRET = "markedSecretKey/bPxRfiCYEXAMPLEKEY";
const TOKEN = "markedSessionToken-IQoJb3JpZ2luX2VjEXAMPLE";
const SECRETS = { awsKeyId: KEY_ID, awsSecretKey: SECRET, awsSessionToken: TOKEN };
const project = "/v1/projects/secrets";

describe("credentials", () => {
  let api: Running;
  let aws: ScriptedServer;
  const destination = (name: string) => ({ ...kinesisDestination(name, aws.endpointUrl), secrets: SECRETS });
  beforeAll(async () => {
    aws = await ScriptedServer.start();
    api = await start();
    await api.create("/v1/projects", { name: "secrets" });
  });
  afterAll(async () => {
    await api.close();
    await aws.close();
  });

  it.each([
    ["hang up", "reset" as const],
    ["cut the answer short", "cut" as const],
    [
      "answer 403",
      { status: 403, body: '{"__type":"UnrecognizedClientException","message":"The token is invalid."}' },
    ],
    ["answer 500 with a page", { status: 500, body: "<html>no</html>" }],
    [
      "repeat what they were sent",
      {
        status: 400,
        body: JSON.stringify({ __type: "SerializationException", message: `no: ${KEY_ID} ${TOKEN}` }),
      },
    ],
  ])("are not told when services %s", async (name, reply) => {
    aws.script = () => reply;
    const called = name.replaceAll(" ", "-");
    await api.create(`${project}/destinations`, destination(called));
    const check = await api.call("POST", `${project}/destinations/${called}:check`);
    expect(check).toMatchObject({ status: 200, body: { ok: false } });
    await api.create(`${project}/routes`, { name: called, destination: called, topics: [called] });
    const event = { events: [{ topic: called, data: 1 }] };
    const accepted = await api.ok("POST", `${project}/events`, event);
    const id = String(member(accepted, "results", 0, "id"));
    const fate = () => api.call("GET", `${project}/events/${id}`);
    await until(async () => {
      const route = await api.ok("GET", `${project}/routes/${called}`);
      const status = member((await fate()).body, "deliveries", 0, "status");
      return member(route, "lastError") !== undefined || status === "discarded" || status === "parked";
    });
    const answers = [
      check,
      await fate(),
      await api.call("GET", `${project}/routes/${called}`),
      await api.call("GET", `${project}/dead-letters`),
      await api.call("GET", "/metrics"),
    ];
    for (const { text } of answers) expectNoSecret(text);
    expectNoSecret(api.logged());
  });

  it.each([
    ["in an endpoint's user", { endpointUrl: `https://${KEY_ID}:${SECRET.replace("/", "-")}@example.com` }],
    ["in an endpoint's query", { endpointUrl: `https://example.com/?X-Amz-Security-Token=${TOKEN}` }],
    ["among the settings", { awsSecretKey: SECRET, awsSessionToken: TOKEN }],
  ])("put in the wrong place are not repeated: %s", async (_, metadata) => {
    const answer = await api.call(
      "POST",
      `${project}/destinations`,
      kinesisDestination("x", aws.endpointUrl, metadata),
    );
    expect(answer.status).toBe(422);
    expectNoSecret(answer.text);
    expect(answer.text).not.toContain(SECRET.replace("/", "-"));
  });

  it("of the wrong type, in broken JSON or beyond its end are not repeated", async () => {
    const bodies = [
      JSON.stringify({ name: "x", type: "kinesis", metadata: {}, secrets: SECRET }),
      JSON.stringify({ name: "x", type: SECRET, metadata: {}, secrets: [TOKEN] }).replace(SECRET, "kinesis"),
      `{"name":"x","secrets":{"awsSecretKey":"${SECRET}`,
      `{"name":"x","secrets":{"awsSecretKey":"${SECRET}" oops`,
      `{"name":"x","secrets":{"awsSecretKey":${SECRET}}}`,
      `{"name":"x","secrets":{}} ${SECRET}`,
    ];
    for (const body of bodies) {
      const answer = await api.call("POST", `${project}/destinations`, body);
      expect([400, 422]).toContain(answer.status);
      // Not a piece of it either.
      expect(answer.text).not.toContain("markedSecret");
      expect(answer.text).not.toContain("EXAMPLEKEY");
      expectNoSecret(answer.text);
    }
    expectNoSecret(api.logged());
  });

  it("are on disk only sealed", async () => {
    await api.create(`${project}/destinations`, destination("sealed"));
    for (const file of await readdir(api.folder)) {
      const content = await readFile(join(api.folder, file)).catch(() => Buffer.alloc(0));
      const found = [KEY_ID, SECRET, TOKEN, ADMIN_KEY].filter((secret) => content.includes(secret));
      expect({ file, found }).toEqual({ file, found: [] });
    }
  });

  it("keys of the API are answered once and never logged", async () => {
    const made = await api.ok("POST", `${project}/api-keys`, { label: "k", scopes: ["read"] });
    const key = String(member(made, "key"));
    expect((await api.call("GET", `${project}/api-keys`)).text).not.toContain(key);
    await fetch(`${api.server.url}${project}`, { headers: { authorization: `Bearer ${key}` } });
    expect(api.logged()).not.toContain(key);
    expect(api.logged()).not.toContain(ADMIN_KEY);
  });
});

describe("the operator's own keys", () => {
  it("are not repeated where they are refused", async () => {
    const { code, out, err } = await runMillrace(["serve", "--data-dir", "/nonexistent/x"], {
      MILLRACE_ADMIN_KEY: "marked admin key",
      MILLRACE_MASTER_KEY: "marked-master-key",
    });
    expect(code).toBe(1);
    expect(out + err).not.toContain("marked");
    expect(err).toMatch(/admin/i);
  });

  it("a master key that is another one than before is refused, and the old one still opens the folder", async () => {
    const old = { masterKey: Buffer.alloc(32, 1).toString("base64") };
    const api = await start(undefined, old);
    await api.create("/v1/projects", { name: "p" });
    await api.create("/v1/projects/p/destinations", kinesisDestination("d", "http://127.0.0.1:1"));
    await api.server.close();
    const other = Buffer.alloc(32, 2).toString("base64");
    await expect(start(api.folder, { masterKey: other })).rejects.toThrow(/master key/i);
    const again = await start(api.folder, old);
    expect(await again.ok("GET", "/v1/projects/p/destinations/d")).toMatchObject({ name: "d" });
    await again.close();
  });
});

function expectNoSecret(text: string): void {
  for (const secret of [KEY_ID, SECRET, TOKEN]) expect(text).not.toContain(secret);
}
