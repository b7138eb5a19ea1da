import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
let path: string;
let projectId: string;
let project = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  path = `/v1/projects/project-${++project}`;
  projectId = textAt(await api.call("POST", "/v1/projects", { body: { name: `project-${project}` } }), "id");
});

const send = (body: unknown): Promise<Answer> => api.call("POST", `${path}/events`, { body });

describe("events handed in", () => {
  test("are accepted one by one; a faulty one is told apart from its good neighbours", async () => {
    const answer = await send({
      events: [
        { id: "a", topic: "t", data: 1 },
        { id: "b", topic: "read", data: 1 },
        { topic: "t", data: 2 },
      ],
    });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      accepted: 2,
      rejected: 1,
      results: [
        { id: "a", position: expect.any(Number), duplicate: false },
        {
          id: "b",
          error: {
            code: "invalid_event",
            detail: expect.stringContaining("reserved"),
            issues: [expect.objectContaining({ name: "events[1].topic" })],
          },
        },
        { id: expect.stringMatching(/^[0-9a-f-]{36}$/), position: expect.any(Number), duplicate: false },
      ],
    });
  });

  test("of a known id are accepted once, within a call and over calls", async () => {
    const first = await send({
      events: [
        { id: "a", topic: "t", data: 1 },
        { id: "a", topic: "t", data: 2 },
      ],
    });
    expect(first.body).toMatchObject({ accepted: 2, results: [{ duplicate: false }, { duplicate: true }] });
    expect((await send({ events: [{ id: "a", topic: "t", data: 3 }] })).body).toMatchObject({
      results: [{ duplicate: true }],
    });
    expect((await api.call("GET", `${path}/events/a`)).body).toMatchObject({ data: 1 });
  });

  test("leave as the characters they came in as", async () => {
    const data = '{ "n":12345678901234567890, "f":1.0 ,"e":1e400,"s":"\\ud800\\u0000"}';
    await send(`{"events":[{"id":"raw","topic":"t","data":${data}}]}`);
    expect((await api.call("GET", `${path}/events/raw`)).text).toContain(`"data":${data},"deliveries":`);
    expect((await api.call("GET", `${path}/events`)).text).toContain(`"data":${data}}`);
  });

  test("none of which is acceptable are refused as a whole", async () => {
    const answer = await send({ events: [{ topic: "t" }, {}] });
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      'events[0].data: "data" is required',
      'events[1].topic: "topic" is required',
      'events[1].data: "data" is required',
    ]);
  });

  test.each([
    ['{"events":[{"topic":"t","data":1}', 400],
    ["", 400],
    ["[]", 422],
    ['{"events":[]}', 422],
    [JSON.stringify({ events: Array.from({ length: 1001 }, () => ({ topic: "t", data: 1 })) }), 422],
    [`{"events":[{"topic":"t","data":"${"x".repeat(2 * 1024 * 1024)}"}]}`, 413],
  ])("in a body that cannot be taken change nothing", async (body, status) => {
    expect((await send(body)).status).toBe(status);
    expect((await api.call("GET", `${path}/events`)).body).toMatchObject({ results: [] });
  });

  test("not in UTF-8 are refused, not mended in silence", async () => {
    const body = Buffer.concat([
      Buffer.from('{"events":[{"topic":"t","data":"'),
      Buffer.of(0xc3),
      Buffer.from('"}]}'),
    ]);
    const answer = await send(body);
    expect([answer.status, textAt(answer, "detail")]).toEqual([400, "The body is not UTF-8."]);
  });
});

