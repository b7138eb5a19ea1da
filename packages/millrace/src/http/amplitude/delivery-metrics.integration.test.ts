import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";

const PATH = "/api/2/event-streaming/delivery-metrics-summary";
const DAY = 86_400_000;

let api: RunningApi;
let project: string;
let projectId: string;
let syncId: string;
let secret: string;
let secretId: string;
let count = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
// Each test has a project of its own: calls are counted.
beforeEach(async () => {
  project = `project-${++count}`;
  projectId = textAt(await api.call("POST", "/v1/projects", { body: { name: project } }), "id");
  const path = `/v1/projects/${project}`;
  await api.call("POST", `${path}/destinations`, {
    body: { name: "loft", type: "pigeon", metadata: { loft: "Basel" }, secrets: { whistle: "tweet" } },
  });
  const sync = await api.call("POST", `${path}/syncs`, {
    body: { name: "pigeons", destination: "loft", definition: { events: { raw: "all" } } },
  });
  syncId = textAt(sync, "id");
  const counter = api.history.counterOf(projectId, textAt(sync, "routes.0.id"));
  for (let i = 0; i < 18; i++) counter.delivered(2_000, true);
  counter.delivered(5_000, false);
  counter.ended("expired", 2);
  counter.ended("discarded", 4);
  await api.history.flush();
  const key = await keyWith(["read"]);
  secret = textAt(key, "key");
  secretId = textAt(key, "id");
});

const keyWith = (scopes: readonly string[], of = project): Promise<Answer> =>
  api.call("POST", `/v1/projects/${of}/api-keys`, { body: { label: "metrics", scopes } });
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});
const get = (query: string, headers: Record<string, string> = basic(project, secret)): Promise<Answer> =>
  api.call("GET", `${PATH}?${query}`, { key: null, headers });
const custom = (start: string, end: string): Promise<Answer> =>
  get(`sync_id=${syncId}&time_period=CUSTOM&start=${start}&end=${end}`);
const errorOf = (answer: Answer) => [answer.status, answer.body];

const COUNTS = {
  eventsDelivered: 19,
  eventsNotDelivered: 6,
  deliveryRate: 19 / 25,
  successOnFirstAttempt: 18,
  successAfterRetry: 1,
  eventsExpired: 2,
  eventsDiscarded: 4,
};

