import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Running } from "./support.ts";
import { ADMIN_KEY, freePort, member, runMillrace, start } from "./support.ts";

const bucket = (name: string) => ({
  name,
  type: "s3",
  metadata: { bucket: "bucket", region: "us-west-2" },
  secrets: { awsKeyId: "AKIAEXAMPLE", awsSecretKey: "secret" },
});
const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);
const times = <T>(count: number, make: (i: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));

describe("at once", () => {
  let api: Running;
  const project = "/v1/projects/once";
  beforeAll(async () => {
    api = await start();
    await api.create("/v1/projects", { name: "once" });
    await api.create(`${project}/destinations`, bucket("bucket"));
  });
  afterAll(() => api.close());

  const manifest = (integrations: readonly string[], object: string, destination = "bucket") =>
    `specVersion: 1.0.0\nintegrations:\n${integrations
      .map(
        (name) =>
          `  - { name: ${name}, provider: hubspot, read: { objects: [{ objectName: ${object}, destination: ${destination} }] } }\n`,
      )
      .join("")}`;

  it("one name is given to one project, destination, route and installation's group alone", async () => {
    expect(statuses(await times(10, () => api.call("POST", "/v1/projects", { name: "same" })))).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 409),
    ]);
    const created = await times(10, () => api.call("POST", `${project}/destinations`, bucket("same")));
    expect(statuses(created)).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    const route = { name: "same", destination: "bucket", topics: ["a"] };
    const routes = await times(10, () => api.call("POST", `${project}/routes`, route));
    expect(statuses(routes)).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it("two deploys that disagree leave one of them, whole", async () => {
    const names = ["i1", "i2", "i3", "i4", "i5"];
    const answers = await times(12, (i) =>
      api.call("PUT", `${project}/integrations:batch`, { sourceYaml: manifest(names, `object${i % 2}`) }),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    const routes = member(await api.ok("GET", `${project}/routes`), "results");
    const made = Array.isArray(routes) ? routes.map((route) => String(member(route, "name"))) : [];
    const ofDeploys = made.filter((name) => /^i\d\/read\//.test(name));
    expect(ofDeploys).toHaveLength(5);
    expect(new Set(ofDeploys.map((name) => name.split("/")[2])).size).toBe(1);
  });

  it("a deploy and the deletion of its destination: one of them wins, nothing dangles", async () => {
    for (let i = 0; i < 20; i++) {
      const name = `race-${i}`;
      await api.create(`${project}/destinations`, bucket(name));
      const sourceYaml = manifest([name], "contacts", name);
      const [deploy, removal] = await Promise.all([
        api.call("PUT", `${project}/integrations:batch`, { sourceYaml }),
        api.call("DELETE", `${project}/destinations/${name}`),
      ]);
      expect([
        [200, 409],
        [422, 204],
      ]).toContainEqual([deploy.status, removal.status]);
      const route = await api.call("GET", `${project}/routes/${encodeURIComponent(`${name}/read/contacts`)}`);
      expect(route.status).toBe(deploy.status === 200 ? 200 : 404);
    }
  });

  it("changes of different fields of a destination are all kept", async () => {
    await api.create(`${project}/destinations`, bucket("changed"));
    const changes = [
      {
        updateMask: ["metadata.keyTemplate"],
        destination: { metadata: { keyTemplate: 'metadata."event-id"' } },
      },
      { updateMask: ["metadata.storageClass"], destination: { metadata: { storageClass: "GLACIER" } } },
      { updateMask: ["metadata.region"], destination: { metadata: { region: "eu-west-1" } } },
      { updateMask: ["secrets.awsKeyId"], destination: { secrets: { awsKeyId: "AKIAOTHER" } } },
    ];
    const answers = await Promise.all(
      changes.map((body) => api.call("PATCH", `${project}/destinations/changed`, body)),
    );
    expect(statuses(answers)).toEqual([200, 200, 200, 200]);
    expect(await api.ok("GET", `${project}/destinations/changed`)).toMatchObject({
      metadata: { keyTemplate: 'metadata."event-id"', storageClass: "GLACIER", region: "eu-west-1" },
    });
  });

  it("an id twice in one call and in calls at once is one event", async () => {
    const event = { id: "twice", topic: "a", data: 1 };
    const answers = await times(20, () => api.ok("POST", `${project}/events`, { events: [event, event] }));
    const results = answers.flatMap((answer) => [member(answer, "results", 0), member(answer, "results", 1)]);
    expect(results.filter((each) => member(each, "duplicate") === false)).toHaveLength(1);
    expect(new Set(results.map((each) => member(each, "position"))).size).toBe(1);
    const list = member(await api.ok("GET", `${project}/events?limit=1000`), "results");
    expect(Array.isArray(list) ? list.filter((each) => member(each, "id") === "twice") : []).toHaveLength(1);
  });

  it("an id known in one project is free in another", async () => {
    const body = { events: [{ id: "shared", topic: "a", data: 1 }] };
    for (const name of ["once", "same"])
      expect(await api.ok("POST", `/v1/projects/${name}/events`, body)).toMatchObject({
        results: [{ duplicate: false }],
      });
  });
});

describe("a tail", () => {
  let api: Running;
  beforeAll(async () => {
    api = await start();
    await api.create("/v1/projects", { name: "tail" });
  });
  afterAll(() => api.close());
  const tail = (...args: readonly string[]) =>
    runMillrace(["events", "tail", "--url", api.server.url, "-p", "tail", "--json", "--from", "0", ...args], {
      MILLRACE_API_KEY: ADMIN_KEY,
    });

  it("shows 10,000 events, each on a line, in order", async () => {
    for (let batch = 0; batch < 10; batch++) {
      const events = Array.from({ length: 1_000 }, (_, i) => ({
        topic: "n",
        data: { n: batch * 1_000 + i },
      }));
      await api.ok("POST", "/v1/projects/tail/events", { events });
    }
    const started = performance.now();
    const { code, out } = await tail("--limit", "10000");
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
    const numbers = out
      .trim()
      .split("\n")
      .map((line) => member(JSON.parse(line), "data", "n"));
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });

  it("shows an event whose data has line breaks on one line too", async () => {
    const body = '{"events":[{"topic":"pretty","data":{\n  "a": 1,\r\n  "b": [\n]\n}}]}';
    expect(await api.call("POST", "/v1/projects/tail/events", body)).toMatchObject({ status: 202 });
    const { out } = await tail("--topic", "pretty", "--limit", "1");
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ data: { a: 1, b: [] } });
  });

  it("refuses options that make no sense", async () => {
    const { code, err } = await tail("--limit", "many");
    expect(code).not.toBe(0);
    expect(err).toMatch(/limit/);
  });
});

