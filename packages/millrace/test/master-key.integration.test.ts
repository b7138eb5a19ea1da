import { existsSync } from "node:fs";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { newKeyText } from "../src/secrets/testing/key-folder.ts";
import { kinesisDestination } from "./aws.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, Caller, delivered, member, runMillrace, start, until } from "./support.ts";

const ROTATE = "/v1/master-key:rotate";

let aws: ScriptedServer;
/** Credentials of the requests that arrived: the key id that each was signed with. */
const signedWith = (): readonly string[] =>
  aws.seen.map(({ headers }) => /Credential=([^/]+)\//.exec(String(headers.authorization))?.[1] ?? "");
beforeAll(async () => {
  aws = await ScriptedServer.start();
  aws.script = ({ body }) => {
    const { Records: records = [] }: { Records?: unknown[] } = JSON.parse(body);
    const answers = records.map(() => ({ SequenceNumber: "1", ShardId: "shardId-000000000000" }));
    return {
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify({ FailedRecordCount: 0, Records: answers }),
    };
  };
});
afterAll(() => aws.close());

const secretsOf = (name: string) => ({ awsKeyId: `AKIA${name}`, awsSecretKey: `secret-of-${name}` });

/** A project with a stream, and a route to it. */
async function addProject(api: Caller, name: string): Promise<void> {
  await api.create("/v1/projects", { name });
  await api.create(`/v1/projects/${name}/destinations`, {
    ...kinesisDestination("stream", aws.endpointUrl),
    secrets: secretsOf(name),
  });
  await api.create(`/v1/projects/${name}/routes`, { destination: "stream", topics: ["orders"] });
}

const event = { events: [{ topic: "orders", data: { n: 1 } }] };

describe("a rotation while the service runs", () => {
  let api: Running;
  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api.close());

  it("goes on under load: destinations made meanwhile deliver, and after a restart too", async () => {
    for (let i = 0; i < 20; i++) await addProject(api, `early-${i}`);
    let rotations = 0;
    const done = new AbortController();
    const rotating = (async () => {
      while (!done.signal.aborted) {
        const { status, body } = await api.call("POST", ROTATE);
        expect({ status, body }).toMatchObject({ status: 200, body: { source: "file" } });
        rotations++;
      }
    })();
    const adding = Array.from({ length: 4 }, async (_, lane) => {
      for (let i = 0; i < 15; i++) await addProject(api, `late-${lane}-${i}`);
    });
    const delivering = (async () => {
      while (!done.signal.aborted) {
        for (let i = 0; i < 20; i++) await api.ok("POST", `/v1/projects/early-${i}/events`, event);
      }
    })();
    await Promise.all(adding);
    done.abort();
    await Promise.all([rotating, delivering]);
    expect(rotations).toBeGreaterThan(5);

    api = await api.restart();
    aws.seen.length = 0;
    const early = Array.from({ length: 20 }, (_, i) => `early-${i}`);
    const late = Array.from({ length: 60 }, (_, i) => `late-${Math.floor(i / 15)}-${i % 15}`);
    const names = [...early, ...late];
    for (const name of names) await api.ok("POST", `/v1/projects/${name}/events`, event);
    for (const name of names) await delivered(api, name);
    expect(new Set(signedWith())).toEqual(new Set(names.map((name) => `AKIA${name}`)));
    expect(await readdir(api.folder)).not.toContain("master.key.next");
    expect((await stat(join(api.folder, "master.key"))).mode & 0o777).toBe(0o600);
  });

  it("is refused beside another one", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.call("POST", ROTATE)));
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 409]));
    expect(answers.find(({ status }) => status === 409)?.text).toContain("rotation_running");
  });

  it("is for keys of the whole instance alone", async () => {
    const path = "/v1/projects/early-0/api-keys";
    const key = String(member(await api.ok("POST", path, { label: "x", scopes: ["admin"] }), "key"));
    const before = await readFile(join(api.folder, "master.key"), "utf8");
    expect((await new Caller(api.server.url, key).call("POST", ROTATE)).status).toBe(403);
    expect((await new Caller(api.server.url, "nobody").call("POST", ROTATE)).status).toBe(401);
    expect(await readFile(join(api.folder, "master.key"), "utf8")).toBe(before);
  });

  it("by the command line says what it did", async () => {
    const env = { MILLRACE_URL: api.server.url, MILLRACE_API_KEY: ADMIN_KEY };
    const { code, out } = await runMillrace(["master-key", "rotate"], env);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^80 data keys are wrapped anew under .* fingerprint [0-9a-f]{16}\.\n$/),
    });
  });

  it("shows no key in its answers or the log", async () => {
    const before = await readFile(join(api.folder, "master.key"), "utf8");
    const { text } = await api.call("POST", ROTATE);
    const after = await readFile(join(api.folder, "master.key"), "utf8");
    for (const key of [before.trim(), after.trim()]) {
      expect(text).not.toContain(key);
      expect(api.logged()).not.toContain(key);
    }
    expect(api.logged()).toContain("the master key was rotated");
  });
});

