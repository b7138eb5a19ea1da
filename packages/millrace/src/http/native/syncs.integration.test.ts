import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { destinationTypes } from "../../destinations/registry.ts";
import { anEvent } from "../../log/testing/event-log-suite.ts";
import { revealSecrets } from "../../routing/reveal-secrets.ts";
import { listRoutes } from "../../store/routes.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import { EXAMPLE_TILE } from "../../tiles/testing/example-tile.ts";
import { testDestination } from "../testing/stand-ins.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

const SECRET = "sk-very-secret-1234";
const PARAMETERS = { endpoint: "https://api.acme.example", api_key: SECRET, app_id: "app-1" };
const DEFINITION = {
  events: { raw: ["buy"] },
  mappings: { external_id: { field: "user_id" } },
};

let api: RunningApi;
let projectId: string;
let path: string;
let count = 0;
beforeAll(async () => {
  api = await startApi({ destinationTypes: [...destinationTypes.values(), testDestination] });
});
afterAll(() => api.close());
beforeEach(async () => {
  const made = await api.call("POST", "/v1/projects", { body: { name: `project-${++count}` } });
  projectId = textAt(made, "id");
  path = `/v1/projects/project-${count}`;
  await api.call("POST", `${path}/destinations`, {
    body: { name: "loft", type: "pigeon", metadata: { loft: "Basel" }, secrets: { whistle: "tweet" } },
  });
});

const makeTile = async (definition: TileDefinition = EXAMPLE_TILE): Promise<string> => {
  const name = `acme-${count}`;
  const made = await api.call("POST", `${path}/tiles`, { body: { name, definition } });
  expect([made.status, made.text]).toEqual([201, made.text]);
  await api.call("POST", `${path}/tiles/${name}:releaseInternally`);
  return name;
};
const nextVersion = async (definition: TileDefinition): Promise<void> => {
  const put = await api.call("PUT", `${path}/tiles/acme-${count}`, { body: { definition } });
  expect([put.status, put.text]).toEqual([200, put.text]);
  await api.call("POST", `${path}/tiles/acme-${count}:releaseInternally`);
};
const make = (body: object): Promise<Answer> => api.call("POST", `${path}/syncs`, { body });
const toLoft = (over: object = {}): Promise<Answer> =>
  make({ name: "pigeons", destination: "loft", definition: { events: { raw: "all" } }, ...over });
const ofTile = async (over: object = {}): Promise<Answer> =>
  make({
    name: "acme-sync",
    tile: await makeTile(),
    parameters: PARAMETERS,
    definition: DEFINITION,
    ...over,
  });
const patch = (name: string, body: object): Promise<Answer> =>
  api.call("PATCH", `${path}/syncs/${name}`, { body });
const step = (name: string, verb: string, body?: object): Promise<Answer> =>
  api.call("POST", `${path}/syncs/${name}:${verb}`, body === undefined ? {} : { body });
const codeOf = (answer: Answer): string => textAt(answer, "context.code");
const routes = () => listRoutes(api.store, projectId);
const append = (topic = "track") => api.log.append([anEvent({ projectId, topic })]);