describe("delivery metrics", () => {
  test.each([
    ["TEN_MINUTES", 10 * 60_000],
    ["ONE_HOUR", 3_600_000],
    ["FOUR_HOURS", 4 * 3_600_000],
    ["ONE_DAY", DAY],
    ["ONE_WEEK", 7 * DAY],
    ["TWO_WEEKS", 14 * DAY],
  ])("of %s end now", async (period, length) => {
    const answer = await get(`sync_id=${syncId}&time_period=${period}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      timePeriod: period,
      ...COUNTS,
      latencyInSeconds: expect.closeTo(5, 1),
      timePeriodStart: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:00\.000000$/),
      timePeriodEnd: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    });
    const [start, end] = ["timePeriodStart", "timePeriodEnd"].map((name) =>
      Date.parse(`${textAt(answer, name).replace(" ", "T")}Z`),
    );
    expect((end ?? 0) - (start ?? 0) - length).toBeGreaterThanOrEqual(0);
    expect((end ?? 0) - (start ?? 0) - length).toBeLessThan(60_000);
  });

  test("of a time of one's own take ISO 8601, with a plus that nobody escaped, and numbers", async () => {
    const [from, to] = [Date.now() - DAY, Date.now() + DAY];
    const iso = (time: number): string => new Date(time).toISOString();
    for (const [start, end] of [
      [iso(from), iso(to)],
      [`${iso(from).slice(0, 16)}Z`, `${iso(to).slice(0, 16)}Z`],
      [`${iso(from).slice(0, 19)}+00:00`, `${iso(to).slice(0, 19)}%2B00:00`],
      [iso(from).slice(0, 10), iso(to).slice(0, 10)],
      [String(from), String(to)],
      [String(Math.floor(from / 1_000)), String(Math.floor(to / 1_000))],
    ] as const) {
      const answer = await custom(start, end);
      expect([start, answer.status, answer.body]).toEqual([start, 200, expect.objectContaining(COUNTS)]);
    }
  });

  test("of a time without deliveries are all zero, and nothing failed", async () => {
    const answer = await custom(String(Date.now() - 3 * DAY), String(Date.now() - 2 * DAY));
    expect(answer.body).toMatchObject({
      eventsDelivered: 0,
      eventsNotDelivered: 0,
      deliveryRate: 1,
      latencyInSeconds: 0,
    });
  });

  test.each([
    ["time_period=ONE_DAY", "sync_id is required"],
    ["sync_id=x&sync_id=y&time_period=ONE_DAY", "sync_id is required"],
    ["sync_id=x", "time_period is required"],
    ["sync_id=x&time_period=one_day", "time_period must be one of TEN_MINUTES, "],
    ["sync_id=x&time_period=__proto__", "time_period must be one of "],
    ["sync_id=x&time_period=CUSTOM&start=1", "start and end are required"],
    ["sync_id=x&time_period=CUSTOM&start=yesterday&end=1", "start must be a time"],
    ["sync_id=x&time_period=CUSTOM&start=2026-02-31&end=1", "start must be a time"],
    ["sync_id=x&time_period=CUSTOM&start=1&end=", "start and end are required"],
    ["sync_id=x&time_period=CUSTOM&start=2&end=1", "start must be before end"],
    ["sync_id=x&time_period=CUSTOM&start=1600000000&end=9999999999", "start is more than 90 days ago"],
  ])("of %s are refused", async (query, error) => {
    expect(errorOf(await get(query))).toEqual([400, { code: 400, error: expect.stringContaining(error) }]);
  });

  test("of a sync of another project do not exist", async () => {
    const other = await api.call("POST", "/v1/projects", { body: { name: `${project}-other` } });
    const { text } = await keyWith(["read"], `${project}-other`);
    const answer = await get(
      `sync_id=${syncId}&time_period=ONE_DAY`,
      basic(textAt(other, "id"), JSON.parse(text).key),
    );
    expect(errorOf(answer)).toEqual([404, { code: 404, error: "This project has no such sync" }]);
  });
});

describe("who may see them", () => {
  test("is told by a key that may read, and anything that names its project", async () => {
    const ingest = await keyWith(["ingest"]);
    const query = `sync_id=pigeons&time_period=ONE_DAY`;
    for (const user of [project, projectId, secret, secretId, textAt(ingest, "key"), textAt(ingest, "id")])
      expect([user, (await get(query, basic(user, secret))).status]).toEqual([user, 200]);
    // A key of the whole instance sees the project that is named.
    expect((await get(query, basic(project, api.adminKey))).status).toBe(200);
  });

  test("is nobody else", async () => {
    const query = `sync_id=${syncId}&time_period=ONE_DAY`;
    await api.call("POST", "/v1/projects", { body: { name: `${project}-other` } });
    const foreign = textAt(await keyWith(["admin"], `${project}-other`), "key");
    for (const headers of [
      {},
      { authorization: "Basic" },
      { authorization: "Basic !!!" },
      { authorization: `Basic ${Buffer.from("no colon").toString("base64")}` },
      { authorization: `Bearer ${secret}` },
      basic(project, "wrong"),
      basic("", secret),
      basic("another", secret),
      basic(`${project}-other`, secret),
      basic(project, foreign),
      basic(foreign, secret),
      basic(api.adminKey, api.adminKey),
    ]) {
      const answer = await get(query, headers);
      expect([headers, answer.status, answer.body]).toEqual([
        headers,
        401,
        { code: 401, error: expect.any(String) },
      ]);
      expect(answer.headers.get("www-authenticate")).toBe('Basic realm="millrace"');
    }
    const ingest = textAt(await keyWith(["ingest"]), "key");
    expect(errorOf(await get(query, basic(project, ingest)))).toEqual([
      403,
      { code: 403, error: expect.stringContaining("read") },
    ]);
  });

  test("may ask twelve times a minute", async () => {
    const query = `sync_id=${syncId}&time_period=ONE_DAY`;
    for (let i = 0; i < 12; i++) expect((await get(query)).status).toBe(200);
    const refused = await get(query);
    expect(errorOf(refused)).toEqual([429, { code: 429, error: "Rate limit exceeded" }]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(api.logged()).not.toContain(secret);
  });
});