describe("10,000 destinations, and a manifest that leads to 500 of them", () => {
  it("is deployed, listed, changed and restarted quickly", async () => {
    let api = await start();
    const project = "/v1/projects/many";
    await api.create("/v1/projects", { name: "many" });
    let next = 0;
    const work = async (): Promise<void> => {
      for (let i = next++; i < 10_000; i = next++)
        await api.ok("POST", `${project}/destinations`, bucket(`d-${i}`));
    };
    const made = await timed(() => times(16, work));
    const sourceYaml = `specVersion: 1.0.0\nintegrations:\n${Array.from(
      { length: 500 },
      (_, i) =>
        `  - { name: i-${i}, provider: hubspot, read: { objects: [{ objectName: contacts, destination: d-${i * 20} }] } }\n`,
    ).join("")}`;
    const deploy = await timed(() => api.ok("PUT", `${project}/integrations:batch`, { sourceYaml }));
    const again = await timed(() => api.ok("PUT", `${project}/integrations:batch`, { sourceYaml }));
    const list = await timed(() => api.ok("GET", `${project}/destinations`));
    const routes = await timed(() => api.ok("GET", `${project}/routes?pageSize=500`));
    const change = await timed(() =>
      api.ok("PATCH", `${project}/destinations/d-20`, {
        updateMask: ["metadata.region"],
        destination: { metadata: { region: "eu-west-1" } },
      }),
    );
    const restart = await timed(async () => {
      api = await api.restart();
    });
    process.stdout.write(
      `10,000 destinations: ${JSON.stringify({ made, deploy, again, list, routes, change, restart })} ms\n`,
    );
    expect(await api.ok("GET", `${project}/destinations`)).toHaveLength(10_000);
    expect(member(await api.ok("GET", `${project}/routes?pageSize=500`), "results")).toHaveLength(500);
    await api.close();
    expect(deploy).toBeLessThan(10_000);
    expect(Math.max(again, list, routes, change)).toBeLessThan(3_000);
    expect(restart).toBeLessThan(6_000);
  }, 120_000);
});

describe("a data folder", () => {
  it.each(["store.db", "log.db", "ledger.db"])(
    "with a newer %s is refused and left as it is",
    async (file) => {
      const api = await start();
      await api.server.close();
      const path = join(api.folder, file);
      setVersion(path, 999);
      const { code, err } = await runMillrace([
        "serve",
        "--port",
        String(await freePort()),
        "--data-dir",
        api.folder,
      ]);
      expect(code).toBe(78);
      expect(err).toMatch(/schema version 999/);
      expect(err).toContain(file);
      await rm(api.folder, { recursive: true, force: true });
    },
  );

  it("that is a file, or no place to write, is refused with its name", async () => {
    const folder = await mkdtemp(join(tmpdir(), "millrace-folder-"));
    const api = await start(join(folder, "data"));
    await api.server.close();
    const inside = join(folder, "data", "store.db", "x");
    const { code, err } = await runMillrace(["serve", "--port", "0", "--data-dir", inside]);
    expect(code).toBe(78);
    expect(err).toContain(inside);
    await rm(folder, { recursive: true, force: true });
  });
});

describe("millrace serve", () => {
  it("on a port in use says so and leaves the folder free", async () => {
    const api = await start();
    const folder = await mkdtemp(join(tmpdir(), "millrace-port-"));
    const { code, err } = await runMillrace([
      "serve",
      "--port",
      new URL(api.server.url).port,
      "--data-dir",
      folder,
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(/Port \d+/);
    const free = await start(folder);
    expect(await free.call("GET", "/readyz")).toMatchObject({ status: 200 });
    await free.close();
    await api.close();
  });
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

function setVersion(path: string, version: number): void {
  const database = new Database(path);
  database.pragma(`user_version = ${version}`);
  database.close();
}