describe("a sync to a destination", () => {
  test("is disabled at first, makes routes, and is found by id and by name", async () => {
    const made = await toLoft({ definition: { events: { raw: ["buy"], transformed: "all" } } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: "pigeons",
      state: "disabled",
      destination: { name: "loft", type: "pigeon" },
      missing: [],
      routes: [
        { name: "pigeons/events", state: "disabled", origin: { part: "events", view: "raw" } },
        { name: "pigeons/events-transformed", origin: { part: "events", view: "transformed" } },
      ],
    });
    expect(made.body).not.toHaveProperty("tile");
    for (const at of ["pigeons", textAt(made, "id")])
      expect((await api.call("GET", `${path}/syncs/${at}`)).body).toEqual(made.body);
    expect((await api.call("GET", `${path}/syncs`)).body).toEqual({
      results: [made.body],
      pagination: { done: true },
    });
    expect((await api.call("GET", `${path}/syncs?pageSize=1`)).status).toBe(200);
  });

  test("may go to another one, and keeps its routes while parts come and go", async () => {
    await toLoft({ state: "enabled" });
    const [before] = await routes();
    await api.call("POST", `${path}/destinations`, {
      body: { name: "nest", type: "pigeon", metadata: { loft: "Bern" }, secrets: { whistle: "tweet" } },
    });
    await append();
    const changed = await patch("pigeons", {
      name: "doves",
      destination: "nest",
      definition: { events: { raw: "all" }, groups: { on: "change" } },
    });
    expect(changed.body).toMatchObject({ name: "doves", destination: { name: "nest" } });
    const [events, groups] = await routes();
    expect(events).toMatchObject({ id: before?.id, name: "doves/events", start: before?.start });
    // What a new route takes begins when it is made.
    expect(groups).toMatchObject({ name: "doves/groups", start: api.log.head() });
    await patch("doves", { definition: { groups: { on: "change" } } });
    expect((await routes()).map(({ id }) => id)).toEqual([groups?.id]);
  });

  test("is told apart from others by its name, also where two are made at once", async () => {
    const both = await Promise.all([toLoft(), toLoft()]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(codeOf(both.find(({ status }) => status === 409) ?? both[0])).toBe("sync_exists");
    expect(await routes()).toHaveLength(1);
    await toLoft({ name: "doves" });
    expect(codeOf(await patch("doves", { name: "pigeons" }))).toBe("sync_exists");
  });

  test("keeps its destination from being deleted, sending or not", async () => {
    await toLoft({ definition: {} });
    const refused = await api.call("DELETE", `${path}/destinations/loft`);
    expect(codeOf(refused)).toBe("destination_in_use");
    expect(refused.text).toContain('sync: \\"pigeons\\"');
  });
});

describe("what is wrong with a sync", () => {
  test("is said, all of it, with its place", async () => {
    const answer = await make({
      name: "bad",
      destination: "loft",
      parameters: { api_key: "never-shown" },
      definition: {
        events: { raw: "all", topics: ["read", "no good"] },
        where: { any: [{ field: "country", operator: "is" }] },
        identifies: { on: "change", where: { field: "a", userProperty: "b", operator: "set" } },
        mappings: { id: { field: "user_id", expression: "a.b" }, broken: { expression: "a[" } },
      },
    });
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      "parameters: belong to tiles; this sync leads to a destination",
      expect.stringContaining("definition.events.topics[0]: "),
      expect.stringContaining("definition.events.topics[1]: "),
      expect.stringContaining("definition.where.any[0].values: "),
      expect.stringContaining("definition.identifies.where: "),
      expect.stringContaining("definition.mappings.id: "),
      expect.stringContaining("definition.mappings.broken.expression"),
    ]);
    expect(answer.text).not.toContain("never-shown");
    expect(await routes()).toEqual([]);
  });

  test("about where it leads is said", async () => {
    const refused = async (body: object) => issuesIn(await make({ name: "s", ...body }));
    expect(await refused({})).toEqual(["tile: either a tile or a destination is needed, and not both"]);
    expect(await refused({ tile: "a", destination: "loft" })).toHaveLength(1);
    expect(await refused({ tile: "nowhere" })).toEqual(["tile: is not in this project's catalog"]);
    expect(await refused({ destination: "nowhere" })).toEqual([
      "destination: there is no destination of that id or name in this project",
    ]);
    expect(await refused({ destination: "loft", tileVersion: 2 })).toEqual(["tileVersion: goes with a tile"]);
    await ofTile();
    const taken = await make({ name: "s", destination: "acme-sync" });
    expect(issuesIn(taken)).toEqual(["destination: belongs to a sync of a tile, and to it alone"]);
    expect(issuesIn(await make({ name: "s", tile: `acme-${count}`, tileVersion: 7 }))).toEqual([
      "tileVersion: is no version that this project may use; the newest is 1",
    ]);
  });

  test("of hostile kinds does no harm", async () => {
    for (const body of [
      '{"name":"s","destination":"loft","definition":{"mappings":{"__proto__":{"field":"user_id"}}}}',
      '{"name":"s","destination":"loft","definition":{"__proto__":{"events":{"raw":"all"}}}}',
      '{"name":"s","destination":"loft","definition":{"events":{"raw":[""]}}}',
      '{"name":"a/b","destination":"loft"}',
      '{"name":"0199e0a8-149d-7ee9-9f50-0514403517f9","destination":"loft"}',
      '{"name":"s","destination":"loft","state":"on"}',
      `{"name":"s","destination":"loft","definition":{"where":${'{"all":['.repeat(400)}1${"]}".repeat(400)}}}`,
      "[]",
      "null",
    ]) {
      const answer = await make(JSON.parse(body));
      expect([body.slice(0, 80), answer.status < 500]).toEqual([body.slice(0, 80), true]);
      await api.call("DELETE", `${path}/syncs/s`);
    }
    expect((await api.call("GET", `${path}/syncs/%00`)).status).toBe(404);
  });
});

