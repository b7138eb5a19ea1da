import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "./support.ts";
import { Caller, member, start } from "./support.ts";

const project = "/v1/projects/input";
const MANIFEST = `specVersion: 1.0.0
integrations:
  - name: crm
    provider: hubspot
    read: { objects: [{ objectName: contacts, destination: bucket }] }
`;
const bucket = (name: string, more: object = {}) => ({
  name,
  type: "s3",
  metadata: { bucket: "bucket", region: "us-west-2" },
  secrets: { awsKeyId: "AKIAEXAMPLE", awsSecretKey: "secret" },
  ...more,
});

let api: Running;
let installation: string;
beforeAll(async () => {
  api = await start();
  await api.create("/v1/projects", { name: "input" });
  await api.create(`${project}/destinations`, bucket("bucket"));
  await api.ok("PUT", `${project}/integrations:batch`, { sourceYaml: MANIFEST });
  installation = await api.create(`${project}/integrations/crm/installations`, { groupRef: "g" });
});
afterAll(() => api.close());
afterEach(async () => {
  const { status, text } = await api.call("GET", "/readyz");
  if (status !== 200) throw new Error(`the server is no longer well: ${text}`);
});

/** What is stored: a refused call must not have changed it. */
async function state(): Promise<unknown> {
  const lists = ["destinations", "integrations", "installations", "routes", "events?limit=1000", "api-keys"];
  return Promise.all([
    api.ok("GET", "/v1/projects"),
    ...lists.map((list) => api.ok("GET", `${project}/${list}`)),
  ]);
}

/** Every call that takes a body, with what it is given when all is well. */
const CALLS: readonly (readonly [string, string, () => string])[] = [
  ["POST", "/v1/projects", () => "/v1/projects"],
  ["POST", "events", () => `${project}/events`],
  ["POST", "results", () => `${project}/installations/${installation}/results`],
  ["POST", "destinations", () => `${project}/destinations`],
  ["PATCH", "a destination", () => `${project}/destinations/bucket`],
  ["PUT", "integrations:batch", () => `${project}/integrations:batch`],
  ["POST", "installations", () => `${project}/integrations/crm/installations`],
  ["PATCH", "an installation", () => `${project}/integrations/crm/installations/${installation}`],
  ["POST", "routes", () => `${project}/routes`],
  ["POST", "api-keys", () => `${project}/api-keys`],
];

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

