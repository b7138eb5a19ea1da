import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { pngOf } from "../src/tiles/testing/png.ts";
import { contactsManifest } from "./contacts-manifest.ts";
import { everyRow, saying } from "./every-row.ts";
import type { Running } from "./support.ts";
import { Caller, delivered, member, start, until } from "./support.ts";

const TILE = {
  displayName: "Acme Messaging",
  category: "messaging",
  summary: "Send events to Acme.",
  description: "Acme sends messages.",
  parameters: [{ name: "endpoint", displayName: "Endpoint" }],
  events: { url: "${parameters.endpoint}/tile", body: '{"type": ${json(input.event_type)}}' },
};

let api: Running;
let endpoint: ScriptedServer;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
  endpoint.script = ({ url }) =>
    url === "/hang" ? "hang" : { status: url === "/refused" ? 400 : url === "/later" ? 503 : 200 };
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
});

const webhook = (project: string, name: string, over: object = {}) =>
  api.create(`/v1/projects/${project}/destinations`, {
    name,
    type: "webhook",
    metadata: { url: `${endpoint.endpointUrl}/${name}` },
    ...over,
  });

/** A project that has one of everything; answers its id. */
async function projectWithAll(name: string): Promise<string> {
  const id = await api.create("/v1/projects", { name, appName: name, tags: { of: name } });
  const path = `/v1/projects/${name}`;
  await webhook(name, "hook");
  await webhook(name, "refused");
  await webhook(name, "later", { delivery: { retry: { attempts: 5 } } });
  for (const destination of ["hook", "refused", "later"])
    await api.create(`${path}/routes`, { name: `to-${destination}`, destination, topics: ["t"] });
  await api.ok("PUT", `${path}/transformations`, { rules: [] });
  await api.ok("POST", `${path}/tiles`, { name: `${name}-tile`, definition: TILE });
  const logo = await api.call("PUT", `${path}/tiles/${name}-tile/logo`, pngOf(64, 64), {
    "content-type": "image/png",
  });
  expect([logo.status, logo.text]).toEqual([200, expect.any(String)]);
  await api.ok("POST", `${path}/tiles/${name}-tile:releaseInternally`);
  await api.ok("POST", `${path}/syncs`, {
    name: "sync",
    tile: `${name}-tile`,
    parameters: { endpoint: endpoint.endpointUrl },
    definition: { events: { raw: "all" } },
    state: "enabled",
  });
  await api.ok("PUT", `${path}/integrations:batch`, { sourceYaml: contactsManifest("hook", "id") });
  const installation = await api.create(`${path}/integrations/crm/installations`, {
    groupRef: "g",
    groupName: "G",
    consumerRef: "c",
    consumerName: "C",
  });
  const key = await api.ok("POST", `${path}/api-keys`, { label: "sdk", scopes: ["ingest"] });
  await new Caller(api.server.url, "").ok("POST", "/2/httpapi", {
    api_key: String(member(key, "key")),
    events: [
      {
        user_id: `user of ${name}`,
        device_id: "device-1",
        event_type: "buy",
        time: Date.now(),
        user_properties: { $set: { plan: "gold" } },
      },
    ],
  });
  await api.ok("PUT", `/v1/apps/${id}/endpoints/phone`, {
    Address: "a",
    User: { UserId: `user of ${name}` },
  });
  await api.ok("POST", `${path}/events`, {
    events: [
      { topic: "t", data: {} },
      { topic: "t", data: {} },
    ],
  });
  // Too large for a webhook's message: given by URL, from the folder of blobs.
  const record = `{"raw":{"id":"1","properties":{},"note":"${"x".repeat(600_000)}"}}`;
  const results = `{"action":"read","objectName":"contacts","result":[${record}]}`;
  await api.ok("POST", `${path}/installations/${installation}/results`, results);
  await until(async () => {
    const [routes, letters] = await Promise.all([
      api.ok("GET", `${path}/routes`),
      api.ok("GET", `${path}/dead-letters`),
    ]);
    const list = member(routes, "results");
    const refused = member(letters, "results");
    return (
      Array.isArray(list) &&
      list.every((route) => member(route, "name") === "to-later" || member(route, "lag") === 0) &&
      Array.isArray(refused) &&
      refused.length === 2
    );
  });
  await api.ok("POST", `${path}/routes/to-hook:replay`, { from: 0 });
  await api.ok("POST", `${path}/routes/to-later:replay`, { from: 0 });
  addWhatHasNoCall(id);
  return id;
}