describe("a list of events", () => {
  const list = (query: string) => api.call("GET", `${path}/events${query}`);

  test("goes on where it stopped, by topic, and says when the end is reached", async () => {
    const events = Array.from({ length: 25 }, (_, i) => ({
      id: `e${i}`,
      topic: i % 5 === 0 ? "rare" : "often",
      data: i,
    }));
    await send({ events });
    const first = await list("?limit=10");
    expect(first.body).toMatchObject({ results: { length: 10 }, pagination: { done: false } });
    const rest = await list(`?limit=100&after=${textAt(first, "pagination.nextPageToken")}`);
    expect(rest.body).toMatchObject({
      results: { length: 15, 0: { id: "e10" } },
      pagination: { done: true },
    });
    expect((await list("?topic=rare")).body).toMatchObject({
      results: [0, 5, 10, 15, 20].map((i) => ({ id: `e${i}` })),
    });
    expect((await list("?topic=rare&limit=2")).body).toMatchObject({
      results: { length: 2 },
      pagination: { done: false },
    });
  });

  test("can begin at the end and wait for what comes", async () => {
    await send({ events: [{ topic: "t", data: "old" }] });
    const end = await list("?from=end");
    expect(end.body).toMatchObject({ results: [], pagination: { done: true } });
    const after = textAt(end, "pagination.nextPageToken");
    const waiting = list(`?after=${after}&wait=20&topic=wanted`);
    await send({ events: [{ topic: "unwanted", data: 1 }] });
    await send({ events: [{ topic: "wanted", data: 2 }] });
    expect((await waiting).body).toMatchObject({ results: [{ topic: "wanted", data: 2 }] });
    const started = performance.now();
    const quiet = await list(`?after=${textAt(await waiting, "pagination.nextPageToken")}&wait=0.2`);
    expect(quiet.body).toMatchObject({ results: [] });
    expect(performance.now() - started).toBeGreaterThan(150);
  });

  test.each([
    "?limit=0",
    "?limit=1001",
    "?limit=x",
    "?wait=31",
    "?after=-1",
    "?from=middle",
    "?from=end&after=1",
  ])("is refused with %s", async (query) => {
    expect((await list(query)).status).toBe(422);
  });
});

test("an event tells what became of it on each route", async () => {
  await send({ events: [{ id: "e", topic: "t", data: 1 }] });
  api.deliveries.push({ routeId: "r", status: "parked", attempts: 2 });
  expect((await api.call("GET", `${path}/events/e`)).body).toMatchObject({
    id: "e",
    deliveries: [{ routeId: "r", status: "parked", attempts: 2 }],
  });
  expect((await api.call("GET", `${path}/events/unknown`)).status).toBe(404);
});

describe("routes made by hand", () => {
  beforeEach(async () => {
    const body = { name: "loft", type: "pigeon", metadata: { loft: "x" }, secrets: { whistle: "whistle" } };
    await api.call("POST", `${path}/destinations`, { body });
  });
  const make = (body: object) => api.call("POST", `${path}/routes`, { body });

  test("take the events of their topics from now on", async () => {
    await send({ events: [{ topic: "order.paid", data: 1 }] });
    const made = await make({ name: "orders", destination: "loft", topics: ["order.paid", "order.paid"] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: "orders",
      origin: { kind: "api" },
      match: { topics: ["order.paid"] },
      start: api.log.head(),
      cursor: api.log.head(),
      state: "stopped",
      destination: { name: "loft", type: "pigeon" },
    });
    expect((await make({ destination: "loft", topics: ["order.paid"] })).body).toMatchObject({
      name: "order.paid-to-loft",
    });
    expect((await make({ name: "orders", destination: "loft", topics: ["x"] })).status).toBe(409);
    expect((await api.call("DELETE", `${path}/routes/orders`)).status).toBe(204);
    expect((await api.call("GET", `${path}/routes/orders`)).status).toBe(404);
  });

  test("are refused for reserved topics and unknown destinations", async () => {
    expect(issuesIn(await make({ destination: "loft", topics: ["read", "ok", "a b"] }))).toEqual([
      expect.stringContaining("topics[0]"),
      expect.stringContaining("topics[2]"),
    ]);
    expect(issuesIn(await make({ destination: "attic", topics: ["t"] }))).toEqual([
      "destination: there is no destination of that id or name in this project",
    ]);
  });

  test("show the state of their lanes, pause and go on", async () => {
    const made = await make({ name: "orders", destination: "loft", topics: ["order.paid"] });
    api.lanes.set(textAt(made, "id"), {
      state: "failing",
      since: "2026-01-01T00:00:00Z",
      order: "none",
      cursor: 7,
      lag: 3,
      parked: 1,
      deadLetters: 2,
      counts: { delivered: 1, discarded: 2, expired: 0, attempts: 5, retries: 3 },
    });
    expect((await api.call("GET", `${path}/routes`)).body).toMatchObject({
      results: [{ name: "orders", state: "failing", cursor: 7, lag: 3, counts: { retries: 3 } }],
      pagination: { done: true },
    });
    expect((await api.call("POST", `${path}/routes/orders:pause`)).body).toMatchObject({ paused: true });
    expect((await api.call("GET", `${path}/routes/orders`)).body).toMatchObject({ paused: true });
    expect((await api.call("POST", `${path}/routes/${textAt(made, "id")}:resume`)).body).toMatchObject({
      paused: false,
    });
  });
});