const BODIES: Readonly<Record<string, string | Buffer>> = {
  "an empty body": "",
  "white space alone": " \n\t ",
  null: "null",
  true: "true",
  "a number": "1e999",
  "a text": '"text"',
  "an empty list": "[]",
  "an empty object": "{}",
  "truncated JSON": '{"name":"x","events":[{"topic":"a',
  "JSON and something behind it": '{"name":"x"} {"name":"y"}',
  "single quotes": "{'name':'x'}",
  "a comma too many": '{"name":"x",}',
  NaN: '{"name":NaN}',
  "a raw control character in a text": '{"name":"a\u0001b"}',
  "a byte order mark": '\ufeff{"name":"x"}',
  "invalid UTF-8": Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  "an overlong NUL": Buffer.from([0x22, 0xc0, 0x80, 0x22]),
  "UTF-16": Buffer.from('{"name":"x"}', "utf16le"),
  "members named like JavaScript's own": '{"__proto__":{"name":"x"},"constructor":{"prototype":{}}}',
  "every member of a wrong type":
    '{"name":{},"type":[],"metadata":7,"secrets":"x","events":"x","action":1,"objectName":[],"result":{},"updateMask":{},"destination":[],"installation":1,"sourceYaml":9,"groupRef":{},"topics":"x","label":[],"scopes":"admin"}',
  "unknown members": '{"nmae":"x","evnets":[],"sourceyaml":"","grupRef":"","topcis":[],"lable":""}',
  "nesting 600 deep": nested(600),
  "nesting 50,000 deep": nested(50_000),
  "a key of a megabyte": `{"${"k".repeat(1_048_576)}":1}`,
  "100,000 members": `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":${i}`).join(",")}}`,
};

describe.each(CALLS)("%s %s", (method, _, path) => {
  it.each(Object.entries(BODIES))("answers %s with a problem, and stores nothing", async (_name, body) => {
    const before = await state();
    const answer = await api.call(method, path(), body, { "content-type": "application/json" });
    expect([400, 422]).toContain(answer.status);
    expect(answer.body).toMatchObject({
      status: answer.status,
      title: expect.any(String),
      detail: expect.stringMatching(/\S/),
      requestId: expect.any(String),
    });
    // A mistake is not answered with a megabyte.
    expect(answer.text.length).toBeLessThan(100_000);
    expect(await state()).toEqual(before);
  });
});

describe("bodies", () => {
  it("of another content type than JSON are refused, where they are not kept as text", async () => {
    for (const type of [
      "text/yaml",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const answer = await api.call("PUT", `${project}/integrations:batch`, MANIFEST, {
        "content-type": type,
      });
      expect(answer).toMatchObject({ status: 415, body: { remedy: expect.stringContaining("JSON") } });
    }
  });

  it("in an encoding are refused as such", async () => {
    const headers = { "content-encoding": "gzip" };
    for (const call of ["events", "destinations"])
      expect(await api.call("POST", `${project}/${call}`, "{}", headers)).toMatchObject({ status: 415 });
  });

  it("of 50 MB are refused everywhere, nothing of them stored", async () => {
    const before = await state();
    const body = Buffer.alloc(50 * 1_048_576, 0x20);
    for (const [method, , path] of CALLS)
      expect(await api.call(method, path(), body)).toMatchObject({ status: 413, body: { status: 413 } });
    expect(await state()).toEqual(before);
  });
});

describe("ids, names and queries", () => {
  it("that are huge, odd or encoded twice are answered as not found, never as a fault of Millrace's", async () => {
    const names = [
      "x".repeat(90),
      "%00",
      "..%2f..%2fetc",
      "%E6%B0%B4",
      "%F0%9F%98%80",
      "%25%30",
      "a:b",
      "__proto__",
      "constructor",
    ];
    for (const kind of ["destinations", "integrations", "routes", "events", "dead-letters", "nothing"])
      for (const name of names) {
        const answer = await api.call("GET", `${project}/${kind}/${name}`);
        expect([400, 404, 422]).toContain(answer.status);
        expect(answer.body).toMatchObject({ status: answer.status });
      }
    for (const name of names)
      expect([400, 404]).toContain((await api.call("GET", `/v1/projects/${name}`)).status);
  });

  it("that are no valid percent encoding or endless are problems too", async () => {
    for (const name of ["%", "%ZZ", "%C3%28", "x".repeat(8_000)]) {
      const answer = await api.call("GET", `${project}/destinations/${name}`);
      expect([400, 404, 414]).toContain(answer.status);
      expect(answer.body).toMatchObject({ status: answer.status });
    }
  });

  it.each([
    "destinations?pageSize=0",
    "destinations?pageSize=many",
    "destinations?pageSize=1001",
    "destinations?pageToken=nonsense",
    "events?limit=0",
    "events?after=-1",
    "events?after=99999999999999999999",
    "events?from=middle",
    "events?wait=1e9",
    "dead-letters?from=yesterday",
    "dead-letters?ended=never",
    "routes?pageSize=1&pageSize=2",
    "destinations/bucket?includeSecrets=perhaps",
  ])("a query that makes no sense is refused: %s", async (path) => {
    const answer = await api.call("GET", `${project}/${path}`);
    expect([400, 422]).toContain(answer.status);
    expect(answer.body).toMatchObject({ issues: [{ in: "query" }] });
  });

  it("event ids are 1 to 128 visible characters", async () => {
    const ids = ["x".repeat(129), "x".repeat(1_000_000), "", "é", "a b", "a\u0000", 7, null, {}];
    const events = ids.map((id) => ({ id, topic: "a", data: 1 }));
    const answer = await api.call("POST", `${project}/events`, { events });
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(10_000);
    const longest = { events: [{ id: "~".repeat(128), topic: "a", data: 1 }] };
    expect(await api.call("POST", `${project}/events`, longest)).toMatchObject({ status: 202 });
  });

  it("project names may be of any script and are the same however they are composed", async () => {
    expect(await api.call("POST", "/v1/projects", { name: "caf\u00e9" })).toMatchObject({ status: 201 });
    expect(await api.call("POST", "/v1/projects", { name: "cafe\u0301" })).toMatchObject({ status: 409 });
    const decomposed = encodeURIComponent("cafe\u0301");
    expect(await api.call("GET", `/v1/projects/${decomposed}`)).toMatchObject({ status: 200 });
    for (const name of ["a/b", "a b", "", " ", "\u202eevil", "😀", "x".repeat(101), "a\u0000"])
      expect(await api.call("POST", "/v1/projects", { name })).toMatchObject({ status: 422 });
  });

  it("groups and objects may be named in any script, and come out as they went in", async () => {
    const groupRef = "群組 😀 \u202e e\u0301";
    const made = await api.ok("POST", `${project}/integrations/crm/installations`, { groupRef });
    expect(made).toMatchObject({ groupRef, groupName: groupRef });
    const found = await api.ok("GET", `${project}/installations?groupRef=${encodeURIComponent(groupRef)}`);
    expect(found).toMatchObject([{ groupRef }]);
  });
});

describe("updateMask", () => {
  it.each([
    ["__proto__.polluted"],
    ["metadata.__proto__"],
    ["metadata.__proto__.polluted"],
    ["constructor.prototype.polluted"],
    ["id"],
    ["projectId"],
    ["type"],
    [""],
    ["."],
    ["metadata."],
    ["metadata.bucket.x"],
  ])("%s is refused", async (path) => {
    const answer = await api.call(
      "PATCH",
      `${project}/destinations/bucket`,
      `{"updateMask":[${JSON.stringify(path)}],"destination":{"metadata":{"__proto__":{"polluted":true},"bucket":{"x":1}}}}`,
    );
    expect([400, 422]).toContain(answer.status);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(await api.ok("GET", `${project}/destinations/bucket`)).toMatchObject({
      metadata: { bucket: "bucket", region: "us-west-2" },
    });
  });
});

describe("manifests", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from("bcdefghij", (name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefghij"[i]}`).join(",")}]\n`).join("")}`;
  it.each([
    ["no YAML", "a: [b", /./],
    ["a tab", "specVersion: 1.0.0\n\tintegrations: []", /./],
    ["nothing", "# nothing", /./],
    ["a list", "- a", /./],
    ["two documents", `${MANIFEST}---\n${MANIFEST}`, /./],
    ["an alias bomb", bomb, /./],
    [
      "nesting without end",
      `specVersion: 1.0.0\nintegrations: ${"[".repeat(20_000)}${"]".repeat(20_000)}`,
      /./,
    ],
    [
      "a key twice",
      MANIFEST.replace("provider: hubspot", "provider: hubspot\n    provider: salesforce"),
      /provider/,
    ],
    ["an integration twice", `${MANIFEST}${MANIFEST.split("\n").slice(2).join("\n")}`, /crm/],
    ["an unknown member", MANIFEST.replace("provider:", "providr:"), /did you mean/],
    ["a tag", MANIFEST.replace("crm", "!!js/function 'x'"), /./],
    ["an unknown version", MANIFEST.replace("1.0.0", "9.0.0"), /specVersion|1\.0\.0/],
    ["a name like JavaScript's own", MANIFEST.replace("provider: hubspot", "__proto__: { a: 1 }"), /./],
    ["an unknown destination", MANIFEST.replace("destination: bucket", "destination: buckte"), /bucket/],
  ])("%s is refused with line and column, and changes nothing", async (_, sourceYaml, reason) => {
    const before = await state();
    const answer = await api.call("PUT", `${project}/integrations:batch`, { sourceYaml });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        issues: expect.arrayContaining([expect.objectContaining({ detail: expect.stringMatching(reason) })]),
      },
    });
    expect(member(answer.body, "issues", 0)).toMatchObject({
      line: expect.any(Number),
      column: expect.any(Number),
    });
    expect(await state()).toEqual(before);
  });
});

