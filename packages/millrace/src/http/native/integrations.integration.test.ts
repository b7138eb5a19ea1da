import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isJsonObject } from "../../core/json/object.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
let path: string;
let project = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  path = `/v1/projects/project-${++project}`;
  await api.call("POST", "/v1/projects", { body: { name: `project-${project}` } });
  for (const name of ["a", "b"]) {
    const body = { name, type: "pigeon", metadata: { loft: name }, secrets: { whistle: "whistle" } };
    await api.call("POST", `${path}/destinations`, { body });
  }
});

const deploy = (...lines: readonly string[]): Promise<Answer> =>
  api.call("PUT", `${path}/integrations:batch`, { body: { sourceYaml: lines.join("\n") } });
const routes = async (): Promise<readonly unknown[]> => {
  const { body } = await api.call("GET", `${path}/routes`);
  return isJsonObject(body) && Array.isArray(body.results) ? body.results : [];
};

describe("a deploy", () => {
  test("makes integrations, and a route of each object", async () => {
    const answer = await deploy("crm read contacts a", "crm subscribe contacts b", "erp read orders a");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject([
      {
        name: "crm",
        provider: "hubspot",
        changed: true,
        routes: { created: ["crm/read/contacts", "crm/subscribe/contacts"] },
      },
      { name: "erp", changed: true, routes: { created: ["erp/read/orders"] } },
    ]);
    const id = textAt(answer, "0.id");
    expect((await routes())[1]).toMatchObject({
      name: "crm/subscribe/contacts",
      origin: { kind: "manifest", integrationId: id, action: "subscribe", objectName: "contacts" },
      destination: { name: "b", type: "pigeon" },
      match: { topics: ["subscribe"], object: { integrationId: id, rawObjectName: "contacts" } },
      paused: false,
      state: "stopped",
    });
    for (const idOrName of [id, "crm"]) {
      expect((await api.call("GET", `${path}/integrations/${idOrName}`)).body).toMatchObject({
        id,
        name: "crm",
      });
    }
  });

  test("of the same manifest again changes nothing at all", async () => {
    await deploy("crm read contacts a");
    const before = [(await api.call("GET", `${path}/integrations`)).body, await routes()];
    const again = await deploy("crm read contacts a");
    expect(again.body).toMatchObject([{ changed: false, routes: { created: [], updated: [], removed: [] } }]);
    expect([(await api.call("GET", `${path}/integrations`)).body, await routes()]).toEqual(before);
  });

  test("that leads an object elsewhere keeps its route and its place", async () => {
    await deploy("crm read contacts a");
    const [before] = await routes();
    await api.call("POST", `${path}/events`, { body: { events: [{ topic: "t", data: 1 }] } });
    expect((await deploy("crm read contacts b")).body).toMatchObject([
      { routes: { updated: ["crm/read/contacts"] } },
    ]);
    const [after] = await routes();
    const same = isJsonObject(before) && {
      id: before.id,
      start: before.start,
      createTime: before.createTime,
    };
    expect(after).toMatchObject({ ...same, destination: { name: "b" } });
  });

  test("that leaves an object out removes its route, and leaves other integrations alone", async () => {
    await deploy("crm read contacts a", "crm read deals a", "erp read orders a");
    expect((await deploy("crm read deals a")).body).toMatchObject([
      { routes: { removed: ["crm/read/contacts"] } },
    ]);
    expect(await routes()).toHaveLength(2);
  });

  test("with faults changes nothing and answers each with its line", async () => {
    await deploy("crm read contacts a");
    const before = await routes();
    const answer = await deploy("new read contacts a", "crm read contacts nowhere", "crm write contacts a");
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      'line 2: there is no destination "nowhere"',
      'line 3: "write" is no action',
    ]);
    expect(answer.body).toMatchObject({ issues: [{ line: 2, column: 1, in: "body" }, { line: 3 }] });
    expect(await routes()).toEqual(before);
    expect((await api.call("GET", `${path}/integrations`)).body).toHaveLength(1);
  });

  test("and others at once leave what one of them says", async () => {
    const manifests = Array.from({ length: 8 }, (_, i) => [`crm read one${i} a`, `crm read two${i} b`]);
    const answers = await Promise.all(manifests.map((lines) => deploy(...lines)));
    expect(answers.map((answer) => answer.status)).toEqual(manifests.map(() => 200));
    const names = (await routes()).map((route) => (isJsonObject(route) ? String(route.name) : ""));
    const last = names[0]?.at(-1) ?? "";
    expect(names).toEqual([`crm/read/one${last}`, `crm/read/two${last}`]);
  });
});

