import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../core/ids.ts";
import { destinationTypes } from "../../destinations/registry.ts";
import type { DeadLetter, LaneCommit } from "../../ledger/ledger.ts";
import { anEvent } from "../../log/testing/event-log-suite.ts";
import { EXAMPLE_TILE } from "../../tiles/testing/example-tile.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";

const SECRET = "sk-very-secret-1234";
const PARAMETERS = { endpoint: "https://api.acme.example", api_key: SECRET, app_id: "app-1" };
const DEFINITION = {
  events: { raw: ["buy"] },
  select: { event: ["price"] },
  mappings: { external_id: { field: "user_id" } },
};

let api: RunningApi;
let projectId: string;
let path: string;
let tile: string;
let count = 0;
beforeAll(async () => {
  api = await startApi({ destinationTypes: [...destinationTypes.values()] });
});
afterAll(() => api.close());
beforeEach(async () => {
  projectId = textAt(await api.call("POST", "/v1/projects", { body: { name: `project-${++count}` } }), "id");
  path = `/v1/projects/project-${count}`;
  tile = `acme-${count}`;
  await api.call("POST", `${path}/tiles`, { body: { name: tile, definition: EXAMPLE_TILE } });
  await api.call("POST", `${path}/tiles/${tile}:releaseInternally`);
});

const makeSync = (over: object = {}): Promise<Answer> =>
  api.call("POST", `${path}/syncs`, {
    body: { name: "acme-sync", tile, parameters: PARAMETERS, definition: DEFINITION, ...over },
  });
const dryRun = (body?: object): Promise<Answer> =>
  api.call("POST", `${path}/syncs/acme-sync:dryRun`, body === undefined ? {} : { body });
const bought = (over: object = {}) =>
  anEvent({
    projectId,
    data: JSON.stringify({
      event_type: "buy",
      user_id: "u-1",
      event_time: "2022-01-06 17:29:04.000000",
      event_properties: { price: 12.5 },
      ...over,
    }),
  });

describe("a dry run", () => {
  test("tells what would have been sent, with masks in place of secrets", async () => {
    await makeSync();
    await api.log.append([
      ...Array.from({ length: 7 }, () => bought()),
      bought({ event_type: "look" }),
      bought({ user_id: null }),
      anEvent({ projectId, topic: "identify" }),
    ]);
    const answer = await dryRun();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      looked: 10,
      complete: true,
      routes: [{ part: "events", view: "raw", matched: 7, sendable: 7, failing: [] }],
    });
    expect(answer.body).toHaveProperty("routes.0.samples.length", 5);
    expect(answer.body).toHaveProperty("routes.0.samples.0.message.attributes", {
      ":method": "POST",
      ":url": "https://api.acme.example/users/track",
      authorization: "Bearer ********",
      "content-type": "application/json",
      "user-agent": expect.any(String),
    });
    expect(JSON.parse(textAt(answer, "routes.0.samples.0.message.body"))).toEqual({
      external_id: "u-1",
      app_id: "app-1",
      name: "buy",
      time: "2022-01-06T17:29:04Z",
      properties: { price: 12.5 },
    });
    expect(textAt(answer, "routes.0.samples.0.event.data.user_id")).toBe("u-1");
    expect(answer.text).not.toContain(SECRET);
    expect((await dryRun({ last: 3 })).body).toMatchObject({ looked: 3, routes: [{ matched: 0 }] });
    expect((await dryRun({ last: 10_001 })).status).toBe(422);
  });

  test("counts what no message can be made of, by error", async () => {
    await makeSync();
    await api.log.append([bought(), bought({ event_time: "no time" }), bought({ event_time: "nor this" })]);
    const answer = await dryRun();
    expect(answer.body).toMatchObject({
      routes: [
        {
          matched: 3,
          sendable: 1,
          failing: [
            { error: { code: "render_failed" }, count: 2, event: { data: { event_time: "nor this" } } },
          ],
        },
      ],
    });
  });

  test("works for a sync that nobody has saved, and saves nothing", async () => {
    await api.log.append([bought()]);
    const answer = await api.call("POST", `${path}/syncs:dryRun`, {
      body: { tile, parameters: PARAMETERS, definition: DEFINITION, last: 10 },
    });
    expect(answer.body).toMatchObject({ looked: 1, routes: [{ matched: 1, sendable: 1 }] });
    expect(answer.text).not.toContain(SECRET);
    expect((await api.call("GET", `${path}/syncs`)).body).toMatchObject({ results: [] });
    const wrong = await api.call("POST", `${path}/syncs:dryRun`, { body: { tile, definition: { a: 1 } } });
    expect(wrong.status).toBe(422);
  });

  test("tells no secret that a template has made something else of, in an error either", async () => {
    const body = '{"id": ${parameters.api_key?upper_case?number}}';
    const definition = { ...EXAMPLE_TILE, events: { ...EXAMPLE_TILE.events, body } };
    await api.call("POST", `${path}/tiles`, { body: { name: `${tile}-loud`, definition } });
    await api.call("POST", `${path}/tiles/${tile}-loud:releaseInternally`);
    await api.log.append([bought()]);
    const made = await makeSync({ tile: `${tile}-loud`, parameters: { ...PARAMETERS, app_id: "a" } });
    expect([made.status, made.text]).toEqual([201, made.text]);
    const answer = await dryRun();
    expect(answer.body).toMatchObject({ routes: [{ matched: 1, sendable: 0, failing: [{ count: 1 }] }] });
    expect(answer.text.toLowerCase()).not.toContain(SECRET);
  });

  test("says where not all of the events that were asked for could be looked at", async () => {
    await makeSync();
    await api.log.append(Array.from({ length: 5 }, () => bought({ note: "x".repeat(9 * 1_048_576) })));
    const all = await dryRun();
    expect(all.body).toMatchObject({ looked: 3, complete: false });
    expect((await dryRun({ last: 3 })).body).toMatchObject({ looked: 3, complete: true });
  });

  test("of a route to a stream shows the record", async () => {
    await api.call("POST", `${path}/destinations`, {
      body: {
        name: "stream",
        type: "kinesis",
        metadata: { streamName: "events", region: "eu-west-1", partitionKeyTemplate: "data.user_id" },
        secrets: { awsKeyId: "AKIA1234567890", awsSecretKey: "very-secret-key" },
      },
    });
    const made = await makeSync({ tile: undefined, parameters: undefined, destination: "stream" });
    expect([made.status, made.text]).toEqual([201, made.text]);
    await api.log.append([bought()]);
    const answer = await dryRun();
    expect(answer.body).toMatchObject({ routes: [{ samples: [{ message: { key: "u-1" } }] }] });
    // What was chosen is sent, in the export format.
    expect(textAt(answer, "routes.0.samples.0.message.body")).toContain('"price":12.5');
  });

  test("shows events as transformations make them", async () => {
    const replaced = await api.call("PUT", `${path}/transformations`, {
      body: { rules: [{ kind: "event", from: ["buy", "purchase"], to: "Purchase" }] },
    });
    expect(replaced.status).toBeLessThan(300);
    await makeSync({ definition: { ...DEFINITION, events: { transformed: ["Purchase"] } } });
    await api.log.append([bought(), bought({ event_type: "purchase" })]);
    const answer = await dryRun();
    expect(answer.body).toMatchObject({ routes: [{ view: "transformed", matched: 2, sendable: 2 }] });
    expect(textAt(answer, "routes.0.samples.0.message.body")).toContain('"name": "Purchase"');
  });
});

