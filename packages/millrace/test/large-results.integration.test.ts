import { afterAll, beforeAll, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { contactsManifest } from "./contacts-manifest.ts";
import type { Running } from "./support.ts";
import { delivered, member, start, until } from "./support.ts";

let api: Running;
let endpoint: ScriptedServer;
let installation: string;
beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
  endpoint.script = () => ({ status: 204 });
  await api.create("/v1/projects", { name: "large" });
  await api.create("/v1/projects/large/destinations", {
    name: "hook",
    type: "webhook",
    metadata: { url: `${endpoint.endpointUrl}/in` },
  });
  await api.ok("PUT", "/v1/projects/large/integrations:batch", {
    sourceYaml: contactsManifest("hook", "id"),
  });
  installation = await api.create("/v1/projects/large/integrations/crm/installations", {
    groupRef: "g",
    groupName: "G",
    consumerRef: "c",
    consumerName: "C",
  });
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
});

const handIn = async (...raw: readonly string[]): Promise<readonly unknown[]> => {
  endpoint.seen.length = 0;
  const records = raw.map((each) => `{"raw":${each}}`).join(",");
  const body = `{"action":"read","objectName":"contacts","result":[${records}]}`;
  await api.ok("POST", `/v1/projects/large/installations/${installation}/results`, body);
  await until(() => endpoint.seen.length > 0);
  await delivered(api, "large");
  return endpoint.seen.map(({ body: text }) => JSON.parse(text));
};
const filled = (id: number, kilobytes: number): string =>
  `{"id":"${id}","n":12345678901234567890,"properties":{},"note":"${"é".repeat(kilobytes * 512)}"}`;

it("several records above a webhook's limit become several messages, in order, each with an id of its own", async () => {
  const messages = await handIn(filled(1, 200), filled(2, 200), filled(3, 200));
  expect(messages.map((each) => member(each, "resultInfo"))).toEqual([
    { type: "inline", numRecords: 1 },
    { type: "inline", numRecords: 1 },
    { type: "inline", numRecords: 1 },
  ]);
  expect(
    messages.map((each) => member(each, "result", 0, "raw", "id")).toSorted((a, b) => Number(a) - Number(b)),
  ).toEqual(["1", "2", "3"]);
  expect(endpoint.seen[0]?.body).toContain('"n":12345678901234567890');
  const ids = endpoint.seen.map(({ headers }) => String(headers["webhook-id"]));
  expect(ids.map((id) => id.slice(-2)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["_1", "_2", "_3"]);
});

it("a record above it alone is given by a URL that answers it as it was handed in, until it expires, also after a restart", async () => {
  const record = filled(1, 600);
  const [message] = await handIn(record);
  expect(message).toMatchObject({ action: "read", resultInfo: { type: "url", numRecords: 1 } });
  expect(message).not.toHaveProperty("result");
  const url = new URL(String(member(message, "resultInfo", "downloadUrl")));
  const minutes = (Number(url.searchParams.get("expires")) * 1_000 - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(14);
  expect(minutes).toBeLessThan(15.1);
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toContain("application/json");
  const text = await answer.text();
  expect(text).toContain(record);
  const tampered = new URL(url);
  tampered.searchParams.set("expires", String(Number(url.searchParams.get("expires")) + 60));
  expect((await fetch(tampered)).status).toBe(403);
  const port = new URL(api.server.url).port;
  await api.server.close();
  api = await start(api.folder, { port: Number(port) });
  expect(await (await fetch(url)).text()).toBe(text);
});
