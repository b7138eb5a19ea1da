import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi } from "../testing/start-api.ts";

let api: RunningApi;
let path: string;
let project = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  const name = `project-${++project}`;
  await api.call("POST", "/v1/projects", { body: { name } });
  path = `/v1/projects/${name}`;
});

test("x", async () => {
  const made = await api.call("POST", `${path}/destinations`, { body: { name: "loft", type: "pigeon", metadata: { loft: "Basel" }, secrets: { whistle: "secret-whistle" } }});
  expect(made.status).toBe(201);
  const sync = await api.call("POST", `${path}/syncs`, { body: { name: "s1", destination: "loft", definition: { events: { raw: ["a"], transformed: "all" }, where: { field: "user_id", operator: "set" }, identifies: { on: "change" } }, state: "enabled" } });
  console.log(sync.status, sync.text);
  for (const v of ["pause","disable","enable"]) { const a = await api.call("POST", `${path}/syncs/s1:${v}`); console.log(v, a.status, a.text.slice(0,200)); }
  console.log((await api.call("PATCH", `${path}/syncs/s1`, {body: {definition: {events: {raw: "all"}}}})).text);
  console.log((await api.call("DELETE", `${path}/destinations/loft`)).text);
  console.log((await api.call("DELETE", `${path}/syncs/s1`)).status, api.refreshed);
});
