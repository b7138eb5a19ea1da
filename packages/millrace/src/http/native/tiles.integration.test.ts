import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EXAMPLE_TILE } from "../../tiles/testing/example-tile.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
let project: string;
let path: string;
let name: string;
let count = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  project = `project-${++count}`;
  name = `acme-${count}`;
  path = `/v1/projects/${project}/tiles`;
  await api.call("POST", "/v1/projects", { body: { name: project } });
});

const make = (definition: unknown = EXAMPLE_TILE): Promise<Answer> =>
  api.call("POST", path, { body: { name, definition } });
const put = (definition: unknown, more: object = {}): Promise<Answer> =>
  api.call("PUT", `${path}/${name}`, { body: { definition, ...more } });
const step = (action: string, body?: object): Promise<Answer> =>
  api.call("POST", `${path}/${name}:${action}`, body === undefined ? {} : { body });
const review = (version: number, action: string, body?: object): Promise<Answer> =>
  api.call(
    "POST",
    `/v1/tile-reviews/${name}/versions/${version}:${action}`,
    body === undefined ? {} : { body },
  );
const codeOf = (answer: Answer): string => textAt(answer, "context.code");
const events = (over: object): TileDefinition => ({
  ...EXAMPLE_TILE,
  events: { url: "https://example.com/track", ...over },
});

describe("a new tile", () => {
  test("is a draft, checked, and found by id and by name", async () => {
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name,
      version: 1,
      state: "draft",
      internal: false,
      definition: EXAMPLE_TILE,
      report: { ok: true, issues: expect.arrayContaining([expect.objectContaining({ code: "no_logo" })]) },
    });
    const found = await api.call("GET", `${path}/${name}`);
    expect(found.body).toMatchObject({ id: textAt(made, "id"), definition: EXAMPLE_TILE });
    expect((await api.call("GET", `${path}/${textAt(made, "id")}`)).body).toEqual(found.body);
    expect((await api.call("GET", path)).body).toMatchObject({
      results: [{ id: textAt(made, "id"), version: 1, displayName: "Acme Messaging" }],
      pagination: { done: true },
    });
  });

  test("is nobody's but its project's", async () => {
    await make();
    await api.call("POST", "/v1/projects", { body: { name: `other-${count}` } });
    for (const [method, at] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", ":submit"],
      ["GET", "/versions"],
      ["GET", "/logo"],
      ["GET", "/history"],
    ] as const) {
      const answer = await api.call(method, `/v1/projects/other-${count}/tiles/${name}${at}`);
      expect([answer.status, codeOf(answer)]).toEqual([404, "tile_not_found"]);
    }
  });

  test("needs a name that is free on the whole instance", async () => {
    await make();
    await api.call("POST", "/v1/projects", { body: { name: `other-${count}` } });
    const again = await api.call("POST", `/v1/projects/other-${count}/tiles`, {
      body: { name, definition: EXAMPLE_TILE },
    });
    expect([again.status, codeOf(again)]).toEqual([409, "tile_exists"]);
  });

  test.each([
    "",
    "Acme",
    "acme_1",
    "-acme",
    "acme-",
    "a".repeat(101),
    "0199e0a8-149d-7ee9-9f50-0514403517f9",
  ])("cannot be named %j", async (bad) => {
    const answer = await api.call("POST", path, { body: { name: bad, definition: EXAMPLE_TILE } });
    expect(answer.status).toBe(422);
  });

  test("is refused with every fault of every template, each with its place", async () => {
    const answer = await make(
      events({ url: "https://example.com/${", body: "a\n<#if x>\n${y?nope}", headers: { "X-A": "${}" } }),
    );
    expect(answer.status).toBe(422);
    expect(issuesIn(answer).map((each) => each.split(":")[0])).toEqual(
      expect.arrayContaining([
        "definition.events.url",
        "definition.events.body",
        "definition.events.headers.X-A",
      ]),
    );
    expect(answer.body).toMatchObject({
      issues: expect.arrayContaining([
        expect.objectContaining({
          name: "definition.events.body",
          line: expect.any(Number),
          column: expect.any(Number),
        }),
      ]),
    });
  });

  test("is refused where its parameters contradict themselves", async () => {
    const answer = await make({
      ...EXAMPLE_TILE,
      parameters: [
        { name: "a", displayName: "A", choices: ["x"], default: "y" },
        { name: "a", displayName: "A\nB" },
        { name: "k", displayName: "K", secret: true, default: "hush" },
      ],
      samples: [{ name: "s", part: "groups", event: {} }],
    });
    expect(issuesIn(answer)).toEqual([
      "definition.parameters[1].name: the name is given twice",
      "definition.parameters[0].default: the default is not among the choices",
      "definition.parameters[1].displayName: must be one line of text, without control characters",
      "definition.parameters[2].default: a secret parameter has no default: everybody who sees the tile would see it",
      "definition.samples[0].part: the tile has no groups: define them, or drop the sample",
    ]);
  });
});

