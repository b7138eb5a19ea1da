import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "./support.ts";
import { ADMIN_KEY, Caller, freePort, member, millrace, runMillrace, start, until } from "./support.ts";

const SECRET = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY";
const s3 = (name: string, more: object = {}) => ({
  name,
  type: "s3",
  metadata: { bucket: "bucket", region: "us-west-2", ...more },
  secrets: { awsKeyId: "AKIAEXAMPLE", awsSecretKey: SECRET },
});
const MANIFEST = (name: string) => `specVersion: 1.0.0
integrations:
  - name: ${name}
    provider: hubspot
    read:
      objects:
        - objectName: contacts
          destination: bucket
`;

describe("whatever is sent", () => {
  let api: Running;
  let installation: string;
  const project = "/v1/projects/hostile";
  beforeAll(async () => {
    api = await start();
    await api.create("/v1/projects", { name: "hostile" });
    await api.create(`${project}/destinations`, s3("bucket"));
    await api.ok("PUT", `${project}/integrations:batch`, { sourceYaml: MANIFEST("crm") });
    installation = await api.create(`${project}/integrations/crm/installations`, { groupRef: "g" });
  });
  afterAll(() => api.close());

  it.each<[string, string, unknown, number, RegExp]>([
    ["truncated JSON", "events", '{"events":[{"topic":"a","data":{"x', 400, /at character 35/],
    ["truncated results", "results", '{"action":"read","result":[{"raw":{', 400, /at character/],
    ["no body", "events", "", 400, /body/],
    ["a list", "events", "[]", 422, /object/],
    ["a wrong type", "events", '{"events":{}}', 422, /events/],
    ["no events", "events", '{"events":[]}', 422, /events/],
    [
      "1,001 events",
      "events",
      JSON.stringify({ events: Array.from({ length: 1_001 }, () => ({ topic: "a", data: 1 })) }),
      422,
      /1,?000/,
    ],
    [
      "an unknown field",
      "results",
      '{"action":"read","objectname":"contacts","result":[{"id":"1"}]}',
      422,
      /did you mean \\"objectName\\"/,
    ],
    [
      "an unknown object",
      "results",
      '{"action":"read","objectName":"deals","result":[{"id":"1"}]}',
      422,
      /contacts/,
    ],
    ["no results", "results", '{"action":"read","objectName":"contacts","result":[]}', 422, /result/],
    [
      "nesting without end",
      "events",
      `{"events":[{"topic":"a","data":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`,
      400,
      /nested more than 512 deep/,
    ],
    ["bytes that are no UTF-8", "events", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400, /UTF-8/],
  ])("%s is answered with what is wrong", async (_, call, body, status, detail) => {
    const path = call === "events" ? `${project}/events` : `${project}/installations/${installation}/results`;
    const answer = await api.call("POST", path, body);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(detail);
    expect(answer.body).toMatchObject({ status, detail: expect.any(String), requestId: expect.any(String) });
  });

  it("a body of 50 MB is refused as too large, and the server goes on", async () => {
    const answer = await api.call("POST", `${project}/events`, Buffer.alloc(50 * 1_048_576, 0x20));
    expect(answer).toMatchObject({ status: 413, body: { status: 413 } });
    expect((await api.call("GET", "/readyz")).status).toBe(200);
  });

  it("a bad event does not sink the good ones", async () => {
    const events = [
      { topic: "a", data: 1 },
      { topic: "", data: 1 },
      { topic: "read", data: 1 },
      { data: 1 },
      { topic: "a", time: "yesterday", data: 1 },
      { topic: "a", id: "x y", data: 1 },
      { id: "fine", topic: "a", data: null },
    ];
    const answer = await api.call("POST", `${project}/events`, { events });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, rejected: 5 } });
    expect(member(answer.body, "results", 6)).toMatchObject({ id: "fine", duplicate: false });
    expect(member(answer.body, "results", 1)).toMatchObject({ error: expect.anything() });
  });

  it("the same event twice at once is accepted once", async () => {
    const body = { events: [{ id: "once", topic: "a", data: {} }] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.ok("POST", `${project}/events`, body)),
    );
    expect(answers.filter((answer) => member(answer, "results", 0, "duplicate") === false)).toHaveLength(1);
    expect(new Set(answers.map((answer) => member(answer, "results", 0, "position"))).size).toBe(1);
  });

  it("names that mean something to JavaScript are names", async () => {
    const answer = await api.call(
      "POST",
      `${project}/events`,
      '{"events":[{"id":"proto","topic":"a","data":{"__proto__":{"admin":true},"constructor":1}}]}',
    );
    expect(answer.status).toBe(202);
    expect((await api.call("GET", `${project}/events/proto`)).text).toContain('"__proto__":{"admin":true}');
    expect(
      (await api.call("POST", `${project}/destinations`, '{"__proto__":{"type":"s3"},"name":"x"}')).status,
    ).toBe(422);
  });

  it("names in any script work or are refused with the rule", async () => {
    expect(await api.call("POST", "/v1/projects", { name: "水車" })).toMatchObject({ status: 201 });
    expect(await api.call("GET", `/v1/projects/${encodeURIComponent("水車")}`)).toMatchObject({
      status: 200,
      body: { name: "水車" },
    });
    expect(await api.call("POST", `${project}/destinations`, s3("é b"))).toMatchObject({
      status: 422,
      text: expect.stringMatching(/letters, (digits|numbers) and dashes/),
    });
  });

  it("paths, methods and keys that are not there are problems too", async () => {
    expect(await api.call("GET", "/v1/nothing")).toMatchObject({ status: 404, body: { status: 404 } });
    expect(await api.call("PUT", "/v1/projects")).toMatchObject({ status: 405 });
    expect(await new Caller(api.server.url, "nonsense").call("GET", project)).toMatchObject({ status: 401 });
    const ingest = await api.ok("POST", `${project}/api-keys`, { label: "in", scopes: ["ingest"] });
    const caller = new Caller(api.server.url, String(member(ingest, "key")));
    expect(
      await caller.call("POST", `${project}/events`, { events: [{ topic: "a", data: 1 }] }),
    ).toMatchObject({ status: 202 });
    expect(await caller.call("GET", `${project}/destinations`)).toMatchObject({ status: 403 });
    expect(await caller.call("GET", `/v1/projects/${encodeURIComponent("水車")}/routes`)).toMatchObject({
      status: 404,
    });
  });

  it("two deploys at once leave what one of them says, whole", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        api.call("PUT", `${project}/integrations:batch`, { sourceYaml: MANIFEST(`both-${i % 2}`) }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    const routes = member(await api.ok("GET", `${project}/routes`), "results");
    const names = Array.isArray(routes) ? routes.map((route) => String(member(route, "name"))) : [];
    expect(names.filter((name) => name.startsWith("both-")).toSorted((a, b) => a.localeCompare(b))).toEqual([
      "both-0/read/contacts",
      "both-1/read/contacts",
    ]);
  });

  it("a manifest with a fault changes nothing, and a deploy again changes nothing", async () => {
    const before = await api.ok("GET", `${project}/integrations`);
    const bad = `${MANIFEST("new")}  - name: worse\n    provider: hubspot\n    read: { objects: [{ objectName: a, destination: nowhere }] }\n`;
    const answer = await api.call("PUT", `${project}/integrations:batch`, { sourceYaml: bad });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        issues: [
          {
            line: 11,
            column: expect.any(Number),
            detail: expect.stringContaining('no destination "nowhere"'),
          },
        ],
      },
    });
    await api.ok("PUT", `${project}/integrations:batch`, { sourceYaml: MANIFEST("crm") });
    expect(await api.ok("GET", `${project}/integrations`)).toEqual(before);
  });

  it("secrets are in no answer and no line of the log", async () => {
    const answers = [
      await api.call("POST", `${project}/destinations`, s3("secretive")),
      await api.call("GET", `${project}/destinations/secretive`),
      await api.call("GET", `${project}/destinations/secretive?includeSecrets=true`),
      await api.call("GET", `${project}/destinations`),
      await api.call("PATCH", `${project}/destinations/secretive`, {
        updateMask: ["secrets.awsSecretKey"],
        destination: { secrets: { awsSecretKey: `${SECRET}2` } },
      }),
      await api.call("POST", `${project}/destinations`, {
        ...s3("x"),
        metadata: { bucket: 1, region: SECRET },
      }),
      await api.call("POST", `${project}/destinations`, {
        ...s3("x"),
        secrets: { awsKeyId: 1, awsSecretKey: [SECRET], other: SECRET },
      }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([201, 200, 200, 200, 200, 422, 422]);
    const [, , , , , , faulty] = answers;
    for (const answer of answers.slice(0, 5)) expect(answer.text).not.toContain(SECRET);
    expect(faulty?.text).not.toContain(SECRET);
    expect(api.logged()).not.toContain(SECRET);
    expect(api.logged()).not.toContain(ADMIN_KEY);
  });
});