describe("a rotation of a configured key", () => {
  let api: Running;
  const first = newKeyText();
  const second = newKeyText();
  beforeAll(async () => {
    api = await start(undefined, { masterKey: first });
    await addProject(api, "configured");
  });
  afterAll(() => api.close());

  it.each([
    ["no body", undefined],
    ["another member", { masterkey: second }],
    ["a number", `{"masterKey":12345678901234567890}`],
    ["a list", { masterKey: [second] }],
    ["too short a text", { masterKey: second.slice(0, 30) }],
    ["a text instead of an object", JSON.stringify(second)],
    ["a list instead of an object", [second]],
    ["broken JSON", `{"masterKey":"${second}"`],
    ["broken JSON within the key", `{"masterKey":${second}}`],
  ])("is refused with %s, and what was sent is not repeated", async (_, body) => {
    const { status, text } = await api.call("POST", ROTATE, body);
    expect([400, 422]).toContain(status);
    expect(text).not.toContain(second.slice(0, 12));
    expect(text).not.toContain("1234567890123");
    expect(api.logged()).not.toContain(second.slice(0, 12));
  });

  it("takes the new key by the command line, and needs it from the next start on", async () => {
    const env = { MILLRACE_URL: api.server.url, MILLRACE_API_KEY: ADMIN_KEY };
    const path = join(api.folder, "next-key");
    await writeFile(path, `${second}\n`, { mode: 0o600 });
    const { code, out, err } = await runMillrace(["master-key", "rotate", "--new-key", path], env);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^1 data key is wrapped anew .*\nSet MILLRACE_MASTER_KEY to it before the next start\.\n$/,
    );
    expect(out + api.logged()).not.toContain(second);
    await addProject(api, "configured-2");
    await api.server.close();
    const { folder } = api;
    await expect(start(folder, { masterKey: first })).rejects.toMatchObject({ code: "master_key_wrong" });
    await expect(start(folder)).rejects.toMatchObject({ code: "master_key_wrong" });
    expect(existsSync(join(folder, "master.key"))).toBe(false);
    api = await start(folder, { masterKey: second });
    aws.seen.length = 0;
    for (const name of ["configured", "configured-2"]) {
      await api.ok("POST", `/v1/projects/${name}/events`, event);
      await delivered(api, name);
    }
    expect(signedWith()).toEqual(["AKIAconfigured", "AKIAconfigured-2"]);
  });

  it("happens at a start that names both keys", async () => {
    await api.server.close();
    const third = newKeyText();
    const both = await start(api.folder, { masterKey: third, previousMasterKey: second });
    expect(both.logged()).toMatch(/"rewrapped":2,.*wrapped under the present master key/);
    for (const key of [first, second, third]) expect(both.logged()).not.toContain(key);
    await both.server.close();
    api = await start(api.folder, { masterKey: third });
    await api.ok("POST", "/v1/projects/configured/events", event);
    await delivered(api, "configured");
  });
});