describe("hostile definitions", () => {
  test.each<[string, unknown]>([
    ["a list", []],
    ["null", null],
    ["a property of 5 MB", { ...EXAMPLE_TILE, description: "x".repeat(900_000) }],
    ["a body of 300,000 characters", events({ body: "x".repeat(300_000) })],
    ["a template bomb of nested directives", events({ body: "<#if a>".repeat(20_000) })],
    ["a header with a line break in its name", events({ headers: { "X-A\r\nX-B": "1" } })],
    ["a header of the connection", events({ headers: { "Content-Length": "1" } })],
    ["a URL of an event", events({ url: "https://${input.user_id}.example.com/" })],
    ["a URL of another scheme", events({ url: "file:///etc/passwd" })],
    ["a URL of the instance's own network", events({ url: "https://169.254.169.254/latest" })],
    ["fields it does not know", { ...EXAMPLE_TILE, __proto__x: 1 }],
  ])("%s is refused", async (_what, definition) => {
    const answer = await make(definition);
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(300_000);
  });

  test("an own member called __proto__ is a field like any other", async () => {
    const text = JSON.stringify({ name, definition: EXAMPLE_TILE }).replace(
      '"definition":{',
      '"definition":{"__proto__":{"displayName":"x"},',
    );
    expect((await api.call("POST", path, { body: text })).status).toBe(422);
  });

  test("a template that never ends is told from the rest, soon, and cannot be submitted", async () => {
    const started = performance.now();
    const made = await make(events({ body: "<#list 1.. as n>${n}</#list>" }));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ report: { ok: false } });
    const refused = await step("submit");
    expect([refused.status, codeOf(refused)]).toEqual([422, "tile_not_ready"]);
  });
});

describe("the check", () => {
  test("holds what is declared against what is used, with the places", async () => {
    const { body } = await make({
      ...EXAMPLE_TILE,
      parameters: [
        { name: "endpoint", displayName: "Endpoint" },
        { name: "unused", displayName: "Unused" },
      ],
      mappedFields: [{ name: "nothing" }],
      events: {
        url: "${parameters.endpoint}/",
        body: '{"a":\n  "${parameters.nowhere}",\n"b": "${mappedFields.id!}"}',
      },
    });
    expect(body).toMatchObject({
      report: {
        ok: false,
        parameters: [
          { name: "endpoint", declared: true, used: [{ template: "events.url", line: 1, column: 3 }] },
          { name: "unused", declared: true, used: [] },
          { name: "nowhere", declared: false, used: [{ template: "events.body", line: 2, column: 6 }] },
        ],
        issues: expect.arrayContaining([
          expect.objectContaining({ severity: "error", code: "parameter_undeclared", line: 2, column: 6 }),
          expect.objectContaining({ severity: "warning", code: "parameter_unused" }),
          expect.objectContaining({
            severity: "error",
            code: "mapped_field_undeclared",
            template: "events.body",
          }),
          expect.objectContaining({ severity: "warning", code: "mapped_field_unused" }),
        ]),
      },
    });
    const refused = await step("submit");
    expect(refused.status).toBe(422);
    expect(issuesIn(refused)[0]).toContain("parameters.nowhere, which the tile does not declare");
  });

  test("tries samples of every kind, and warns of those that break the body", async () => {
    const { body } = await make(events({ body: '{"user": "${input.user_id!}", "city": "${input.city!}"}' }));
    expect(body).toMatchObject({
      report: {
        ok: true,
        samples: expect.arrayContaining([
          expect.objectContaining({ name: "ordinary", part: "events", ok: true }),
          expect.objectContaining({ name: "quotes and control characters", ok: false, code: "invalid_json" }),
        ]),
      },
    });
  });

  test("lets nobody submit what fails with the ordinary sample, or with one of its own", async () => {
    await make(events({ body: '{"a": "${input.no_such_field}"}' }));
    expect(codeOf(await step("submit"))).toBe("tile_not_ready");
    const definition = {
      ...events({ body: '{"a": "${input.event_properties.sku}"}', lenientBody: true }),
      parameters: [],
      mappedFields: [],
      samples: [{ name: "bought", part: "events" as const, event: { event_type: "bought" } }],
    };
    await put(definition);
    expect(issuesIn(await step("submit")).join()).toContain('sample "bought"');
  });

  test("can be asked for, of a definition that is not saved and with parameters of one's own", async () => {
    await make();
    const answer = await api.call("POST", `${path}/${name}:check`, {
      body: { definition: events({ body: "{" }), parameters: { app_id: "app" } },
    });
    expect(answer.body).toMatchObject({ ok: false });
    const wrong = await api.call("POST", `${path}/${name}:check`, { body: { parameters: { appid: "x" } } });
    expect(issuesIn(wrong)).toEqual([
      'parameters.appid: the tile has no parameter "appid"; did you mean "app_id"?',
    ]);
  });
});

