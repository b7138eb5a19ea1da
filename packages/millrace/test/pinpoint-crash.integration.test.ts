import { afterAll, beforeAll, expect, test } from "vitest";
import { ServerProcess } from "./server-process.ts";
import { listIn, member } from "./support.ts";
import { throughKills, untilTaken } from "./through-kills.ts";

/** Endpoints that are spoken of. */
const ENDPOINTS = 20;
const EVENTS_A_CALL = 5;

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
  await server.api.create("/v1/projects", { name: "pinpoint" });
});
afterAll(() => server.remove());

/** How often each event is in the log, by its type. */
async function loggedTypes(): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let after = "0"; ;) {
    const page = await server.api.ok("GET", `/v1/projects/pinpoint/events?after=${after}&limit=1000`);
    for (const event of listIn(page)) {
      const type = String(member(event, "data", "event_type"));
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    after = String(member(page, "pagination", "nextPageToken"));
    if (member(page, "pagination", "done") === true) return counts;
  }
}

test("kill -9 again and again loses no accepted update or event, and stores none twice", async () => {
  const accepted = new Set<string>();
  const expected = Array.from({ length: ENDPOINTS }, (): Record<string, number> => ({}));
  await throughKills(server, async (n) => {
    const endpoint = n % ENDPOINTS;
    const Endpoint = { Metrics: { [`m${Math.floor(n / ENDPOINTS) % 200}`]: n } };
    const types = Array.from({ length: EVENTS_A_CALL }, (_, i) => `event-${n}-${i}`);
    const Timestamp = new Date().toISOString();
    const Events = Object.fromEntries(types.map((EventType, i) => [`e${i}`, { EventType, Timestamp }]));
    const body = { BatchItem: { [`endpoint-${endpoint}`]: { Endpoint, Events } } };
    await untilTaken(async () => {
      const { status } = await server.api.call("POST", "/v1/apps/pinpoint/events", body);
      return status === 202;
    });
    for (const type of types) accepted.add(type);
    Object.assign(expected[endpoint] ?? {}, Endpoint.Metrics);
  });

  const logged = await loggedTypes();
  expect([...accepted].filter((type) => logged.get(type) !== 1)).toEqual([]);
  for (const [i, metrics] of expected.entries()) {
    const endpoint = await server.api.ok("GET", `/v1/apps/pinpoint/endpoints/endpoint-${i}`);
    const found = member(endpoint, "Metrics");
    const lost = Object.entries(metrics).filter(([name, n]) => !(Number(member(found, name)) >= n));
    expect(lost).toEqual([]);
  }
  expect(accepted.size).toBeGreaterThan(500);
}, 120_000);
