import { afterAll, beforeAll, expect, it } from "vitest";
import type { Running } from "./support.ts";
import { ADMIN_KEY, runMillrace, start } from "./support.ts";

let api: Running;
beforeAll(async () => {
  api = await start();
  await api.create("/v1/projects", { name: "shop" });
});
afterAll(() => api.close());

async function printed(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await runMillrace([...args, "--url", api.server.url], {
    MILLRACE_API_KEY: ADMIN_KEY,
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

it.each([
  ["a project", ["-p", "shop"]],
  ["the whole instance", ["--instance"]],
])("access keys of %s are made, listed, disabled, enabled and deleted", async (_whose, where) => {
  const scope = where[0] === "-p" ? ["--scope", "read", "--scope", "ingest"] : [];
  const made = await printed("access-keys", "create", "build server", ...scope, ...where);
  const [, id = "", secret = ""] = /(MRAK[A-Z2-7]{16}) +([A-Za-z0-9+/]{40})/.exec(made) ?? [];
  expect(secret).toHaveLength(40);
  const listed = await printed("access-keys", "list", ...where);
  expect(listed).toMatch(new RegExp(`${id} +build server +\\[.*\\] +false`));
  expect(listed).not.toContain(secret);
  expect(JSON.parse(await printed("access-keys", "disable", id, "--json", ...where))).toMatchObject({
    disabled: true,
  });
  expect(JSON.parse(await printed("access-keys", "enable", id, "--json", ...where))).toMatchObject({
    disabled: false,
  });
  expect(await printed("access-keys", "delete", id, ...where)).toBe(`Deleted ${id}.\n`);
  expect(await printed("access-keys", "list", ...where)).not.toContain(id);
});

it.each([
  ["a project", ["-p", "shop"], ["ingest", "read"]],
  ["the whole instance", ["--instance"], ["review"]],
])("API keys of %s are made, listed and deleted", async (_whose, where, scopes) => {
  const asked = scopes.flatMap((scope) => ["--scope", scope]);
  const made = await printed("api-keys", "create", "shop", ...asked, ...where);
  const [, id = "", key = ""] = /([0-9a-f-]{36}) +(mr_\S{20,})/.exec(made) ?? [];
  expect(key).not.toBe("");
  const listed: unknown = JSON.parse(await printed("api-keys", "list", "--json", ...where));
  expect(listed).toContainEqual(expect.objectContaining({ id, label: "shop", scopes }));
  expect(JSON.stringify(listed)).not.toContain(key);
  expect(await printed("api-keys", "delete", id, ...where)).toBe(`Deleted ${id}.\n`);
  expect(await printed("api-keys", "list", ...where)).not.toContain(id);
});

it("an API key is not made without saying what it may do", async () => {
  const { code, err } = await runMillrace(["api-keys", "create", "shop", "-p", "shop"]);
  expect([code, err]).toEqual([1, expect.stringContaining("required option '--scope <scope>'")]);
});