test("a destination that routes lead to cannot be deleted, and the answer names them", async () => {
  await deploy("crm read contacts a");
  const refused = await api.call("DELETE", `${path}/destinations/a`);
  expect(refused.status).toBe(409);
  expect(textAt(refused, "detail")).toBe('The destination "a" is in use by a route: "crm/read/contacts".');
  await deploy("crm read contacts b");
  expect((await api.call("DELETE", `${path}/destinations/a`)).status).toBe(204);
});

test("a deleted integration takes its routes and installations with it", async () => {
  await deploy("crm read contacts a");
  await api.call("POST", `${path}/integrations/crm/installations`, { body: { groupRef: "g" } });
  expect((await api.call("DELETE", `${path}/integrations/crm`)).status).toBe(204);
  expect(await routes()).toEqual([]);
  expect((await api.call("GET", `${path}/installations`)).body).toEqual([]);
  expect((await api.call("DELETE", `${path}/integrations/crm`)).status).toBe(404);
});

describe("an installation", () => {
  const at = () => `${path}/integrations/crm/installations`;
  beforeEach(() => deploy("crm read contacts a"));

  test("needs a groupRef alone; names and references follow from it", async () => {
    const made = await api.call("POST", at(), { body: { groupRef: "group-1" } });
    expect(made.status).toBe(201);
    const group = {
      groupRef: "group-1",
      groupName: "group-1",
      projectId: expect.any(String),
      createTime: expect.any(String),
    };
    expect(made.body).toMatchObject({
      groupRef: "group-1",
      groupName: "group-1",
      consumerRef: "group-1",
      consumerName: "group-1",
      connectionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      healthStatus: "healthy",
      group,
      connection: {
        id: textAt(made, "connectionId"),
        provider: "hubspot",
        group,
        consumer: { consumerRef: "group-1" },
      },
      config: { id: expect.any(String), content: {} },
    });
    expect((await api.call("GET", `${at()}/${textAt(made, "id")}`)).body).toEqual(made.body);
    for (const list of [at(), `${path}/installations`, `${at()}?groupRef=group-1`]) {
      expect((await api.call("GET", list)).body).toEqual([made.body]);
    }
    expect((await api.call("GET", `${at()}?groupRef=group-2`)).body).toEqual([]);
  });

  test("takes a config in both of its places and spellings", async () => {
    const content = {
      read: {
        objects: {
          contacts: {
            objectName: "contacts",
            selectedFields: { email: true },
            selectedFieldMappings: { mail: "email" },
          },
        },
      },
      subscribe: {
        objects: { contacts: { inheritFieldsAndMappings: true }, deals: { inheritFieldsAndMapping: true } },
      },
    };
    const inContent = await api.call("POST", at(), {
      body: { groupRef: "g1", config: { createdBy: "x", content } },
    });
    const direct = await api.call("POST", at(), { body: { groupRef: "g2", config: content } });
    for (const made of [inContent, direct]) expect(made.body).toMatchObject({ config: { content } });
    const wrong = {
      groupRef: "g3",
      config: { content: { raed: {}, read: { objects: { contacts: { disabled: "no" } } } } },
    };
    expect(issuesIn(await api.call("POST", at(), { body: wrong }))).toEqual([
      'config.content.raed: "raed" is no known field; did you mean "read"?',
      "config.content.read.objects.contacts.disabled: must be a boolean, not a string",
    ]);
  });

  test("is one a group", async () => {
    await api.call("POST", at(), { body: { groupRef: "g" } });
    expect((await api.call("POST", at(), { body: { groupRef: "g" } })).status).toBe(409);
  });

  test("changes by an update mask; a config that stays the same keeps its id", async () => {
    const made = await api.call("POST", at(), {
      body: { groupRef: "g", config: { content: { provider: "hubspot", read: { objects: {} } } } },
    });
    const one = `${at()}/${textAt(made, "id")}`;
    const renamed = await api.call("PATCH", one, {
      body: { updateMask: ["groupName"], installation: { groupName: "Gruppe Ö" } },
    });
    expect(renamed.body).toMatchObject({
      groupName: "Gruppe Ö",
      groupRef: "g",
      group: { groupName: "Gruppe Ö" },
    });
    expect(textAt(renamed, "config.id")).toBe(textAt(made, "config.id"));
    expect(textAt(renamed, "updateTime") > textAt(made, "updateTime")).toBe(true);
    const read = { objects: { contacts: { disabled: true } } };
    const changed = await api.call("PATCH", one, {
      body: { updateMask: ["config.content.read"], installation: { config: { content: { read } } } },
    });
    expect(changed.body).toMatchObject({ config: { content: { provider: "hubspot", read } } });
    expect(textAt(changed, "config.id")).not.toBe(textAt(made, "config.id"));
    const wrong = await api.call("PATCH", one, {
      body: { updateMask: ["groupNam", "groupRef"], installation: {} },
    });
    expect(issuesIn(wrong)).toEqual([
      'updateMask[0]: "groupNam" cannot be changed; did you mean "groupName"?',
    ]);
    expect(
      (await api.call("PATCH", one, { body: { updateMask: ["groupRef"], installation: {} } })).status,
    ).toBe(422);
    expect((await api.call("DELETE", one)).status).toBe(204);
    expect((await api.call("GET", one)).status).toBe(404);
  });
});

