import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FirehoseServer } from "../src/destinations/testing/firehose-server.ts";
import { contactsManifest } from "./contacts-manifest.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, Caller, delivered, member, runMillrace, start, until } from "./support.ts";

let api: Running;
let firehose: FirehoseServer;
let project = 0;
let path: string;
let name: string;
beforeAll(async () => {
  [api, firehose] = await Promise.all([start(), FirehoseServer.start()]);
});
afterAll(async () => {
  await api.close();
  await firehose.close();
});
beforeEach(async () => {
  name = `firehose-${++project}`;
  path = `/v1/projects/${name}`;
  await api.create("/v1/projects", { name });
  firehose.createStream(name);
  firehose.requests.length = 0;
  firehose.faultOf = () => undefined;
});

const createFirehose = (metadata: object = {}) =>
  api.create(`${path}/destinations`, {
    name: "lake",
    type: "firehose",
    metadata: {
      deliveryStreamName: name,
      region: "us-west-2",
      endpointUrl: firehose.endpointUrl,
      ...metadata,
    },
    secrets: { awsKeyId: "AKIDEXAMPLE", awsSecretKey: "very-secret" },
  });
const handIn = (events: readonly object[]) =>
  api.ok("POST", `${path}/events`, { events: events.map((data) => ({ topic: "orders", data })) });
/** All that the stream holds, as who reads it line by line. */
const lines = () => {
  const text = firehose.records(name).join("");
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n");
};

describe("events that a route sends to Firehose", () => {
  it("arrive as lines, each once, in requests as large as AWS takes, over throttling too", async () => {
    await createFirehose();
    await api.ok("POST", `${path}/routes`, { name: "orders", destination: "lake", topics: ["orders"] });
    await api.ok("POST", `${path}/routes/orders:pause`);
    const pad = "x".repeat(20_000);
    for (let from = 0; from < 1_200; from += 100)
      await handIn(Array.from({ length: 100 }, (_, n) => ({ n: from + n, ...(from < 300 && { pad }) })));
    let asked = 0;
    firehose.faultOf = () => (asked++ % 10 === 3 && asked < 400 ? "ServiceUnavailableException" : undefined);
    const before = firehose.seen.length;
    await api.ok("POST", `${path}/routes/orders:resume`);
    await delivered(api, name);
    const numbers = lines().map((line) => Number(/"n":(\d+)/.exec(line)?.[1]));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_200 }, (_, n) => n));
    // Padded ones fill a request by their bytes, so larger requests are of others. None was refused and halved.
    const padded = Math.floor(4_194_304 / 20_026);
    expect(Math.max(...firehose.requests)).toBeGreaterThan(padded);
    expect(Math.max(...firehose.requests)).toBeLessThanOrEqual(500);
    expect(firehose.seen.length - before).toBe(firehose.requests.length);
    expect(api.logged()).not.toContain("very-secret");
  });

  it("come in the log's order where the route is strict, over throttling too", async () => {
    await createFirehose({ appendNewline: false });
    await api.ok("POST", `${path}/routes`, {
      name: "orders",
      destination: "lake",
      topics: ["orders"],
      order: "strict",
    });
    let asked = 0;
    firehose.faultOf = () => (asked++ === 2 ? "ServiceUnavailableException" : undefined);
    await handIn(Array.from({ length: 8 }, (_, n) => ({ n })));
    await delivered(api, name);
    expect(firehose.records(name)).toEqual(Array.from({ length: 8 }, (_, n) => `{"data":{"n":${n}}}`));
  });
});

it("an amp.yaml may name it; a result beyond 1,000 KiB is given by URL", async () => {
  await createFirehose();
  await api.ok("PUT", `${path}/integrations:batch`, {
    sourceYaml: contactsManifest("lake", "email"),
  });
  const installation = await api.create(`${path}/integrations/crm/installations`, { groupRef: "g" });
  const note = "x".repeat(1_024_000);
  await api.ok("POST", `${path}/installations/${installation}/results`, {
    action: "read",
    objectName: "contacts",
    result: [{ raw: { id: "1", properties: { email: "a@b.c" }, note } }],
  });
  await delivered(api, name);
  const [line = "{}"] = lines();
  const data: unknown = member(JSON.parse(line), "data");
  expect(data).toMatchObject({ objectName: "contacts", resultInfo: { type: "url", numRecords: 1 } });
  const answer = await fetch(String(member(data, "resultInfo", "downloadUrl")));
  expect(await answer.json()).toMatchObject([{ raw: { note } }]);
});

it("a sync may send to it", async () => {
  await createFirehose();
  expect(await api.ok("GET", `${path}/sync-form?destinationType=firehose`)).toMatchObject({
    properties: { definition: {} },
  });
  await api.ok("POST", `${path}/syncs`, {
    name: "all",
    destination: "lake",
    definition: { events: { raw: "all" } },
    state: "enabled",
  });
  const key = await api.ok("POST", `${path}/api-keys`, { label: "sdk", scopes: ["ingest", "read"] });
  await new Caller(api.server.url, "").ok("POST", "/2/httpapi", {
    api_key: member(key, "key"),
    events: [{ user_id: "user-1", event_type: "buy", insert_id: "i-1", time: Date.now() }],
  });
  await until(() => firehose.records(name).length > 0);
  expect(lines().map((line) => JSON.parse(line))).toMatchObject([
    { data: { event_type: "buy", user_id: "user-1" } },
  ]);
});

describe("the command line", () => {
  const cli = (...args: readonly string[]) =>
    runMillrace([...args, "--url", api.server.url, "-p", name], { MILLRACE_API_KEY: ADMIN_KEY });
  const create = (...more: readonly string[]) => {
    const place = ["--delivery-stream-name", name, "--region", "us-west-2"];
    const endpoint = ["--endpoint-url", firehose.endpointUrl];
    const secrets = ["--aws-key-id", "AKIDEXAMPLE", "--aws-secret-key", "very-secret"];
    const command = ["destinations", "create", "firehose", "--name", "lake"];
    return cli(...command, ...place, ...endpoint, ...secrets, ...more);
  };

  it("creates one, with or without newlines, and checks it", async () => {
    const wrong = await create("--append-newline", "maybe");
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("It is true or false.") });
    const created = await create("--append-newline", "false", "--json");
    expect(JSON.parse(created.out)).toMatchObject({
      type: "firehose",
      metadata: { deliveryStreamName: name, appendNewline: false },
    });
    const checked = await cli("destinations", "check", "lake");
    expect(checked.out).toContain(`The Firehose stream ${name} is ACTIVE; its source is Direct PUT.`);
  });
});

it("settings that are wrong are refused with their place", async () => {
  const answer = await api.call("POST", `${path}/destinations`, {
    name: "lake",
    type: "firehose",
    metadata: {
      deliveryStreamName: "x".repeat(65),
      region: "us-west-2",
      appendNewline: "yes",
      streamName: "x",
    },
    secrets: { awsKeyId: "a", awsSecretKey: "b" },
  });
  expect(answer.status).toBe(422);
  for (const at of ["metadata.deliveryStreamName", "metadata.appendNewline", "metadata.streamName"])
    expect(answer.text).toContain(`"${at}"`);
  expect((await api.call("GET", "/v1/openapi.json")).text).toContain('"deliveryStreamName"');
});
