import { afterAll, beforeAll, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import type { Running } from "./support.ts";
import { member, start, until } from "./support.ts";

const path = "/v1/projects/states";
let api: Running;
let endpoint: ScriptedServer;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
  await api.create("/v1/projects", { name: "states" });
  await api.create(`${path}/destinations`, {
    name: "hook",
    type: "webhook",
    metadata: { url: `${endpoint.endpointUrl}/in` },
    delivery: { retry: { attempts: 2, firstWaitSeconds: 0.2 } },
  });
  await api.ok("POST", `${path}/routes`, { name: "orders", destination: "hook", topics: ["orders"] });
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
});

const send = (...data: readonly unknown[]) =>
  api.ok("POST", `${path}/events`, { events: data.map((each) => ({ topic: "orders", data: each })) });
const route = () => api.ok("GET", `${path}/routes/orders`);
const state = async () => member(await route(), "state");
const metric = async (name: string): Promise<readonly string[]> => {
  const { text } = await api.call("GET", "/metrics");
  return text.split("\n").filter((line) => line.startsWith(name));
};

it("a destination that refuses the credentials opens the route, which says why and when it tries again, and then goes on", async () => {
  endpoint.script = () => ({ status: 401, body: "who are you?" });
  await send(1, 2, 3);
  await until(async () => (await state()) === "open");
  expect(await route()).toMatchObject({
    state: "open",
    since: expect.any(String),
    cause: { code: expect.any(String), blame: "credentials", at: expect.any(String) },
    lastError: { message: expect.stringContaining("who are you?") },
    lag: 3,
    parked: 0,
  });
  await until(async () => typeof member(await route(), "nextProbeAt") === "string");
  const [open] = await metric("millrace_route_open");
  expect(open).toMatch(
    /^millrace_route_open\{project="[^"]+",route="[^"]+",name="orders",state="open",cause="\w+"\} 1$/,
  );
  expect(await metric("millrace_route_next_probe_seconds")).toHaveLength(1);
  expect(await metric('millrace_lanes{state="open"}')).toEqual(['millrace_lanes{state="open"} 1']);
  endpoint.script = () => ({ status: 204 });
  await until(async () => member(await route(), "lag") === 0);
  expect(await state()).toBe("healthy");
  expect(await metric("millrace_route_open")).toEqual([]);
  expect(await api.ok("GET", `${path}/dead-letters`)).toMatchObject({ results: [] });
});

it("what expired is a dead letter with every attempt, is sent again when asked for, marked, and then is gone", async () => {
  endpoint.seen.length = 0;
  endpoint.script = ({ body }) => ({ status: body.includes("bad") ? 500 : 204 });
  await send("bad", "good");
  await until(async () => member(await route(), "deadLetters") === 1);
  const list = await api.ok("GET", `${path}/dead-letters?route=orders&ended=expired`);
  expect(list).toMatchObject({ results: [{ attempts: 2, failures: [{}, {}], event: { data: "bad" } }] });
  endpoint.script = () => ({ status: 204 });
  const id = String(member(list, "results", 0, "id"));
  const started = await api.ok("POST", `${path}/dead-letters:replay`, { ids: [id] });
  const replay = String(member(started, "results", 0, "id"));
  await until(async () => member(await api.ok("GET", `${path}/replays/${replay}`), "state") === "done");
  expect(await api.ok("GET", `${path}/replays/${replay}`)).toMatchObject({
    total: 1,
    passed: 1,
    delivered: 1,
  });
  expect(endpoint.seen.at(-1)).toMatchObject({ headers: { "millrace-replay-id": replay }, body: '"bad"' });
  expect((await api.call("GET", `${path}/dead-letters/${id}`)).status).toBe(404);
  expect(await route()).toMatchObject({ deadLetters: 0 });
});

it("dead letters go to the destination they were for, though the route leads elsewhere by now", async () => {
  const project = "/v1/projects/moved";
  await api.create("/v1/projects", { name: "moved" });
  for (const name of ["first", "second"]) {
    const metadata = { url: `${endpoint.endpointUrl}/${name}` };
    await api.create(`${project}/destinations`, { name, type: "webhook", metadata });
  }
  await api.ok("POST", `${project}/routes`, { name: "r", destination: "first", topics: ["t"] });
  const refused = async (data: string, letters: number): Promise<void> => {
    await api.ok("POST", `${project}/events`, { events: [{ topic: "t", data }] });
    await until(async () => member(await api.ok("GET", `${project}/routes/r`), "deadLetters") === letters);
  };
  endpoint.script = () => ({ status: 400 });
  await refused("to the first", 1);
  await api.ok("PATCH", `${project}/routes/r`, {
    updateMask: ["destination"],
    route: { destination: "second" },
  });
  await refused("to the second", 2);
  endpoint.seen.length = 0;
  endpoint.script = () => ({ status: 204 });
  const started = await api.ok("POST", `${project}/dead-letters:replay`, { route: "r" });
  expect(member(started, "results", "length")).toBe(2);
  await until(async () => member(await api.ok("GET", `${project}/routes/r`), "deadLetters") === 0);
  expect(endpoint.seen.map(({ url, body }) => `${url} ${body}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    ['/first "to the first"', '/second "to the second"'],
  );
});

it("events of the past go into a new destination, whose name and progress are shown", async () => {
  await api.create(`${path}/destinations`, {
    name: "second",
    type: "webhook",
    metadata: { url: `${endpoint.endpointUrl}/second` },
  });
  const made = await api.ok("POST", `${path}/routes/orders:replay`, { from: 1, destination: "second" });
  expect(made).toMatchObject({ total: 5, destination: { name: "second" } });
  const id = String(member(made, "id"));
  await until(async () => member(await api.ok("GET", `${path}/replays/${id}`), "state") === "done");
  const arrived = endpoint.seen.filter(({ url }) => url === "/second").map(({ body }) => body);
  expect(arrived).toEqual(expect.arrayContaining(["1", "2", "3", '"bad"', '"good"']));
});

it("a project sends at most a thousand messages a second to webhooks, over all its routes", async () => {
  await api.create("/v1/projects", { name: "busy" });
  for (const name of ["a", "b"]) {
    await api.create("/v1/projects/busy/destinations", {
      name,
      type: "webhook",
      metadata: { url: `${endpoint.endpointUrl}/${name}` },
    });
    await api.ok("POST", "/v1/projects/busy/routes", { name, destination: name, topics: ["t"] });
  }
  endpoint.seen.length = 0;
  const started = performance.now();
  const events = Array.from({ length: 1_000 }, (_, i) => ({ topic: "t", data: i }));
  await api.ok("POST", "/v1/projects/busy/events", { events });
  await until(() => endpoint.seen.length === 2_000);
  const seconds = (performance.now() - started) / 1_000;
  expect(seconds).toBeGreaterThan(1.8);
  expect(seconds).toBeLessThan(10);
});
