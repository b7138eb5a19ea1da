import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, delivered, member, runMillrace, start, until } from "./support.ts";

let api: Running;
let endpoint: ScriptedServer;
let project = 0;
let path: string;
let name: string;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
});
beforeEach(async () => {
  name = `cli-${++project}`;
  path = `/v1/projects/${name}`;
  await api.create("/v1/projects", { name });
  await createWebhook("hook", "/in");
  endpoint.seen.length = 0;
  endpoint.script = () => ({ status: 204 });
});

const cli = (...args: readonly string[]) =>
  runMillrace([...args, "--url", api.server.url, "-p", name], { MILLRACE_API_KEY: ADMIN_KEY });
/** A command that must succeed; answers what it printed. */
async function printed(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli(...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}
const json = async (...args: readonly string[]): Promise<unknown> =>
  JSON.parse(await printed(...args, "--json"));
const createWebhook = (called: string, at: string) =>
  api.create(`${path}/destinations`, {
    name: called,
    type: "webhook",
    metadata: { url: `${endpoint.endpointUrl}${at}` },
  });
const routeTo = (destination: string, ...topics: readonly string[]) =>
  api.create(`${path}/routes`, { name: "orders-to-hook", destination, topics });
const handIn = (...events: readonly { id: string; topic?: string; data: string }[]) =>
  api.ok(
    "POST",
    `${path}/events`,
    `{"events":[${events.map(({ id, topic = "orders", data }) => `{"id":"${id}","topic":"${topic}","data":${data}}`).join(",")}]}`,
  );
const bodies = () => endpoint.seen.map(({ body }) => body);

describe("destinations on the command line", () => {
  it("take one of the values that a setting has", async () => {
    const create = ["destinations", "create", "kinesis", "--name", "s", "--stream-name", "s"];
    const more = ["--region", "us-west-2", "--aws-key-id", "a", "--aws-secret-key", "b"];
    expect(await json(...create, ...more, "--envelope", "none")).toMatchObject({
      metadata: { streamName: "s", envelope: "none" },
    });
    const { code, err } = await cli(...create, ...more, "--envelope", "paper");
    expect(code).not.toBe(0);
    expect(err).toContain("Allowed choices are data, none.");
  });
});

describe("routes on the command line", () => {
  it("are made, shown, changed and deleted", async () => {
    const create = ["routes", "create", "--destination", "hook", "--topic", "orders", "--topic", "carts"];
    expect(await printed(...create, "--order", "strict")).toMatch(/^NAME .*\norders-to-hook +healthy/);
    expect(JSON.parse(await printed("routes", "show", "orders-to-hook"))).toMatchObject({
      order: "strict",
      match: { topics: ["orders", "carts"] },
    });
    await createWebhook("other", "/other");
    const set = ["routes", "set", "orders-to-hook", "--name", "o", "--destination", "other"];
    const changed = await json(...set, "--topic", "orders", "--order", "default");
    expect(changed).toMatchObject({
      name: "o",
      destination: { name: "other" },
      match: { topics: ["orders"] },
      order: "none",
    });
    expect(await printed("routes", "delete", "o")).toBe("Deleted o.\n");
    expect(await json("routes", "list")).toEqual([]);
  });

  it("say what is missing or wrong", async () => {
    expect(await cli("routes", "set", "none")).toMatchObject({
      code: 1,
      err: "Nothing to change is given.\nGive --name, --destination, --topic or --order.\n",
    });
    const wrong = await cli("routes", "create", "--destination", "hook", "--topic", "t", "--order", "any");
    expect(wrong.err).toContain("Allowed choices are none, key, strict");
  });
});

describe("delivery options on the command line", () => {
  it("are set with the destination, changed member by member, and removed", async () => {
    const create = ["destinations", "create", "webhook", "--name", "paced"];
    const url = ["--webhook-url", `${endpoint.endpointUrl}/paced`, "--timeout-seconds", "5"];
    const options = '{"retry":{"attempts":5},"pace":{"requestsPerSecond":10}}';
    expect(await json(...create, ...url, "--delivery", options)).toMatchObject({
      delivery: { retry: { attempts: 5 }, pace: { requestsPerSecond: 10 } },
    });
    const change = ["destinations", "change", "paced"];
    const metadata = ["--metadata", '{"timeoutSeconds":7}'];
    expect(await json(...change, ...metadata, "--delivery", '{"pace":{"concurrency":2}}')).toMatchObject({
      metadata: { url: `${endpoint.endpointUrl}/paced`, timeoutSeconds: 7 },
      delivery: { retry: { attempts: 5 }, pace: { concurrency: 2 } },
    });
    const unset = ["--unset", "delivery.retry", "--unset", "delivery.pace", "--name", "free"];
    expect(await json(...change, ...unset)).toMatchObject({ name: "free", delivery: {} });
  });

  it("say what is wrong", async () => {
    const change = ["destinations", "change", "hook"];
    expect((await cli(...change)).err).toContain("Nothing to change is given.");
    expect((await cli(...change, "--delivery", "5")).err).toContain("Write delivery as JSON");
    expect((await cli(...change, "--delivery", '{"retry":{"attempts":99}}')).err).toContain("attempts");
  });
});

describe("replays on the command line", () => {
  beforeEach(async () => {
    await routeTo("hook", "orders", "carts");
    await handIn({ id: "a", data: "1.0" }, { id: "b", topic: "carts", data: "2" }, { id: "c", data: "3" });
    await delivered(api, name);
    endpoint.seen.length = 0;
  });

  it("send once more what is asked for, watched to their end", async () => {
    const replay = ["routes", "replay", "orders-to-hook", "--from", "2000-01-01T00:00:00Z"];
    const one = await json(...replay, "--topic", "orders", "--id", "a", "--id", "b", "--follow");
    expect(one).toMatchObject({ state: "done", delivered: 1, passed: 3, total: 3 });
    expect(bodies()).toHaveLength(1);
    expect(endpoint.seen[0]?.headers["millrace-replay-id"]).toBe(member(one, "id"));

    await createWebhook("other", "/other");
    const table = await printed(...replay, "--to-destination", "other", "--follow");
    expect(table).toMatch(/^ID .*\n\S+ +events +other +done +3 +3 +3 /);
    expect(endpoint.seen.filter(({ url }) => url === "/other")).toHaveLength(3);
    expect(await json("replays", "list", "--route", "orders-to-hook")).toMatchObject([{}, {}]);
  });

  it("go from a position to one", async () => {
    const first = Number(member(await api.ok("GET", `${path}/events/a`), "position"));
    const [from, to] = [first, first + 2].map(String);
    const range = ["--from", from ?? "", "--to", to ?? ""];
    expect(await json("routes", "replay", "orders-to-hook", ...range)).toMatchObject({
      from: first,
      total: 2,
    });
  });

  it("are paused, shown, resumed and cancelled", async () => {
    endpoint.script = () => ({ status: 404 });
    const id = String(member(await json("routes", "replay", "orders-to-hook", "--from", "0"), "id"));
    expect(await json("replays", "pause", id)).toMatchObject({ id, state: "paused" });
    expect(await printed("replays", "show", id)).toMatch(/ paused /);
    expect(await json("replays", "resume", id)).toMatchObject({ state: "running" });
    expect(await json("replays", "cancel", id)).toMatchObject({ state: "cancelled" });
    const again = await cli("replays", "resume", id);
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.err).toContain("has ended");
    expect((await cli("replays", "show", id, "--follow")).code).toBe(1);
  });
});

