import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import type { Running } from "./support.ts";
import { delivered, member, start, until } from "./support.ts";

let api: Running;
let endpoint: ScriptedServer;
let project: string;
let path: string;
let count = 0;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
});
beforeEach(async () => {
  project = `starts-${++count}`;
  path = `/v1/projects/${project}`;
  await api.create("/v1/projects", { name: project });
  endpoint.seen.length = 0;
  endpoint.script = () => ({ status: 200 });
  await api.ok("POST", `${path}/destinations`, {
    name: "hook",
    type: "webhook",
    metadata: { url: endpoint.endpointUrl },
  });
});

const makeSync = (over: object = {}) =>
  api.ok("POST", `${path}/syncs`, {
    name: "orders",
    destination: "hook",
    definition: { events: { raw: "all", topics: ["order"] } },
    ...over,
  });
const step = (verb: string, body?: object) => api.ok("POST", `${path}/syncs/orders:${verb}`, body);
const order = (...numbers: readonly number[]) =>
  api.ok("POST", `${path}/events`, { events: numbers.map((n) => ({ topic: "order", data: { n } })) });
/** What has arrived once there are so many, and nothing more is owed. */
const arrived = async (count: number) => {
  await until(() => endpoint.seen.length >= count);
  await delivered(api, project);
  return endpoint.seen.map(({ body }) => Number(member(JSON.parse(body), "n"))).toSorted((a, b) => a - b);
};

describe("a sync that is enabled from a moment in the past", () => {
  it("sends what came before it was made, too, though it was disabled until now", async () => {
    await order(1, 2);
    await makeSync();
    await order(3);
    await step("enable", { from: "earliest" });
    await order(4);
    expect(await arrived(4)).toEqual([1, 2, 3, 4]);
  });

  it("begins there again, also where it ran before, and goes on from its place after a restart", async () => {
    await order(1);
    await makeSync({ state: "enabled" });
    await order(2);
    expect(await arrived(1)).toEqual([2]);
    await step("disable");
    await order(3);
    endpoint.seen.length = 0;
    await step("enable", { from: "earliest" });
    expect(await arrived(3)).toEqual([1, 2, 3]);
    await step("disable");
    await step("enable", { from: "earliest" });
    await until(() => endpoint.seen.length >= 6);
    await delivered(api, project);
    endpoint.seen.length = 0;
    api = await api.restart();
    await order(4);
    expect(await arrived(1)).toEqual([4]);
  });

  it("begins now where the moment is in the future", async () => {
    await order(1);
    await makeSync({ state: "enabled", from: "2999-01-01T00:00:00Z" });
    await order(2);
    expect(await arrived(1)).toEqual([2]);
  });
});