test("dead letters are listed by route and error, and carry their event", async () => {
  const event = {
    position: 1,
    id: "e",
    projectId,
    topic: "t",
    time: "2026-01-01T00:00:00.000000000Z",
    acceptedAt: 0,
    metadata: {},
    data: "1.0",
  };
  const error = { code: "record_too_large", message: "Too large.", blame: "event" as const };
  for (const n of [1, 2, 3]) {
    const letter = {
      id: `019b0000-0000-7000-8000-00000000000${n}`,
      laneId: `r${n}`,
      routeId: `r${n}`,
      destinationId: "d",
      event,
      ended: "discarded" as const,
      error,
      attempts: 0,
      endedAt: 0,
      failures: [{ at: 0, error }],
    };
    const { fence } = await api.ledger.openLane(`r${n}`, 0);
    await api.ledger.commit({
      laneId: `r${n}`,
      letters: { laneId: `r${n}`, destinationId: "d", existing: false },
      fence,
      delivered: 0,
      parked: [],
      unparked: [],
      resolved: [],
      dead: [letter],
    });
  }
  const list = (query: string) => api.call("GET", `${path}/dead-letters${query}`);
  const first = await list("?pageSize=2");
  expect(first.text).toContain('"data":1.0');
  expect(first.body).toMatchObject({
    results: [
      {
        routeId: "r3",
        endedAt: "1970-01-01T00:00:00.000000000Z",
        error,
        event: { id: "e" },
        failures: [{ code: "record_too_large", at: "1970-01-01T00:00:00.000000000Z" }],
      },
      { routeId: "r2" },
    ],
    pagination: { done: false },
  });
  const rest = await list(`?pageSize=2&pageToken=${textAt(first, "pagination.nextPageToken")}`);
  expect(rest.body).toEqual(
    expect.objectContaining({
      results: [expect.objectContaining({ routeId: "r1" })],
      pagination: { done: true },
    }),
  );
  expect((await list("?route=r2")).body).toMatchObject({ results: { length: 1 } });
  expect((await list("?code=other")).body).toMatchObject({ results: [] });
  expect((await list("?from=yesterday")).status).toBe(422);
  expect((await api.call("GET", `${path}/dead-letters/${textAt(first, "results.0.id")}`)).body).toMatchObject(
    { routeId: "r3" },
  );
  expect((await api.call("GET", `${path}/dead-letters/none`)).status).toBe(404);

  const remove = (rest: string) => api.call("DELETE", `${path}/dead-letters${rest}`);
  expect(issuesIn(await remove(""))).toEqual([expect.stringContaining("a filter is needed")]);
  expect((await remove("?everything=true")).status).toBe(422);
  expect((await remove("/none")).status).toBe(404);
  expect((await remove(`/${textAt(first, "results.0.id")}`)).status).toBe(204);
  expect((await remove("?route=r1")).body).toEqual({ deleted: 1 });
  expect((await remove("?all=true")).body).toEqual({ deleted: 1 });
  expect((await list("")).body).toMatchObject({ results: [] });
});

test("a request that waits for events ends when the API closes", async () => {
  const other = await startApi();
  await other.call("POST", "/v1/projects", { body: { name: "p" } });
  const waiting = other.call("GET", "/v1/projects/p/events?wait=30");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = performance.now();
  await other.close();
  expect((await waiting).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("events that are no longer kept are said to be gone; from the start means from the oldest that is", async () => {
  const first = await send({ events: [{ id: "a", topic: "t", data: 1 }] });
  await send({
    events: [
      { id: "b", topic: "t", data: 2 },
      { id: "c", topic: "t", data: 3 },
    ],
  });
  const oldest = api.log.find(projectId, "a")?.position ?? 0;
  const gone = api.log.find(projectId, "b")?.position ?? 0;
  await api.log.remove(projectId, gone);
  expect(first.status).toBe(202);
  const list = await api.call("GET", `${path}/events`);
  expect(list.body).toMatchObject({ results: [{ id: "c" }], pagination: { done: true } });
  expect((await api.call("GET", `${path}/events?after=${oldest}`)).body).toMatchObject({
    status: 410,
    detail: expect.stringContaining(`behind position ${gone}`),
    context: { code: "events_removed" },
  });
  expect((await api.call("GET", `${path}/events?after=${gone}`)).status).toBe(200);
  expect((await api.call("GET", `${path}/events/a`)).status).toBe(404);
});