it("an event is shown with its numbers as they came in, and with what became of it", async () => {
  await routeTo("hook", "orders");
  await handIn({ id: "a", data: '{"total":1.0}' });
  await until(() => Promise.resolve(bodies().length === 1));
  await until(async () => (await printed("events", "show", "a")).includes('"status":"delivered"'));
  expect(await printed("events", "show", "a")).toContain('"total":1.0');
  expect((await cli("events", "show", "b")).err).toContain('no event "b"');
});

describe("dead letters on the command line", () => {
  let ids: readonly string[];
  beforeEach(async () => {
    await routeTo("hook", "orders");
    endpoint.script = ({ body }) => ({ status: body.includes("big") ? 413 : 422 });
    const big = '"big"';
    await handIn({ id: "a", data: "12345678901234567890" }, { id: "b", data: "1.0" }, { id: "c", data: big });
    await until(async () => (await letters()).length === 3);
    ids = (await letters()).map((letter) => String(member(letter, "id")));
  });
  const letters = async (): Promise<readonly unknown[]> => {
    const found = member(await api.ok("GET", `${path}/dead-letters`), "results");
    return Array.isArray(found) ? found : [];
  };

  it("are listed without being asked, filtered, and shown with their numbers as they came", async () => {
    expect((await printed("dead-letters")).split("\n")).toHaveLength(5);
    expect(await printed("dead-letters", "--json")).toContain('"data":12345678901234567890');
    expect(await json("dead-letters", "--code", "too_large")).toMatchObject([{ event: { id: "c" } }]);
    const list = ["dead-letters", "list", "--route", "orders-to-hook", "--ended", "discarded"];
    expect(await json(...list, "--from", "2000-01-01T00:00:00Z", "--limit", "2")).toHaveLength(2);
    expect(await json(...list, "--to", "2000-01-01T00:00:00Z")).toEqual([]);
    const bare = (await letters()).find((letter) => member(letter, "event", "id") === "b");
    expect(await printed("dead-letters", "show", String(member(bare, "id")))).toContain('"data":1.0');
  });

  it("are deleted by id, by filter, or all where that is said", async () => {
    expect(await printed("dead-letters", "delete", ids[0] ?? "")).toBe("Deleted 1 dead letter.\n");
    expect((await cli("dead-letters", "delete")).err).toContain("a filter is needed");
    expect((await cli("dead-letters", "delete", ids[1] ?? "", "--code", "refused")).err).toBe(
      "Give ids or filters, not both.\n",
    );
    expect(await letters()).toHaveLength(2);
    expect(await json("dead-letters", "delete", "--code", "refused")).toEqual({
      deleted: expect.any(Number),
    });
    await json("dead-letters", "delete", "--all");
    expect(await letters()).toEqual([]);
  });

  it("are sent once more, watched to their end, and are gone where that worked", async () => {
    expect((await cli("dead-letters", "replay")).err).toContain("a filter is needed");
    endpoint.script = ({ body }) => ({ status: body.includes("big") ? 413 : 200 });
    expect(await json("dead-letters", "replay", "--id", ids[0] ?? "", "--follow")).toMatchObject([
      { kind: "dead_letters", total: 1, state: "done" },
    ]);
    expect(await printed("dead-letters", "replay", "--all", "--follow")).toMatch(/dead_letters +hook +done/);
    expect(await letters()).toMatchObject([{ event: { id: "c" } }]);
    expect((await cli("dead-letters", "replay", "--code", "refused")).err).toContain("No dead letter");
  });
});