/** What other parts of the API make, put into the file as they leave it. */
function addWhatHasNoCall(projectId: string): void {
  const database = new Database(join(api.folder, "store.db"), { timeout: 5_000 });
  const now = "2026-01-01T00:00:00.000000000Z";
  const of = `${projectId}-`;
  database
    .prepare("INSERT INTO access_keys VALUES (?, ?, ?, 'signs', '[\"admin\"]', x'00', 0, ?, ?)")
    .run(`${of}key`, projectId, `AK${projectId}`, now, now);
  database
    .prepare("INSERT INTO lost_data_keys VALUES (?, ?, x'00', 'm', ?, ?)")
    .run(`${of}lost`, projectId, now, now);
  database
    .prepare(
      "INSERT INTO destinations (id, project_id, name, type, metadata, secrets, owner, create_time, update_time) VALUES (?, ?, 'stream', 'kinesis', '{}', x'00', 'event_stream', ?, ?)",
    )
    .run(`${of}stream`, projectId, now, now);
  database
    .prepare("INSERT INTO event_streams VALUES (?, ?, 'arn', 'role', 'me', ?, ?)")
    .run(projectId, `${of}stream`, now, now);
  database
    .prepare(
      "INSERT INTO routes (id, project_id, name, destination_id, match, paused, start_position, create_time, update_time, origin_event_stream) VALUES (?, ?, 'stream', ?, ?, 1, 0, ?, ?, ?)",
    )
    .run(`${of}route`, projectId, `${of}stream`, '{"topics":["*"]}', now, now, projectId);
  database.close();
}

/** What of the store is kept of others. */
const storeWithout = (rows: ReturnType<typeof everyRow>, projectId: string) =>
  [...rows].flatMap(([table, all]) =>
    table.startsWith("store.db")
      ? all.filter((row) => !row.includes(projectId)).map((row) => `${table} ${row}`)
      : [],
  );

