import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../core/ids.ts";
import { formatTimestamp } from "../../core/time.ts";
import { createRoute } from "../../store/routes.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const ago = (time: number): string => formatTimestamp(Date.now() - time);

let api: RunningApi;
let project: string;
let base: string;
const routeIn = async (projectId: string, name: string): Promise<string> => {
  const destination = await api.call("POST", `/v1/projects/${projectId}/destinations`, {
    body: { name: `to-${name}`, type: "pigeon", metadata: { loft: "home" }, secrets: { whistle: "tweet" } },
  });
  const fields = {
    projectId,
    name,
    origin: { kind: "api" as const },
    destinationId: textAt(destination, "id"),
    match: { topics: [name] },
    start: 0,
  };
  return (await createRoute(api.store, fields, formatTimestamp(Date.now()))).id;
};
beforeAll(async () => {
  api = await startApi();
  project = textAt(await api.call("POST", "/v1/projects", { body: { name: "counted" } }), "id");
  base = `/v1/projects/${project}`;
  const [orders, refunds] = [await routeIn(project, "orders"), await routeIn(project, "refunds")];
  const counter = api.history.counterOf(project, orders);
  counter.attempted(4, 2_000);
  for (const latency of [10, 10, 10]) counter.delivered(latency, true);
  counter.delivered(70_000, false);
  api.history.counterOf(project, refunds).ended("discarded", 7);
  api.history.counterOf(newId(), newId()).delivered(1, true);
  await api.history.flush();
});
afterAll(() => api.close());

const ORDERS = {
  deliveredFirstAttempt: 3,
  deliveredAfterRetry: 1,
  expired: 0,
  discarded: 0,
  attempts: 4,
  records: 4,
  bytes: 2_000,
  latency: { p50: 10.2, p95: 71_600, p99: 71_600 },
};

describe("the history", () => {
  it("of a route, by name or id, is its points and their totals", async () => {
    const { status, body } = await api.call("GET", `${base}/routes/orders/history?resolution=minute`);
    expect(status).toBe(200);
    expect(body).toEqual({
      from: expect.stringMatching(/:00\.000000000Z$/),
      to: expect.any(String),
      resolution: "minute",
      points: [{ time: expect.stringMatching(/:00\.000000000Z$/), ...ORDERS }],
      totals: ORDERS,
    });
  });

  it("of a project is the sum over its routes", async () => {
    const { body } = await api.call("GET", `${base}/history`);
    expect(body).toMatchObject({ resolution: "hour", totals: { ...ORDERS, discarded: 7 } });
  });

  it("of a route that did nothing has no points, and no latency", async () => {
    const { body } = await api.call("GET", `${base}/routes/refunds/history?to=${ago(DAY)}`);
    expect(body).toMatchObject({ points: [] });
    expect(body).not.toHaveProperty("totals.latency");
  });

  it("takes times with any offset", async () => {
    const from = new Date(Date.now() + 2 * 3_600_000 - 5 * MINUTE).toISOString().replace("Z", "+02:00");
    const { body } = await api.call("GET", `${base}/routes/orders/history?from=${encodeURIComponent(from)}`);
    expect(body).toMatchObject({ resolution: "minute", totals: ORDERS });
  });

  it.each([
    [`from=${ago(6 * 3_600_000)}`, "minute"],
    [`from=${ago(7 * 3_600_000)}`, "hour"],
    [`from=${ago(13 * DAY)}`, "hour"],
    [`from=${ago(3 * DAY)}&to=${ago(3 * DAY - MINUTE)}`, "hour"],
    [`from=${ago(15.5 * DAY)}`, "day"],
    [`from=${ago(400 * DAY)}`, "day"],
  ])("at the resolution auto for %s is by %#", async (query, resolution) => {
    const { body } = await api.call("GET", `${base}/history?${query}`);
    expect(body).toMatchObject({ resolution });
  });
});

describe("refused", () => {
  it.each([
    [`from=${ago(2 * DAY)}&resolution=minute`, "too_many_points"],
    ["from=0001-01-01T00:00:00Z", "too_many_points"],
    ["from=2000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&resolution=minute", "too_many_points"],
    [`from=${ago(3 * DAY)}&to=${ago(2.9 * DAY)}&resolution=minute`, "resolution_not_kept"],
    [`from=${ago(16 * DAY)}&resolution=hour`, "resolution_not_kept"],
    [`from=${ago(0)}&to=${ago(DAY)}`, "empty_range"],
    ["from=2100-01-01T00:00:00Z", "empty_range"],
  ])("%s with 400 and a remedy", async (query, code) => {
    const answer = await api.call("GET", `${base}/history?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { context: { code }, remedy: expect.any(String) } });
  });

  it.each([
    ["from=yesterday", "from: must be an RFC 3339 time such as 2025-10-14T02:58:59Z"],
    ["to=", "to: must be an RFC 3339 time such as 2025-10-14T02:58:59Z"],
    ["to=2025-02-30T00:00:00Z", "to: must be an RFC 3339 time such as 2025-10-14T02:58:59Z"],
    ["resolution=second", 'resolution: must be one of "minute", "hour", "day", "auto"'],
    ["resolution=minute&resolution=hour", "resolution: must be "],
    ["from=2025-10-14T02:58:59Z&from=2025-10-14T02:58:59Z", "from: must be a string, not an array"],
  ])("%s with 422 and the fault", async (query, fault) => {
    const answer = await api.call("GET", `${base}/routes/orders/history?${query}`);
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)[0]).toContain(fault);
  });

  it("routes that are not there, or in another project", async () => {
    const other = textAt(await api.call("POST", "/v1/projects", { body: { name: "other" } }), "id");
    await routeIn(other, "theirs");
    for (const route of ["nowhere", "theirs", newId()])
      expect(await api.call("GET", `${base}/routes/${route}/history`)).toMatchObject({
        status: 404,
        body: { context: { code: "route_not_found" } },
      });
  });

  it("callers that may not read", async () => {
    const made = await api.call("POST", `${base}/api-keys`, { body: { label: "in", scopes: ["ingest"] } });
    const key = textAt(made, "key");
    expect((await api.call("GET", `${base}/history`, { key })).status).toBe(403);
    expect((await api.call("GET", `${base}/history`, { key: null })).status).toBe(401);
    expect((await api.call("GET", "/v1/projects/other/history", { key })).status).toBe(404);
  });
});