describe("failures", () => {
  test("are counted by error, with the newest deliveries and what they would be now", async () => {
    const made = await makeSync({ state: "enabled" });
    const routeId = textAt(made, "routes.0.id");
    const destinationId = textAt(made, "destination.id");
    const events = Array.from({ length: 5 }, () => bought());
    const appended = await api.log.append(events);
    const at = Date.parse("2026-01-01T00:00:00Z");
    const error = (code: string) => ({ code, message: `it says ${code}`, blame: "destination" as const });
    const letterOf = (i: number): DeadLetter => ({
      id: newId(),
      laneId: routeId,
      routeId,
      destinationId,
      event: { ...(events[i] ?? bought()), position: appended[i]?.position ?? 0, acceptedAt: at },
      ended: "discarded",
      error: error("rejected"),
      attempts: 1,
      endedAt: at + i,
      failures: [{ at, error: error("rejected") }],
    });
    const { fence } = await api.ledger.openLane(routeId, 0);
    const commit: LaneCommit = {
      laneId: routeId,
      fence,
      parked: [
        {
          position: appended[4]?.position ?? 0,
          orderingKey: "",
          attempts: 2,
          firstAttemptAt: at,
          nextAttemptAt: at + 60_000,
          failure: { at, error: error("server_error") },
        },
      ],
      unparked: [],
      dead: [0, 1, 2, 3].map(letterOf),
      resolved: [],
      letters: { laneId: routeId, destinationId, existing: false },
      delivered: 0,
    };
    expect(await api.ledger.commit(commit)).toBe(true);
    const answer = await api.call("GET", `${path}/syncs/acme-sync/failures`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      results: [
        { standing: "discarded", code: "rejected", count: 4 },
        {
          standing: "parked",
          code: "server_error",
          count: 1,
          samples: [
            {
              route: { id: routeId, name: "acme-sync/events" },
              attempts: 2,
              error: { code: "server_error", at: "2026-01-01T00:00:00.000000000Z" },
              nextAttemptAt: "2026-01-01T00:01:00.000000000Z",
              event: { id: events[4]?.id, data: { user_id: "u-1" } },
              message: { attributes: { authorization: "Bearer ********" } },
            },
          ],
        },
      ],
    });
    expect(answer.body).toHaveProperty("results.0.samples.length", 3);
    expect(textAt(answer, "results.0.samples.0.event.id")).toBe(events[3]?.id);
    expect(textAt(answer, "results.0.samples.0.deadLetterId")).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.text).not.toContain(SECRET);
  });

  test("of a sync that works are none", async () => {
    await makeSync({ state: "enabled" });
    expect((await api.call("GET", `${path}/syncs/acme-sync/failures`)).body).toEqual({ results: [] });
    expect((await api.call("GET", `${path}/syncs/nowhere/failures`)).status).toBe(404);
  });
});

describe("metrics", () => {
  test("are the sums over the sync's routes, percentiles of all deliveries together", async () => {
    const both = { raw: ["buy"], transformed: ["buy"] };
    const made = await makeSync({ definition: { ...DEFINITION, events: both }, state: "enabled" });
    const [raw, transformed] = [0, 1].map((i) =>
      api.history.counterOf(projectId, textAt(made, `routes.${i}.id`)),
    );
    for (let i = 0; i < 90; i++) raw?.delivered(10, true);
    for (let i = 0; i < 10; i++) transformed?.delivered(5_000, false);
    transformed?.ended("expired", 3);
    api.history.counterOf(projectId, "another-route").delivered(1, true);
    await api.history.flush();
    const answer = await api.call("GET", `${path}/syncs/acme-sync/metrics`);
    expect(answer.body).toMatchObject({
      totals: { deliveredFirstAttempt: 90, deliveredAfterRetry: 10, expired: 3, discarded: 0 },
    });
    const { totals } = JSON.parse(answer.text);
    expect(totals.latency.p50).toBeLessThan(11);
    expect(totals.latency.p95).toBeGreaterThan(4_800);
  });
});
