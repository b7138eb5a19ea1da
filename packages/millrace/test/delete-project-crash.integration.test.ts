import { afterAll, beforeAll, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { everyRow, saying } from "./every-row.ts";
import { ServerProcess } from "./server-process.ts";
import { listIn, member, until } from "./support.ts";

const EVENTS = 20_000;
const BATCH = 500;

let endpoint: ScriptedServer;
let server: ServerProcess;
beforeAll(async () => {
  [endpoint, server] = await Promise.all([ScriptedServer.start(), ServerProcess.start()]);
  endpoint.script = ({ url }) => ({ status: url === "/refused" ? 400 : 200 });
  await make("kept", 10);
});
afterAll(async () => {
  await server.remove();
  await endpoint.close();
});

/** A project with events, dead letters and a lane that lags; answers its id. */
async function make(name: string, events: number): Promise<string> {
  const { api } = server;
  const id = await api.create("/v1/projects", { name });
  for (const path of ["refused", "taken"]) {
    await api.create(`/v1/projects/${name}/destinations`, {
      name: path,
      type: "webhook",
      metadata: { url: `${endpoint.endpointUrl}/${path}` },
    });
    await api.create(`/v1/projects/${name}/routes`, { name: path, destination: path, topics: ["t"] });
  }
  for (let at = 0; at < events; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - at) }, (_, i) => ({
      topic: i < 10 ? "t" : "others",
      data: { note: "x".repeat(500) },
    }));
    await api.ok("POST", `/v1/projects/${name}/events`, { events: batch });
  }
  await until(async () => listIn(await api.ok("GET", `/v1/projects/${name}/dead-letters`)).length > 0);
  return id;
}

it("kill -9 while a project is deleted leaves it whole or not there, and what is left goes after the next start", async () => {
  let interrupted = 0;
  for (const wait of [0, 2, 8, 30, 100]) {
    const name = `doomed-${wait}`;
    const id = await make(name, EVENTS);
    const deleted = server.api.call("DELETE", `/v1/projects/${name}`).then(
      ({ status }) => status,
      () => 0,
    );
    // Either the call is under way, or what the project leaves behind goes.
    if (wait > 2) expect(await deleted).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, wait));
    await server.end("SIGKILL");
    const left = everyRow(server.folder);
    const configured = left.get("store.db.projects")?.some((row) => row.includes(id)) ?? false;
    const noted = left.get("store.db.deleted_projects")?.some((row) => row.includes(id)) ?? false;
    if (noted && saying(server.folder, id).includes("log.db.projects")) interrupted++;
    expect([await deleted, configured]).not.toEqual([204, true]);
    await server.up();
    if (configured) {
      const routes = member(await server.api.ok("GET", `/v1/projects/${name}/routes`), "results");
      expect(routes).toHaveLength(2);
      expect((await server.api.call("DELETE", `/v1/projects/${id}`)).status).toBe(204);
    }
    expect((await server.api.call("GET", `/v1/projects/${id}`)).status).toBe(404);
    await until(() => saying(server.folder, id).length === 0);
  }
  expect(interrupted).toBeGreaterThan(0);
  const rows = everyRow(server.folder);
  expect(rows.get("store.db.deleted_projects")).toEqual([]);
  expect(rows.get("store.db.removed_lanes")).toEqual([]);
  expect(rows.get("log.db.events")).toHaveLength(10);
  expect(rows.get("ledger.db.lanes")).toHaveLength(2);
  expect(rows.get("ledger.db.dead_letters")).toHaveLength(10);
}, 120_000);
