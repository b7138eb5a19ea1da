import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { ServerProcess } from "./server-process.ts";
import { listIn, member, until } from "./support.ts";

const TILE = {
  displayName: "Acme Messaging",
  category: "messaging",
  summary: "Send events to Acme.",
  description: "Acme sends messages.",
  parameters: [
    { name: "endpoint", displayName: "Endpoint" },
    { name: "api_key", displayName: "API key", secret: true },
  ],
  events: {
    url: "${parameters.endpoint}/${input.event_properties.to}",
    headers: { Authorization: "Bearer ${parameters.api_key}" },
    body: '{"n": ${json(input.event_properties.n)}}',
  },
};

const path = "/v1/projects/crash";

describe("a kill while syncs are made, changed and deleted", () => {
  let endpoint: ScriptedServer;
  let server: ServerProcess;
  beforeAll(async () => {
    [endpoint, server] = await Promise.all([ScriptedServer.start(), ServerProcess.start()]);
    await server.api.create("/v1/projects", { name: "crash" });
    await server.api.ok("POST", `${path}/tiles`, { name: "acme", definition: TILE });
    await server.api.ok("POST", `${path}/tiles/acme:releaseInternally`);
  });
  afterAll(async () => {
    await server.remove();
    await endpoint.close();
  });

  const list = async (of: string) => listIn(await server.api.ok("GET", `${path}/${of}`));
  const definition = (n: number) => ({
    events: { raw: "all", topics: ["order"] },
    where: { eventProperty: "to", operator: "is", values: [`sync-${n}`] },
  });
  const make = (n: number) =>
    server.api.call("POST", `${path}/syncs`, {
      name: `sync-${n}`,
      tile: "acme",
      parameters: { endpoint: endpoint.endpointUrl, api_key: `secret-of-${n}` },
      definition: definition(n),
      state: "enabled",
    });

  it("leaves each of them whole or not there, and those that are there send", async () => {
    const answered = new Set<number>();
    let next = 0;
    for (let round = 0; round < 3; round++) {
      const state = { killed: false };
      const busy = Array.from({ length: 8 }, async () => {
        while (!state.killed) {
          const n = next++;
          try {
            if ((await make(n)).status === 201) answered.add(n);
            if (n % 3 === 0) await server.api.call("POST", `${path}/syncs/sync-${n}:disable`);
            if (n % 3 === 1)
              await server.api.call("PATCH", `${path}/syncs/sync-${n}`, { parameters: { api_key: "b" } });
            if (n % 5 === 0) await server.api.call("DELETE", `${path}/syncs/sync-${n}`);
          } catch {
            // The server was killed under the call.
          }
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 700));
      await server.end("SIGKILL");
      state.killed = true;
      await Promise.all(busy);
      await server.up();
    }
    const syncs = await list("syncs");
    const names = new Set(syncs.map((sync) => String(member(sync, "name"))));
    for (const n of answered) if (n % 5 !== 0) expect(names).toContain(`sync-${n}`);
    const idOf = (each: unknown): string => String(member(each, "id"));
    const routes = await list("routes");
    const destinations = await list("destinations");
    expect(routes.map(idOf).toSorted()).toEqual(
      syncs.map((sync) => idOf(member(sync, "routes", 0))).toSorted(),
    );
    expect(destinations.map(idOf).toSorted()).toEqual(
      syncs.map((sync) => idOf(member(sync, "destination"))).toSorted(),
    );
    const enabled = syncs.filter((sync) => member(sync, "state") === "enabled");
    expect(enabled.length).toBeGreaterThan(0);
    for (const sync of syncs)
      expect(member(sync, "routes", 0, "state")).toBe(
        member(sync, "state") === "enabled" ? "healthy" : "disabled",
      );
    const events = syncs.map((sync, n) => ({
      topic: "order",
      data: { event_type: "order", event_properties: { n, to: member(sync, "name") } },
    }));
    await server.api.ok("POST", `${path}/events`, { events });
    await until(() => endpoint.seen.length >= enabled.length);
    expect(endpoint.seen.map(({ url }) => url).toSorted()).toEqual(
      enabled.map((sync) => `/${String(member(sync, "name"))}`).toSorted(),
    );
    for (const { url, headers } of endpoint.seen) {
      const n = url.slice("/sync-".length);
      expect([`Bearer secret-of-${n}`, "Bearer b"]).toContain(headers.authorization);
    }
  });
});