describe("a master key that is lost", () => {
  let api: Running;
  const base = "/v1/projects/loser";
  const route = async (): Promise<unknown> => member(await api.ok("GET", `${base}/routes`), "results", 0);
  beforeAll(async () => {
    api = await start();
    await addProject(api, "loser");
    await api.ok("POST", `${base}/events`, event);
    await delivered(api, "loser");
    const hook = { name: "hook", type: "webhook", metadata: { url: aws.endpointUrl } };
    await api.create(`${base}/destinations`, hook);
    await api.server.close();
    await rm(join(api.folder, "master.key"));
  });
  afterAll(() => api.close());

  it("stops the start, which says what to do and makes no new one", async () => {
    const { code, err } = await runMillrace(["serve", "--port", "0", "--data-dir", api.folder]);
    expect(code).toBe(1);
    expect(err).toMatch(/credentials of a project .* fingerprint [0-9a-f]{16}; there is no master\.key/);
    expect(err).toMatch(/MILLRACE_FORGET_LOST_KEYS=true/);
    expect(existsSync(join(api.folder, "master.key"))).toBe(false);
  });

  it("may be forgotten: everything but the credentials is there, and the routes say what they wait for", async () => {
    api = await start(api.folder, { forgetLostKeys: true });
    await api.ok("POST", `${base}/events`, event);
    expect(await route()).toMatchObject({
      state: "open",
      lastError: {
        code: "secrets_lost",
        blame: "settings",
        message: expect.stringMatching(/Set them again/),
      },
    });
    expect(member(await api.ok("GET", `${base}/destinations/stream`), "name")).toBe("stream");
    expect(await api.call("POST", `${base}/destinations/stream:check`)).toMatchObject({
      status: 409,
      body: { context: { code: "secrets_lost" } },
    });
  });

  it("needs all the credentials again, and none of the rest", async () => {
    const patch = (updateMask: string[], destination: object) =>
      api.call("PATCH", `${base}/destinations/stream`, { updateMask, destination });
    expect(await patch(["metadata.region"], { metadata: { region: "eu-west-1" } })).toMatchObject({
      status: 409,
      body: { context: { code: "secrets_lost" } },
    });
    const half = await patch(["secrets.awsKeyId"], { secrets: { awsKeyId: "AKIAhalf" } });
    expect(half).toMatchObject({ status: 422 });
    expect(half.text).toContain("awsSecretKey");
    aws.seen.length = 0;
    expect(await patch(["secrets"], { secrets: secretsOf("found") })).toMatchObject({ status: 200 });
    await until(() => aws.seen.length > 0);
    await delivered(api, "loser");
    // What was accepted while the credentials were missing arrives; what had arrived before does not come again.
    expect(aws.seen.map(({ body }) => JSON.parse(body).Records.length)).toEqual([1]);
    expect(signedWith()).toEqual(["AKIAfound"]);
    expect(await route()).toMatchObject({ state: "healthy" });
  });

  it("takes the keys along that Millrace made for a webhook: they are made anew", async () => {
    const shown = () => api.call("GET", `${base}/destinations/hook?includeSecrets=true`);
    expect(await shown()).toMatchObject({ status: 409, body: { context: { code: "secrets_lost" } } });
    await api.ok("PATCH", `${base}/destinations/hook`, {
      updateMask: ["secrets"],
      destination: { secrets: {} },
    });
    expect(await shown()).toMatchObject({ status: 200, text: expect.stringContaining("whsec_") });
  });

  it("is history at the next start", async () => {
    await api.server.close();
    api = await start(api.folder);
    await api.ok("POST", `${base}/events`, event);
    await delivered(api, "loser");
    expect(await route()).toMatchObject({ state: "healthy" });
  });
});