describe("10,000 destinations", () => {
  it("are made, listed, paged and there after a restart", async () => {
    let api = await start();
    await api.create("/v1/projects", { name: "many" });
    let next = 0;
    const work = async (): Promise<void> => {
      for (let i = next++; i < 10_000; i = next++)
        await api.ok("POST", "/v1/projects/many/destinations", s3(`d-${i}`));
    };
    await Promise.all(Array.from({ length: 16 }, work));
    const started = performance.now();
    expect(await api.ok("GET", "/v1/projects/many/destinations")).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await api.ok("GET", "/v1/projects/many/destinations?pageSize=100")).toHaveLength(100);
    await api.ok("PUT", "/v1/projects/many/integrations:batch", {
      sourceYaml: MANIFEST("crm").replace("bucket", "d-9999"),
    });
    const restarted = performance.now();
    api = await api.restart();
    expect(performance.now() - restarted).toBeLessThan(5_000);
    expect(await api.ok("GET", "/v1/projects/many/destinations/d-9999")).toMatchObject({ name: "d-9999" });
    await api.close();
  }, 120_000);
});

describe("millrace serve", () => {
  it("refuses wrong settings with all faults at once", async () => {
    const { code, err } = await runMillrace(["serve", "--port", "99999", "--log-level", "loud"], {
      MILLRACE_DATADIR: "/tmp/x",
      MILLRACE_ALLOW_HTTP: "perhaps",
    });
    expect(code).toBe(1);
    for (const fault of ["--port", "--log-level", "MILLRACE_DATADIR", "MILLRACE_ALLOW_HTTP"])
      expect(err).toContain(fault);
    expect(err).toContain("MILLRACE_DATA_DIR");
  });

  it("refuses a folder that another one uses", async () => {
    const api = await start();
    const port = await freePort();
    const { code, err } = await runMillrace(["serve", "--port", String(port), "--data-dir", api.folder]);
    expect(code).toBe(1);
    expect(err).toMatch(/in use by another Millrace/);
    expect((await api.call("GET", "/readyz")).status).toBe(200);
    await api.close();
  });

  it("stops on SIGTERM with nothing half done, and leaves the folder to the next one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-term-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = millrace(["serve", "--port", String(port), "--data-dir", folder], {
      MILLRACE_ADMIN_KEY: ADMIN_KEY,
    });
    await until(() =>
      fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    const api = new Caller(url);
    await api.create("/v1/projects", { name: "term" });
    await api.ok("POST", "/v1/projects/term/events", { events: [{ id: "kept", topic: "a", data: 1 }] });
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    const next = await start(folder);
    expect(await next.ok("GET", "/v1/projects/term/events/kept")).toMatchObject({ id: "kept", data: 1 });
    await next.close();
  });
});
