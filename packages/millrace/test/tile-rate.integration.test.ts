import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServerProcess } from "./server-process.ts";
import { until } from "./support.ts";

/** What the tile says its endpoint takes: the limit that seed 002 names as an example. */
const PER_MINUTE = 50_000;
const SECONDS = 12;
/** Events handed in at once; a call is made as soon as the one before is answered. */
const BATCH = 100;
/** Handed in before anything is measured: more than is sent meanwhile. */
const BACKLOG = 20_000;

let sink: Server;
let endpoint: string;
let arrived = 0;
let millrace: ServerProcess;

beforeAll(async () => {
  sink = createServer({ keepAlive: true }, (request, response) => {
    request.resume();
    arrived++;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(sink, "listening");
  const address = sink.address();
  endpoint = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  millrace = await ServerProcess.start();
});
afterAll(async () => {
  await millrace.remove();
  sink.closeAllConnections();
  sink.close();
});

it("sends what a tile says its endpoint takes a minute, within 2 %, while more and more events wait", async () => {
  const { api } = millrace;
  await api.create("/v1/projects", { name: "rate" });
  const path = "/v1/projects/rate";
  const definition = {
    displayName: "Limited",
    category: "other",
    summary: "Takes so many.",
    description: "Takes so many requests a minute.",
    limits: { requestsPerMinute: PER_MINUTE },
    events: { url: `${endpoint}/in`, body: '{"name": ${json(input.event_type)}}' },
  };
  await api.ok("POST", `${path}/tiles`, { name: "limited", definition });
  await api.ok("POST", `${path}/tiles/limited:releaseInternally`);
  await api.ok("POST", `${path}/syncs`, {
    name: "limited",
    tile: "limited",
    state: "enabled",
    definition: { events: { raw: "all" } },
  });
  const events = Array.from({ length: BATCH }, (_, n) => ({
    topic: "track",
    data: { event_type: "Seen", n },
  }));
  for (let sent = 0; sent < BACKLOG; sent += BATCH) await api.ok("POST", `${path}/events`, { events });
  await until(async () => arrived > 1_000);

  const [before, started] = [arrived, performance.now()];
  while (performance.now() - started < SECONDS * 1_000) await api.ok("POST", `${path}/events`, { events });
  const perMinute = ((arrived - before) * 60_000) / (performance.now() - started);
  expect(perMinute).toBeGreaterThan(PER_MINUTE * 0.98);
  expect(perMinute).toBeLessThan(PER_MINUTE * 1.02);
});
