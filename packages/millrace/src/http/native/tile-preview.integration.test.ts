import { execFile } from "node:child_process";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isJsonObject } from "../../core/json/object.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import { EXAMPLE_TILE } from "../../tiles/testing/example-tile.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
let server: Server;
let endpoint: string;
let received: { url: string | undefined; authorization: string | undefined; body: string }[] = [];
let status = 200;
let path: string;
let count = 0;
beforeAll(async () => {
  api = await startApi({ policy: { allowHttp: true, allowPrivateNetworks: true } });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { authorization } = request.headers;
      received.push({ url: request.url, authorization, body: Buffer.concat(chunks).toString() });
      response.statusCode = status;
      response.end(`you sent ${authorization}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await api.close();
});
beforeEach(async () => {
  received = [];
  status = 200;
  const project = `project-${++count}`;
  await api.call("POST", "/v1/projects", { body: { name: project } });
  path = `/v1/projects/${project}/tiles`;
  await api.call("POST", path, { body: { name: `acme-${count}`, definition: EXAMPLE_TILE } });
});

const ask = (what: "preview" | "test", body: unknown): Promise<Answer> =>
  api.call("POST", `${path}/acme-${count}:${what}`, { body });
const bodyIn = (answer: Answer): unknown => JSON.parse(textAt(answer, "request.body"));
const parameters = (): object => ({ endpoint, api_key: "key-that-nobody-sees", app_id: "some app id" });

/** The event and the choices by which the example of seed 002 comes about. */
const SEED = {
  event: {
    user_id: "some user id",
    event_type: "test_event_type",
    event_time: "2022-01-06 17:29:04.000000",
    library: "some library",
    event_properties: { test_nested_property: "some nested property", library: "some library" },
    user_properties: { user_property_1: "some user property value 1", own: "some Amplitude property" },
  },
  mappings: {
    external_id: { field: "user_id" },
    optional_property: { userProperty: "own" },
    optional_property_again: { value: "some Amplitude property again" },
  },
  select: { event: "all", user: ["user_property_1"] },
};

describe("a preview", () => {
  test("shows the example payload of the guide", async () => {
    const answer = await ask("preview", { ...SEED, parameters: parameters() });
    expect(answer.body).toMatchObject({
      request: {
        method: "POST",
        url: `${endpoint}/users/track`,
        headers: {
          "user-agent": "Millrace",
          "content-type": "application/json",
          authorization: "Bearer ********",
        },
      },
      faults: [],
      notes: [],
    });
    expect(bodyIn(answer)).toEqual({
      external_id: "some user id",
      app_id: "some app id",
      name: "test_event_type",
      time: "2022-01-06T17:29:04Z",
      optional_property: "some Amplitude property",
      optional_property_again: "some Amplitude property again",
      properties: {
        test_nested_property: "some nested property",
        library: "some library",
        user_property_1: "some user property value 1",
      },
    });
  });

  test("never shows a secret, and its command works with the secret in the shell", async () => {
    const answer = await ask("preview", { ...SEED, parameters: parameters() });
    expect(answer.text).not.toContain("key-that-nobody-sees");
    const curl = textAt(answer, "curl");
    expect(curl).toContain(`"$API_KEY"`);
    await promisify(execFile)("bash", ["-c", curl], {
      env: { PATH: process.env.PATH, API_KEY: "key-that-nobody-sees" },
    });
    expect(received).toEqual([
      {
        url: "/users/track",
        authorization: "Bearer key-that-nobody-sees",
        body: textAt(answer, "request.body"),
      },
    ]);
  });

  test("shows the secrets of this call where they are asked for", async () => {
    const answer = await ask("preview", { ...SEED, parameters: parameters(), includeSecrets: true });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const curl = textAt(answer, "curl");
    expect(curl).toContain("Bearer key-that-nobody-sees");
    await promisify(execFile)("bash", ["-c", curl], { env: { PATH: process.env.PATH } });
    expect(received[0]?.authorization).toBe("Bearer key-that-nobody-sees");
  });

  test("gives nothing of a secret away that a template encodes, and says that it does", async () => {
    const definition: TileDefinition = {
      ...EXAMPLE_TILE,
      events: {
        url: "https://example.com/",
        headers: { Authorization: "Basic ${utils.base64(parameters.api_key)}" },
        body: '{"upper": "${parameters.api_key?upper_case}", "first": "${parameters.api_key[0..2]}"}',
      },
    };
    const answer = await ask("preview", { definition, parameters: { api_key: "abcdefghij" } });
    expect(answer.text).not.toContain(Buffer.from("abcdefghij").toString("base64"));
    expect(answer.text).not.toContain("ABCDEF");
    expect(answer.text).not.toContain('abc\\"');
    expect(answer.body).toMatchObject({
      notes: expect.arrayContaining([expect.stringContaining("changes a secret")]),
    });
  });

  test("copes with a secret that is the URL", async () => {
    const definition: TileDefinition = {
      ...EXAMPLE_TILE,
      parameters: [{ name: "webhook_url", displayName: "URL", secret: true }],
      events: { url: "${parameters.webhook_url}" },
      mappedFields: [],
    };
    for (const given of [{}, { webhook_url: `${endpoint}/services/T0/abc` }]) {
      const answer = await ask("preview", { definition, parameters: given });
      expect(answer.body).toMatchObject({ request: { url: "********" }, notes: [] });
      expect(textAt(answer, "curl")).toContain(`curl -X POST "$TILE_WEBHOOK_URL"`);
    }
  });

  test("makes up what nobody gave, and says so", async () => {
    const answer = await ask("preview", {});
    expect(answer.body).toMatchObject({
      request: { url: "https://example.com/users/track" },
      notes: [
        'The parameter "endpoint" has no value: one was made up.',
        'The parameter "app_id" has no value: one was made up.',
      ],
    });
    expect(bodyIn(answer)).toMatchObject({ external_id: "sample external_id", app_id: "sample-app_id" });
  });

  test("takes a built-in sample, the tile's own, or an event of the project, with every digit", async () => {
    const body = '{"id": ${input.event_properties.id!"none"}, "is_null": ${(input.user_id!)?c}}';
    const samples = [{ name: "mine", part: "events", event: { event_properties: { id: 7 } } }];
    const definition = { ...EXAMPLE_TILE, events: { url: "https://example.com/", body }, samples };
    expect(textAt(await ask("preview", { definition, sample: "big numbers" }), "request.body")).toContain(
      '"id": 12345678901234567890',
    );
    expect(textAt(await ask("preview", { definition }), "request.body")).toContain('"id": 7');
    const data = '{"event_type":"x","event_properties":{"id":98765432109876543210}}';
    await api.call("POST", path.replace("/tiles", "/events"), {
      body: `{"events":[{"id":"e-1","topic":"track","data":${data}}]}`,
    });
    const text = JSON.stringify({ definition, eventId: "e-1" });
    expect(textAt(await ask("preview", text), "request.body")).toContain('"id": 98765432109876543210');
    const given = `{"definition":${JSON.stringify(definition)},"event":${data}}`;
    expect(textAt(await ask("preview", given), "request.body")).toContain('"id": 98765432109876543210');
    expect((await ask("preview", { eventId: "e-2" })).status).toBe(404);
    expect((await ask("preview", { sample: "no such" })).status).toBe(404);
    expect(issuesIn(await ask("preview", { sample: "x", eventId: "y" }))).toEqual([
      ": only one of event, eventId and sample can be given",
    ]);
  });

  test("tells where a template fails, and what a sync would pass over", async () => {
    const broken = { ...EXAMPLE_TILE, events: { url: "https://example.com/", body: "{\n${input.nothing}}" } };
    expect((await ask("preview", { definition: broken })).body).toMatchObject({
      faults: [{ code: "render_failed", template: "events.body", line: 2, column: 3 }],
    });
    expect((await ask("preview", { event: {}, mappings: {} })).body).toMatchObject({
      faults: [{ code: "field_missing" }],
    });
  });

  test.each<[string, unknown]>([
    ["a list", []],
    ["an unreadable parameter", { parameters: { api_key: [] } }],
    ["parameters of another kind", { parameters: { endpoint: 1 } }],
    ["parameters that there are not", { parameters: { __proto__x: "1" } }],
    ["a mapping of nothing", { mappings: { external_id: {} } }],
    ["an expression that does not compile", { mappings: { external_id: { expression: "a[" } } }],
    ["a definition that does not compile", { definition: { ...EXAMPLE_TILE, events: { url: "${" } } }],
    ["an unknown member", { secrets: {} }],
  ])("is refused: %s", async (_what, body) => {
    const answer = await ask("preview", body);
    expect(answer.status).toBe(422);
    expect(issuesIn(answer).length).toBeGreaterThan(0);
  });
});

test("a token that has to be fetched first is a variable of the command", async () => {
  const definition: TileDefinition = {
    ...EXAMPLE_TILE,
    parameters: [{ name: "client_secret", displayName: "Secret", secret: true }],
    mappedFields: [],
    events: { url: "https://example.com/track" },
    oauth: {
      tokenUrl: "https://example.com/token",
      clientId: "millrace",
      clientSecret: "${parameters.client_secret}",
    },
  };
  const answer = await ask("preview", { definition });
  expect(answer.body).toMatchObject({ request: { headers: { authorization: "Bearer ********" } } });
  expect(textAt(answer, "curl").split("\n")[0]).toBe("# export ACCESS_TOKEN first");
});

test("a wrong parameter is not repeated", async () => {
  const answer = await ask("preview", { parameters: { api_key: 314159265 } });
  expect([answer.status, answer.text.includes("314159265")]).toEqual([422, false]);
});

test("a reviewer previews what was handed in, and no events of the project", async () => {
  const at = `/v1/tile-reviews/acme-${count}/versions/1:preview`;
  expect((await api.call("POST", at, { body: {} })).status).toBe(404);
  await api.call("POST", `${path}/acme-${count}:submit`);
  const key = textAt(
    await api.call("POST", "/v1/api-keys", { body: { label: "r", scopes: ["review"] } }),
    "key",
  );
  const answer = await api.call("POST", at, { key, body: { sample: "unicode and emoji" } });
  expect(answer.body).toMatchObject({ faults: [], request: { body: expect.stringContaining("Zoë") } });
  const data = path.replace("/tiles", "/events");
  await api.call("POST", data, { body: { events: [{ id: "mine", topic: "track", data: {} }] } });
  expect((await api.call("POST", at, { key, body: { eventId: "mine" } })).status).toBe(404);
});

describe("a test", () => {
  test("sends the request and tells what the endpoint said, without the secret in it", async () => {
    const answer = await ask("test", { ...SEED, parameters: parameters() });
    expect(received).toMatchObject([{ url: "/users/track", authorization: "Bearer key-that-nobody-sees" }]);
    expect(answer.body).toMatchObject({
      request: { headers: { authorization: "Bearer ********" } },
      response: { status: 200, body: expect.stringMatching(/^you sent Bearer \*+$/), outcome: "delivered" },
    });
    expect(answer.text).not.toContain("key-that-nobody-sees");
    expect(api.logged()).not.toContain("key-that-nobody-sees");
  });

  test("tells what an answer would come to", async () => {
    status = 422;
    const answer = await ask("test", { ...SEED, parameters: parameters() });
    expect(answer.body).toMatchObject({ response: { status: 422, outcome: "discard" } });
  });

  test("tells why there is no answer", async () => {
    const answer = await ask("test", {
      ...SEED,
      parameters: { ...parameters(), endpoint: "http://127.0.0.1:1" },
    });
    expect(answer.body).toMatchObject({ failure: { code: expect.any(String), message: expect.any(String) } });
  });

  test("makes nothing up", async () => {
    expect(issuesIn(await ask("test", SEED))).toEqual([
      'parameters.endpoint: "REST API Endpoint" is required by the tile',
      'parameters.api_key: "REST API Key" is required by the tile',
      'parameters.app_id: "App ID" is required by the tile',
    ]);
  });

  test("needs a key that may write", async () => {
    const made = await api.call("POST", path.replace("/tiles", "/api-keys"), {
      body: { label: "reader", scopes: ["read"] },
    });
    const key = textAt(made, "key");
    const at = `${path}/acme-${count}`;
    expect((await api.call("POST", `${at}:test`, { key, body: {} })).status).toBe(403);
    expect((await api.call("POST", `${at}:preview`, { key, body: {} })).status).toBe(200);
    expect((await api.call("POST", `${at}:check`, { key, body: {} })).status).toBe(200);
  });
});

test("on an instance of the usual policy nothing is sent to its own network", async () => {
  const strict = await startApi();
  try {
    await strict.call("POST", "/v1/projects", { body: { name: "p" } });
    await strict.call("POST", "/v1/projects/p/tiles", { body: { name: "acme", definition: EXAMPLE_TILE } });
    const answer = await strict.call("POST", "/v1/projects/p/tiles/acme:test", {
      body: { ...SEED, parameters: { ...parameters(), endpoint: endpoint.replace("http:", "https:") } },
    });
    expect(isJsonObject(answer.body) ? answer.body.failure : undefined).toMatchObject({
      code: expect.stringMatching(/forbidden/),
    });
    expect(received).toEqual([]);
  } finally {
    await strict.close();
  }
});