describe("an edit", () => {
  const changed = { ...EXAMPLE_TILE, summary: "Changed." };

  test("changes a draft in place", async () => {
    const made = await make();
    const saved = await put(changed);
    expect(saved.body).toMatchObject({ version: 1, state: "draft", definition: changed });
    expect(textAt(saved, "updateTime") > textAt(made, "updateTime")).toBe(true);
  });

  test("of a version that is in review is refused", async () => {
    await make();
    await step("submit");
    const refused = await put(changed);
    expect([refused.status, codeOf(refused)]).toEqual([409, "tile_in_review"]);
  });

  test("makes a new draft where the newest version has to stay as it is, and keeps the logo", async () => {
    await make();
    await step("releaseInternally");
    expect((await put(changed)).body).toMatchObject({ version: 2, state: "draft", internal: false });
    const versions = await api.call("GET", `${path}/${name}/versions`);
    expect(versions.body).toMatchObject({
      results: [
        { version: 2, internal: false },
        { version: 1, internal: true },
      ],
    });
    expect((await api.call("GET", `${path}/${name}/versions/1`)).body).toMatchObject({
      definition: EXAMPLE_TILE,
    });
    expect((await api.call("GET", `${path}/${name}/versions/3`)).status).toBe(404);
  });

  test("that is late loses, and writes nothing over", async () => {
    const made = await make();
    await put(changed);
    const late = await put({ ...EXAMPLE_TILE, summary: "Late." }, { updateTime: textAt(made, "updateTime") });
    expect([late.status, codeOf(late)]).toEqual([409, "tile_changed"]);
    expect((await api.call("GET", `${path}/${name}`)).body).toMatchObject({ definition: changed });
  });

  test("at the same time as another: one of them wins", async () => {
    const made = await make();
    const updateTime = textAt(made, "updateTime");
    const answers = await Promise.all(
      ["a", "b", "c"].map((summary) => put({ ...EXAMPLE_TILE, summary }, { updateTime })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  });
});

describe("the way of a tile", () => {
  test("from draft to the catalog, with everything that happened on the way", async () => {
    await make();
    expect((await step("submit")).body).toMatchObject({ state: "submitted" });
    expect((await step("withdraw")).body).toMatchObject({ state: "draft" });
    await step("submit");
    expect((await review(1, "return", { notes: "Say what it does." })).body).toMatchObject({
      state: "returned",
    });
    const refused = await step("submit");
    expect([refused.status, codeOf(refused)]).toEqual([409, "tile_state"]);
    expect((await put({ ...EXAMPLE_TILE, description: "It sends." })).body).toMatchObject({
      version: 1,
      state: "draft",
    });
    await step("submit");
    expect((await review(1, "approve")).body).toMatchObject({ state: "approved" });
    expect((await step("release")).body).toMatchObject({ state: "released" });
    const history = await api.call("GET", `${path}/${name}/history`);
    expect(history.body).toMatchObject({
      results: [
        { action: "submitted", version: 1, by: "made at the first start" },
        { action: "withdrawn" },
        { action: "submitted" },
        { action: "returned", notes: "Say what it does." },
        { action: "submitted" },
        { action: "approved" },
        { action: "released" },
      ],
    });
  });

  test("two who decide at once: one of them does", async () => {
    await make();
    await step("submit");
    const answers = await Promise.all([review(1, "approve"), review(1, "return", { notes: "No." })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  test("a version that was skipped is not released once a newer one is", async () => {
    await make();
    await step("submit");
    await review(1, "approve");
    await put({ ...EXAMPLE_TILE, summary: "Second." });
    await step("submit");
    await review(2, "approve");
    expect((await review(2, "release")).body).toMatchObject({ version: 2, state: "released" });
    const late = await step("release", { version: 1 });
    expect([late.status, codeOf(late)]).toEqual([409, "tile_state"]);
  });

  test("a tile that syncs use is not deleted", async () => {
    const made = await make();
    const { id } = { id: textAt(made, "id") };
    await step("releaseInternally");
    const projectId = textAt(made, "projectId");
    const now = "2025-01-01T00:00:00.000000000Z";
    await api.store
      .insertInto("destinations")
      .values({
        id: "d",
        project_id: projectId,
        name: "d",
        type: "http",
        metadata: "{}",
        secrets: Buffer.alloc(0),
        create_time: now,
        update_time: now,
      })
      .execute();
    await api.store
      .insertInto("syncs")
      .values({
        id: "s",
        project_id: projectId,
        name: "s",
        state: "enabled",
        tile_id: id,
        tile_version: 1,
        destination_id: "d",
        definition: "{}",
        create_time: now,
        update_time: now,
      })
      .execute();
    const refused = await api.call("DELETE", `${path}/${name}`);
    expect([refused.status, codeOf(refused)]).toEqual([409, "tile_in_use"]);
    await api.store.deleteFrom("syncs").execute();
    expect((await api.call("DELETE", `${path}/${name}`)).status).toBe(204);
    expect((await api.call("GET", `${path}/${name}`)).status).toBe(404);
    expect(
      await api.store.selectFrom("tile_versions").selectAll().where("tile_id", "=", id).execute(),
    ).toEqual([]);
  });
});