describe("states", () => {
  test("are those of the routes: paused keeps what comes, disabled owes nothing and starts anew", async () => {
    const start = api.log.head();
    await toLoft({ state: "enabled" });
    const [first] = await routes();
    expect(first).toMatchObject({ paused: false, disabled: false, start });
    await append();
    expect((await step("pigeons", "pause")).body).toMatchObject({ state: "paused" });
    expect((await routes())[0]).toMatchObject({ paused: true, disabled: false, start });
    expect((await step("pigeons", "enable")).body).toMatchObject({ state: "enabled" });
    expect((await routes())[0]).toMatchObject({ paused: false, disabled: false, start });
    expect((await step("pigeons", "disable")).body).toMatchObject({
      state: "disabled",
      routes: [{ state: "disabled" }],
    });
    expect((await routes())[0]).toMatchObject({ disabled: true });
    await append();
    await step("pigeons", "enable");
    expect((await routes())[0]).toMatchObject({ id: first?.id, disabled: false, start: api.log.head() });
  });

  test("that hold already change nothing", async () => {
    const made = await toLoft({ state: "enabled" });
    const refreshed = api.refreshed.length;
    const again = await step("pigeons", "enable");
    expect(again.body).toEqual(made.body);
    expect(api.refreshed).toHaveLength(refreshed);
  });

  test("a sync may start in the past: at the earliest event, or at a time", async () => {
    const [first] = await append();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date().toISOString();
    await append();
    const starts = async (body: object): Promise<number | undefined> => {
      expect((await toLoft({ state: "enabled", ...body })).status).toBe(201);
      const [route] = await routes();
      await api.call("DELETE", `${path}/syncs/pigeons`);
      return route?.start;
    };
    expect(await starts({ from: "earliest" })).toBe(0);
    expect(await starts({ from: between })).toBe(first?.position);
    expect(await starts({ from: "now" })).toBe(api.log.head());
    await api.log.remove(projectId, first?.position ?? 0);
    expect(await starts({ from: "earliest" })).toBe(first?.position);
    expect(await starts({ from: "2001-01-01T00:00:00Z" })).toBe(first?.position);
    expect(issuesIn(await toLoft({ state: "enabled", from: "yesterday" }))).toHaveLength(1);
    expect(issuesIn(await toLoft({ from: "now" }))).toHaveLength(1);
    await toLoft();
    expect((await step("pigeons", "enable", { from: "earliest" })).body).toMatchObject({
      routes: [{ start: first?.position }],
    });
    const running = await step("pigeons", "enable", { from: "earliest" });
    expect(codeOf(running)).toBe("sync_runs_already");
  });
});