describe("a deleted project", () => {
  it("leaves nothing behind in any file, and all of another one where it is", async () => {
    const kept = await projectWithAll("kept");
    // Both have the same logo: the one that stays keeps it.
    const doomed = await projectWithAll("doomed");
    const routes = await api.ok("GET", "/v1/projects/doomed/routes");
    const found = member(routes, "results");
    const routeIds = (Array.isArray(found) ? found : []).map((route) => String(member(route, "id")));
    expect(routeIds.length).toBeGreaterThan(5);
    await until(
      () =>
        saying(api.folder, doomed).includes("history.db.series") &&
        saying(api.folder, doomed).includes("profiles.db.profiles"),
      30,
    );
    const before = everyRow(api.folder);
    const projectTables = [...before].flatMap(([table, rows]) =>
      rows.some((row) => row.includes(doomed)) ? [table] : [],
    );
    expect(projectTables.sort()).toEqual([
      "endpoints.db.endpoints",
      "history.db.series",
      "ledger.db.dead_letters",
      "log.db.events",
      "log.db.projects",
      "profiles.db.profiles",
      "store.db.access_keys",
      "store.db.api_keys",
      "store.db.data_keys",
      "store.db.destinations",
      "store.db.event_streams",
      "store.db.installations",
      "store.db.integrations",
      "store.db.lost_data_keys",
      "store.db.projects",
      "store.db.replays",
      "store.db.routes",
      "store.db.syncs",
      "store.db.tiles",
      "store.db.transformations",
    ]);
    expect(saying(api.folder, doomed)).toContain(`blobs/${doomed}`);

    expect((await api.call("DELETE", "/v1/projects/doomed")).status).toBe(204);
    const sent = endpoint.seen.length;
    await until(() => saying(api.folder, doomed).length === 0);

    const after = everyRow(api.folder);
    expect(routeIds.filter((id) => saying(api.folder, id).length > 0)).toEqual([]);
    expect(saying(api.folder, "user of doomed")).toEqual([]);
    expect(after.get("store.db.deleted_projects")).toEqual([]);
    expect(after.get("store.db.removed_lanes")).toEqual([]);
    for (const table of ["log.db.events", "ledger.db.dead_letters", "ledger.db.parked", "ledger.db.lanes"])
      expect([table, after.get(table)?.length]).toEqual([table, (before.get(table)?.length ?? 0) / 2]);
    for (const table of ["tile_versions", "tile_reviews"])
      expect(after.get(`store.db.${table}`)).toHaveLength((before.get(`store.db.${table}`)?.length ?? 0) / 2);
    expect(after.get("store.db.tile_logos")).toHaveLength(1);
    const ofKept = (rows: typeof before) =>
      storeWithout(rows, doomed).filter((row) => row.includes(kept) && !row.startsWith("store.db.replays"));
    expect(ofKept(after)).toEqual(ofKept(before));

    await api.ok("POST", "/v1/projects/kept/events", { events: [{ topic: "t", data: {} }] });
    await until(() => endpoint.seen.slice(sent).some(({ url }) => url === "/hook"));
    expect(api.logged()).toContain("nothing is left of a deleted project");
  }, 90_000);

  it("whose tiles others use stays whole", async () => {
    const [owner, user] = ["tile-owner", "tile-user"];
    await api.create("/v1/projects", { name: owner });
    await api.create("/v1/projects", { name: user });
    await api.ok("POST", `/v1/projects/${owner}/tiles`, { name: "shared", definition: TILE });
    const logo = await api.call("PUT", `/v1/projects/${owner}/tiles/shared/logo`, pngOf(64, 64), {
      "content-type": "image/png",
    });
    expect(logo.status).toBe(200);
    await api.ok("POST", `/v1/projects/${owner}/tiles/shared:releaseInternally`);
    const sync = await api.create(`/v1/projects/${owner}/syncs`, {
      name: "s",
      tile: "shared",
      parameters: { endpoint: endpoint.endpointUrl },
      definition: { events: { raw: "all" } },
    });
    const ids = await Promise.all(
      [owner, user].map(async (name) => String(member(await api.ok("GET", `/v1/projects/${name}`), "id"))),
    );
    // As if the tile were in the catalog of all and the sync another project's.
    const move = (table: string, to: string | undefined, id: unknown) => {
      const database = new Database(join(api.folder, "store.db"), { timeout: 5_000 });
      database.prepare(`UPDATE ${table} SET project_id = ? WHERE id = ?`).run(to, id);
      database.close();
    };
    move("syncs", ids[1], sync);
    const refused = await api.call("DELETE", `/v1/projects/${owner}`);
    expect([refused.status, member(refused.body, "context", "code")]).toEqual([409, "tile_in_use"]);
    expect(member(refused.body, "detail")).toContain('"shared"');
    const pinpoint = await api.call("DELETE", `/v1/apps/${ids[0] ?? ""}`);
    expect([pinpoint.status, member(pinpoint.body, "Message")]).toEqual([
      400,
      expect.stringContaining('"shared"'),
    ]);
    expect((await api.call("GET", `/v1/projects/${owner}/tiles/shared`)).status).toBe(200);
    move("syncs", ids[0], sync);
    expect((await api.call("DELETE", `/v1/projects/${owner}`)).status).toBe(204);
    expect((await api.call("DELETE", `/v1/projects/${user}`)).status).toBe(204);
  });

  it("waits for no destination that does not answer", async () => {
    const id = await api.create("/v1/projects", { name: "hanging" });
    await webhook("hanging", "hang");
    await api.create("/v1/projects/hanging/routes", { name: "r", destination: "hang", topics: ["t"] });
    await api.ok("POST", "/v1/projects/hanging/events", { events: [{ topic: "t", data: {} }] });
    await until(() => endpoint.seen.some(({ url }) => url === "/hang"));
    const started = performance.now();
    expect((await api.call("DELETE", `/v1/projects/${id}`)).status).toBe(204);
    expect(performance.now() - started).toBeLessThan(3_000);
    await until(() => saying(api.folder, id).length === 0);
  });

  it("sends nothing more once the call is answered, and takes in nothing, under load", async () => {
    const id = await api.create("/v1/projects", { name: "busy" });
    await api.create("/v1/projects", { name: "bystander" });
    for (const project of ["busy", "bystander"]) {
      await webhook(project, project);
      await api.create(`/v1/projects/${project}/routes`, {
        name: "r",
        destination: project,
        topics: ["t"],
      });
    }
    const statuses = new Map<number, number>();
    const state = { over: false };
    const events = Array.from({ length: 20 }, () => ({ topic: "t", data: { n: 1 } }));
    const workers = Array.from({ length: 8 }, async () => {
      while (!state.over) {
        const { status } = await api.call("POST", `/v1/projects/${id}/events`, { events });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    const key = await api.ok("POST", `/v1/projects/${id}/api-keys`, { label: "sdk", scopes: ["ingest"] });
    const client = new Caller(api.server.url, "");
    const clients = Array.from({ length: 2 }, async (_, worker) => {
      for (let n = 0; !state.over; n++) {
        const event = { user_id: `user-${worker}-${n}`, event_type: "t", user_properties: { n } };
        const upload = { api_key: String(member(key, "key")), events: [event] };
        const { status } = await client.call("POST", "/2/httpapi", upload);
        expect([200, 400, 404]).toContain(status);
      }
    });
    const changes = new Map<number, number>();
    const owners = Array.from({ length: 4 }, async (_, worker) => {
      for (let n = 0; !state.over; n++) {
        const { status } = await api.call("POST", `/v1/projects/${id}/destinations`, {
          name: `d-${worker}-${n}`,
          type: "webhook",
          metadata: { url: `${endpoint.endpointUrl}/d` },
        });
        changes.set(status, (changes.get(status) ?? 0) + 1);
      }
    });
    const bystander = (async () => {
      let accepted = 0;
      while (!state.over) {
        const { status } = await api.call("POST", "/v1/projects/bystander/events", { events });
        if (status === 202) accepted += events.length;
      }
      return accepted;
    })();
    await until(() => endpoint.seen.some(({ url }) => url === "/busy"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const started = performance.now();
    expect((await api.call("DELETE", `/v1/projects/${id}`)).status).toBe(204);
    expect(performance.now() - started).toBeLessThan(6_000);
    const arrived = endpoint.seen.filter(({ url }) => url === "/busy").length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    state.over = true;
    await Promise.all([...workers, ...clients, ...owners]);
    expect([...changes.keys()].filter((status) => ![201, 404, 409].includes(status))).toEqual([]);
    expect(changes.get(201)).toBeGreaterThan(0);
    expect(changes.get(404)).toBeGreaterThan(0);
    const accepted = await bystander;
    expect([...statuses.keys()].toSorted((a, b) => a - b)).toEqual([202, 404]);
    await until(() => saying(api.folder, id).length === 0);
    expect(endpoint.seen.filter(({ url }) => url === "/busy")).toHaveLength(arrived);
    await delivered(api, "bystander");
    expect(accepted).toBeGreaterThan(0);
    expect(endpoint.seen.filter(({ url }) => url === "/bystander").length).toBe(accepted);
  }, 60_000);
});