describe("callers", () => {
  it.each([
    ["no key", {}],
    ["an empty key", { "x-api-key": "" }],
    ["a key that is none", { "x-api-key": "nonsense" }],
    ["a key of 4,000 characters", { "x-api-key": "k".repeat(4_000) }],
    ["another scheme", { authorization: "Basic YWRtaW46YWRtaW4=" }],
    ["a bearer without a token", { authorization: "Bearer " }],
  ])("with %s are told 401 before anything else", async (_, headers) => {
    for (const [method, path] of [
      ["GET", project],
      ["POST", `${project}/events`],
      ["GET", "/v1/projects/there-is-none"],
    ] as const) {
      const response = await fetch(`${api.server.url}${path}`, {
        method,
        headers: { ...headers, "content-type": "application/json" },
        ...(method === "POST" && { body: "{" }),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain("Bearer");
      await response.text();
    }
  });

  it("see their own project alone, and do what their scopes say", async () => {
    await api.create("/v1/projects", { name: "other" });
    const key = async (scopes: readonly string[]) =>
      new Caller(
        api.server.url,
        String(member(await api.ok("POST", "/v1/projects/other/api-keys", { label: "k", scopes }), "key")),
      );
    const [ingest, read, write, admin] = await Promise.all(
      [["ingest"], ["read"], ["write"], ["admin"]].map(key),
    );
    const callers = { ingest, read, write, admin };
    const event = { events: [{ topic: "a", data: 1 }] };
    const expected: Readonly<Record<keyof typeof callers, readonly [number, number, number, number]>> = {
      ingest: [202, 403, 403, 403],
      read: [403, 200, 403, 403],
      write: [403, 200, 201, 403],
      admin: [202, 200, 201, 200],
    };
    for (const name of ["ingest", "read", "write", "admin"] as const) {
      const caller = callers[name] ?? api;
      const answers = [
        await caller.call("POST", "/v1/projects/other/events", event),
        await caller.call("GET", "/v1/projects/other/destinations"),
        await caller.call("POST", "/v1/projects/other/destinations", bucket(`of-${name}`)),
        await caller.call("GET", "/v1/projects/other/api-keys"),
      ];
      expect(answers.map(({ status }) => status)).toEqual(expected[name]);
      const foreign = await caller.call("GET", `${project}/destinations`);
      const missing = await caller.call("GET", "/v1/projects/missing/destinations");
      expect([foreign.status, missing.status]).toEqual([404, 404]);
      expect(await caller.call("POST", "/v1/projects", { name: "mine" })).toMatchObject({ status: 403 });
    }
  });

  it("whose key is taken back are out at once", async () => {
    const made = await api.ok("POST", `${project}/api-keys`, { label: "k", scopes: ["read"] });
    const caller = new Caller(api.server.url, String(member(made, "key")));
    expect(await caller.call("GET", `${project}/destinations`)).toMatchObject({ status: 200 });
    await api.call("DELETE", `${project}/api-keys/${String(member(made, "id"))}`);
    expect(await caller.call("GET", `${project}/destinations`)).toMatchObject({ status: 401 });
  });
});