describe("results handed in", () => {
  test("become an event with the message and what it is routed by", async () => {
    await deploy("crm read contacts a");
    const made = await api.call("POST", `${path}/integrations/crm/installations`, {
      body: { groupRef: "g", connectionId: "conn-1" },
    });
    const id = textAt(made, "id");
    const body =
      '{"action":"read","objectName":"contacts","operationTime":"2025-10-14T02:58:59.323405308Z","result":[{"id":1.0}]}';
    const given = { body, headers: { "idempotency-key": "op-1-page-1" } };
    const accepted = await api.call("POST", `${path}/installations/${id}/results`, given);
    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({ eventId: "op-1-page-1", operationId: expect.any(String) });
    const event = await api.call("GET", `${path}/events/op-1-page-1`);
    expect(event.body).toMatchObject({
      topic: "read",
      time: "2025-10-14T02:58:59.323405308Z",
      metadata: {
        installationId: id,
        connectionId: "conn-1",
        operationId: textAt(accepted, "operationId"),
        objectName: "mapped-contacts",
        integrationId: textAt(made, "integrationId"),
        rawObjectName: "contacts",
      },
    });
    expect(event.text).toContain('"result":[{"id":1.0}]');
    expect((await api.call("POST", `${path}/installations/${id}/results`, given)).body).toMatchObject({
      duplicate: true,
    });
  });

  test("for an unknown installation, or broken, are refused", async () => {
    await deploy("crm read contacts a");
    expect((await api.call("POST", `${path}/installations/nobody/results`, { body: "{}" })).status).toBe(404);
    const made = await api.call("POST", `${path}/integrations/crm/installations`, {
      body: { groupRef: "g" },
    });
    const results = `${path}/installations/${textAt(made, "id")}/results`;
    expect((await api.call("POST", results, { body: '{"action":"read"' })).status).toBe(400);
    expect((await api.call("POST", results, { body: Buffer.from([0xff]) })).status).toBe(400);
    expect((await api.call("POST", results, { body: "{}" })).status).toBe(422);
  });
});
