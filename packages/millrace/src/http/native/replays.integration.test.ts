import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../core/ids.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

const path = "/v1/projects/p";
let api: RunningApi;
let projectId: string;

beforeAll(async () => {
  api = await startApi();
  projectId = textAt(await api.call("POST", "/v1/projects", { body: { name: "p" } }), "id");
  const destination = (name: string) =>
    api.call("POST", `${path}/destinations`, {
      body: { name, type: "pigeon", metadata: { loft: "x" }, secrets: { whistle: "loud" } },
    });
  for (const name of ["here", "there"]) await destination(name);
  await api.call("POST", `${path}/routes`, { body: { name: "r", destination: "here", topics: ["t"] } });
  await api.log.append(
    Array.from({ length: 10 }, (_, i) => ({
      id: `e${i}`,
      projectId,
      topic: "t",
      time: "2026-01-01T00:00:00.000000000Z",
      metadata: {},
      data: `${i}`,
    })),
  );
});
afterAll(() => api.close());

const replay = (body: unknown) => api.call("POST", `${path}/routes/r:replay`, { body });

describe("replays of a route", () => {
  test("go from a position or a time, to one, into another destination, of some topics and ids only", async () => {
    expect((await replay({ from: 1 })).body).toMatchObject({
      kind: "events",
      from: 1,
      to: 11,
      total: 10,
      passed: 0,
      state: "running",
      destination: { name: "here" },
      delivered: 0,
    });
    expect((await replay({ from: 3, to: 6, destination: "there" })).body).toMatchObject({
      from: 3,
      to: 6,
      total: 3,
      destination: { name: "there" },
    });
    expect(
      (await replay({ from: "2026-01-01T00:00:00Z", only: { topics: ["t"], ids: ["e1"] } })).body,
    ).toMatchObject({ from: 1, to: 11, only: { topics: ["t"], ids: ["e1"] } });
    expect((await replay({ from: "2099-01-01T00:00:00Z" })).body).toMatchObject({
      status: 409,
      context: { code: "replay_empty" },
    });
  });

  test("refuse what makes no sense, and say what", async () => {
    expect(issuesIn(await replay({ from: "yesterday" }))).toEqual([expect.stringContaining("from")]);
    expect(issuesIn(await replay({ from: 1, destination: "nowhere" }))).toEqual([
      expect.stringContaining("destination"),
    ]);
    expect((await replay({})).status).toBe(422);
    expect((await replay({ from: -1 })).status).toBe(422);
    expect((await replay({ from: 1, only: { topics: [] } })).status).toBe(422);
    expect((await replay({ from: 5, to: 5 })).status).toBe(409);
    expect((await api.call("POST", `${path}/routes/none:replay`, { body: { from: 1 } })).status).toBe(404);
    expect((await api.call("GET", `${path}/replays/${newId()}`)).status).toBe(404);
  });

  test("are listed, paused, resumed and cancelled, and then are over", async () => {
    const id = textAt(await replay({ from: 1 }), "id");
    const verb = (name: string) => api.call("POST", `${path}/replays/${id}:${name}`);
    expect((await verb("pause")).body).toMatchObject({ id, state: "paused" });
    expect((await verb("resume")).body).toMatchObject({ state: "running" });
    expect((await verb("cancel")).body).toMatchObject({ state: "cancelled" });
    expect((await verb("resume")).status).toBe(409);
    expect((await verb("cancel")).status).toBe(409);
    expect((await api.call("GET", `${path}/replays?route=r`)).body).toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({ id, state: "cancelled" })]),
    });
    expect((await api.call("GET", `${path}/replays?pageSize=1`)).body).toMatchObject({
      results: { length: 1 },
      pagination: { done: false },
    });
    expect((await api.call("GET", `${path}/replays?route=none`)).status).toBe(404);
  });
});

describe("the order of a route", () => {
  const patch = (body: unknown) => api.call("PATCH", `${path}/routes/r`, { body });
  test("is set with the route or later, and taken back", async () => {
    const made = await api.call("POST", `${path}/routes`, {
      body: { name: "strict", destination: "here", topics: ["t"], order: "strict" },
    });
    expect(made.body).toMatchObject({ order: "strict" });
    expect((await patch({ updateMask: ["order"], route: { order: "key" } })).body).toMatchObject({
      order: "key",
    });
    expect((await patch({ updateMask: ["order"], route: {} })).body).not.toHaveProperty("order");
    expect((await patch({ updateMask: ["order"], route: { order: "random" } })).status).toBe(422);
  });
  test("is changed beside name, destination and topics", async () => {
    const changed = await patch({
      updateMask: ["name", "destination", "topics"],
      route: { name: "r2", destination: "there", topics: ["t", "u", "t"] },
    });
    expect(changed.body).toMatchObject({
      name: "r2",
      destination: { name: "there" },
      match: { topics: ["t", "u"] },
    });
    const back = { updateMask: ["name"], route: { name: "r" } };
    expect((await api.call("PATCH", `${path}/routes/r2`, { body: back })).status).toBe(200);
    expect((await patch({ updateMask: ["name"], route: { name: "strict" } })).status).toBe(409);
    expect(issuesIn(await patch({ updateMask: ["topics"], route: {} }))).toEqual([
      expect.stringContaining("route.topics"),
    ]);
    expect((await patch({ updateMask: ["topics"], route: { topics: ["read"] } })).status).toBe(422);
    expect((await patch({ updateMask: ["destination"], route: { destination: "nowhere" } })).status).toBe(
      422,
    );
  });
});

test("dead letters are replayed only where a filter, or everything, was asked for", async () => {
  const ask = (body: unknown) => api.call("POST", `${path}/dead-letters:replay`, { body });
  expect(issuesIn(await ask({}))).toEqual([expect.stringContaining("a filter is needed")]);
  expect((await ask({ all: true })).body).toMatchObject({ status: 409, context: { code: "replay_empty" } });
  expect((await ask({ ids: [] })).status).toBe(422);
  expect((await ask({ from: "yesterday" })).status).toBe(422);
});