describe("a sync of a tile", () => {
  test("has a destination of its own, made of the tile and the parameters, and never tells secrets", async () => {
    const made = await ofTile({ state: "enabled" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      tile: { name: `acme-${count}`, displayName: "Acme Messaging", version: 1 },
      destination: { name: "acme-sync", type: "http" },
      parameters: { endpoint: "https://api.acme.example", app_id: "app-1" },
      secretParameters: ["api_key"],
      missing: [],
      routes: [{ shape: { required: ["external_id"] } }],
    });
    const destination = await api.call("GET", `${path}/destinations/acme-sync`);
    expect(destination.body).toMatchObject({
      type: "http",
      metadata: { events: EXAMPLE_TILE.events, parameters: { app_id: "app-1" } },
    });
    const id = textAt(destination, "id");
    expect(await revealSecrets(api, { id, projectId })).toEqual({ parameters: { api_key: SECRET } });
    const all = await Promise.all(
      ["/syncs", "/syncs/acme-sync", "/destinations", "/routes", "/syncs/acme-sync/failures"].map((at) =>
        api.call("GET", path + at),
      ),
    );
    expect([made, ...all].map(({ text }) => text).join("")).not.toContain(SECRET);
    expect(api.logged()).not.toContain(SECRET);
  });

  test("takes over the tile's limits", async () => {
    const limits = { requestsPerMinute: 50_000, concurrency: 3, maxBodyBytes: 100_000, timeoutSeconds: 5 };
    const tile = await makeTile({ ...EXAMPLE_TILE, limits });
    await make({ name: "acme-sync", tile, parameters: PARAMETERS, definition: DEFINITION });
    expect((await api.call("GET", `${path}/destinations/acme-sync`)).body).toMatchObject({
      delivery: { pace: { requestsPerMinute: 50_000, concurrency: 3 } },
      metadata: { maxBodyBytes: 100_000, timeoutSeconds: 5 },
    });
  });

  test("may be saved with things missing, and is enabled once they are there", async () => {
    const draft = await ofTile({ parameters: { endpoint: "https://api.acme.example" }, definition: {} });
    expect(draft.status).toBe(201);
    expect(draft.body).toMatchObject({
      missing: [
        { name: "parameters.api_key", detail: '"REST API Key" is required by the tile' },
        { name: "parameters.app_id" },
        { name: "definition" },
      ],
      routes: [],
    });
    const refused = await step("acme-sync", "enable");
    expect(refused.status).toBe(422);
    expect(issuesIn(refused).map((each) => each.split(":")[0])).toEqual([
      "parameters.api_key",
      "parameters.app_id",
      "definition",
    ]);
    const unmapped = await patch("acme-sync", {
      parameters: PARAMETERS,
      definition: { events: { raw: "all" } },
      state: "enabled",
    });
    expect(issuesIn(unmapped)).toEqual([
      "definition.mappings.external_id: the tile requires that this field is mapped",
    ]);
    expect(
      (await patch("acme-sync", { parameters: PARAMETERS, definition: DEFINITION, state: "enabled" })).body,
    ).toMatchObject({ state: "enabled", missing: [] });
    // What a running sync needs cannot be taken back.
    expect((await patch("acme-sync", { parameters: { api_key: null } })).status).toBe(422);
    expect((await make({ name: "other", tile: `acme-${count}`, state: "enabled" })).status).toBe(422);
  });

  test("keeps secrets that are not given again, and changes its destination with its parameters", async () => {
    const made = await ofTile({ state: "enabled" });
    const id = textAt(made, "destination.id");
    const refreshed = api.refreshed.length;
    const changed = await patch("acme-sync", { parameters: { app_id: "app-2" } });
    expect(changed.body).toMatchObject({ parameters: { app_id: "app-2" }, secretParameters: ["api_key"] });
    expect(api.refreshed.length).toBeGreaterThan(refreshed);
    expect(await revealSecrets(api, { id, projectId })).toEqual({ parameters: { api_key: SECRET } });
    await patch("acme-sync", { parameters: { api_key: "another" } });
    expect(await revealSecrets(api, { id, projectId })).toEqual({ parameters: { api_key: "another" } });
  });

  test("refuses parameters that the tile does not know or cannot work with", async () => {
    expect(issuesIn(await ofTile({ parameters: { ...PARAMETERS, apikey: "x" } }))).toEqual([
      'parameters.apikey: the tile has no parameter "apikey"; did you mean "api_key"?',
    ]);
    const nowhere = await make({
      name: "acme-sync",
      tile: `acme-${count}`,
      parameters: { ...PARAMETERS, endpoint: "http://127.0.0.1" },
      definition: DEFINITION,
    });
    expect([nowhere.status, issuesIn(nowhere)]).toEqual([422, [expect.stringMatching(/^tile: .*url/)]]);
    expect(nowhere.text).not.toContain(SECRET);
  });

  test("sends only what the tile takes", async () => {
    const refused = await ofTile({
      definition: { groups: { on: "change" }, mappings: { externalid: { field: "user_id" } } },
    });
    expect(issuesIn(refused)).toEqual([
      "definition.groups: the tile takes no groups; it takes events",
      'definition.mappings.externalid: the tile has no field "externalid"; did you mean "external_id"?',
    ]);
  });

  test("has a destination that nobody else may change or delete", async () => {
    await ofTile();
    for (const [method, body] of [
      ["PATCH", { updateMask: ["name"], destination: { name: "mine" } }],
      ["DELETE", undefined],
    ] as const) {
      const refused = await api.call(method, `${path}/destinations/acme-sync`, body && { body });
      expect(codeOf(refused)).toBe("destination_of_sync");
      expect(refused.text).toContain("acme-sync");
    }
    const own = await api.call("POST", `${path}/routes`, {
      body: { destination: "acme-sync", topics: ["a"] },
    });
    expect(codeOf(own)).toBe("destination_of_sync");
    const [route] = await routes();
    for (const verb of ["pause", "resume"])
      expect(codeOf(await api.call("POST", `${path}/routes/${route?.id}:${verb}`))).toBe("route_of_sync");
    expect(codeOf(await api.call("DELETE", `${path}/routes/${route?.id}`))).toBe("route_of_sync");
  });

  test("named like a destination that is there gets one of another name, and renames it with itself", async () => {
    const made = await ofTile({ name: "loft" });
    expect(textAt(made, "destination.name")).toMatch(/^loft-[0-9a-f]{12}$/);
    expect((await patch("loft", { name: "my_acme.sync" })).body).toMatchObject({
      destination: { name: "my-acme-sync" },
      routes: [{ name: "my_acme.sync/events" }],
    });
  });

  test("may be named in any script; what it is looked for by may be written otherwise", async () => {
    const made = await ofTile({ name: "Cafe\u0301-покупки" });
    expect(made.body).toMatchObject({
      name: "Caf\u00e9-покупки",
      destination: { name: "Cafe--------" },
      routes: [{ name: "Caf\u00e9-покупки/events" }],
    });
    for (const name of ["Cafe\u0301-покупки", "Caf\u00e9-покупки"])
      expect((await api.call("GET", `${path}/syncs/${encodeURIComponent(name)}`)).status).toBe(200);
    expect(codeOf(await toLoft({ name: "Cafe\u0301-покупки" }))).toBe("sync_exists");
    expect((await patch(encodeURIComponent("Cafe\u0301-покупки"), { name: "買い物" })).body).toMatchObject({
      name: "買い物",
      destination: { name: "sync" },
    });
    for (const name of ["..", ".a", "a b", "a/b", "\u0301", "a\u0000"])
      expect((await toLoft({ name })).status).toBe(422);
  });

  test("gives its destination no name that another is found by: not its id either", async () => {
    const loft = textAt(await api.call("GET", `${path}/destinations/loft`), "id");
    const made = await ofTile({ name: loft.replace("-", ".") });
    expect(made.status).toBe(201);
    expect(textAt(made, "destination.name")).toMatch(/^.{36}-[0-9a-f]{12}$/);
    expect((await api.call("GET", `${path}/destinations/${loft}`)).body).toMatchObject({ name: "loft" });
  });

  test("is deleted with its routes and its destination", async () => {
    await ofTile({ state: "enabled" });
    expect((await api.call("DELETE", `${path}/syncs/acme-sync`)).status).toBe(204);
    expect(await routes()).toEqual([]);
    expect((await api.call("GET", `${path}/destinations/acme-sync`)).status).toBe(404);
    expect((await api.call("DELETE", `${path}/syncs/acme-sync`)).status).toBe(404);
    expect((await api.call("GET", `${path}/destinations/loft`)).status).toBe(200);
  });

  test("is made of a tile that is deleted at the same moment, or is not, and says so", async () => {
    for (let i = 0; i < 10; i++) {
      const tile = await makeTile();
      const [made, deleted] = await Promise.all([
        make({ name: "s", tile, parameters: PARAMETERS, definition: DEFINITION }),
        api.call("DELETE", `${path}/tiles/${tile}`),
      ]);
      expect([`${made.status} ${deleted.status}`]).toEqual([
        expect.stringMatching(/^(?:201 409|422 204|404 204)$/),
      ]);
      await api.call("DELETE", `${path}/syncs/s`);
      await api.call("DELETE", `${path}/tiles/${tile}`);
    }
  });

  test("of two changes at once loses neither", async () => {
    await ofTile();
    const both = await Promise.all([
      patch("acme-sync", { parameters: { app_id: "app-2" } }),
      patch("acme-sync", { definition: { ...DEFINITION, events: { raw: "all" } } }),
      patch("acme-sync", { state: "enabled" }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await api.call("GET", `${path}/syncs/acme-sync`)).body).toMatchObject({
      state: "enabled",
      parameters: { app_id: "app-2" },
      definition: { events: { raw: "all" } },
    });
  });
});

describe("another version of the tile", () => {
  const SECOND: TileDefinition = {
    ...EXAMPLE_TILE,
    parameters: [
      { name: "endpoint", displayName: "Endpoint" },
      { name: "api_key", displayName: "Key", secret: true },
      { name: "app_id", displayName: "App ID", default: "main" },
      { name: "region", displayName: "Region", choices: ["eu", "us"] },
    ],
    mappedFields: [
      { name: "external_id", required: true },
      { name: "email", required: true },
    ],
    events: {
      url: "${parameters.endpoint}/${parameters.region}",
      body: '{"id": ${json(mappedFields.external_id)}, "email": ${json(mappedFields.email)}, "app": ${json(parameters.app_id)}, "key": ${json(parameters.api_key)}}',
    },
  };

  test("is named, does not touch syncs, and is what a sync moves to when it is asked to", async () => {
    await ofTile({ state: "enabled" });
    await nextVersion(SECOND);
    expect((await api.call("GET", `${path}/syncs/acme-sync`)).body).toMatchObject({
      tile: { version: 1, newerVersion: 2 },
    });
    const refused = await patch("acme-sync", { tileVersion: 2 });
    expect(issuesIn(refused)).toEqual([
      'parameters.region: "Region" is required by the tile',
      "definition.mappings.email: the tile requires that this field is mapped",
    ]);
    const moved = await patch("acme-sync", {
      tileVersion: 2,
      parameters: { region: "eu" },
      definition: {
        ...DEFINITION,
        mappings: { ...DEFINITION.mappings, email: { userProperty: "email" } },
      },
    });
    expect(moved.body).toMatchObject({ state: "enabled", tile: { version: 2 }, missing: [] });
    expect(moved.body).not.toHaveProperty("tile.newerVersion");
    expect((await api.call("GET", `${path}/destinations/acme-sync`)).body).toMatchObject({
      metadata: { events: SECOND.events, parameters: { region: "eu", app_id: "app-1" } },
    });
    expect((await routes())[0]?.shape?.required).toEqual(["external_id", "email"]);
  });

  test("tells a disabled sync what is missing, and goes back again", async () => {
    await ofTile();
    await nextVersion(SECOND);
    expect((await patch("acme-sync", { tileVersion: 2 })).body).toMatchObject({
      tile: { version: 2 },
      missing: [{ name: "parameters.region" }, { name: "definition.mappings.email" }],
    });
    expect((await patch("acme-sync", { tileVersion: 1 })).body).toMatchObject({
      tile: { version: 1, newerVersion: 2 },
      missing: [],
    });
  });
});

describe("the form of a sync", () => {
  test("of a tile asks for its parameters and fields, and offers what it takes", async () => {
    const answer = await api.call("GET", `${path}/sync-form?tile=${await makeTile()}`);
    expect(answer.body).toMatchObject({
      title: "Acme Messaging",
      required: ["name", "parameters", "definition"],
      properties: {
        parameters: {
          required: ["endpoint", "api_key", "app_id"],
          properties: { api_key: { writeOnly: true } },
        },
        definition: {
          properties: {
            events: {},
            select: {},
            mappings: {
              required: ["external_id"],
              properties: { external_id: { properties: { field: {} } } },
            },
          },
        },
      },
    });
    expect(answer.body).not.toHaveProperty("properties.definition.properties.groups");
  });

  test("to a type of destination asks for what is to be sent", async () => {
    const answer = await api.call("GET", `${path}/sync-form?destinationType=kinesis`);
    expect(answer.body).toMatchObject({ required: ["name", "definition"], properties: { definition: {} } });
    expect(answer.body).toHaveProperty("properties.definition.properties.groups");
    for (const query of ["", "?tile=nowhere", "?destinationType=kinesys", "?tile=a&destinationType=s3"])
      expect((await api.call("GET", `${path}/sync-form${query}`)).status).toBe(422);
  });
});
