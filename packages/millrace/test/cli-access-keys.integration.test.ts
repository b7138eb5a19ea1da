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
  const { code, out, err } = await runMillrace(["access-keys", ...args, "--url", api.server.url], {
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
  const made = await printed("create", "build server", ...scope, ...where);
  const [, id = "", secret = ""] = /(MRAK[A-Z2-7]{16}) +([A-Za-z0-9+/]{40})/.exec(made) ?? [];
  expect(secret).toHaveLength(40);
  const listed = await printed("list", ...where);
  expect(listed).toMatch(new RegExp(`${id} +build server +\\[.*\\] +false`));
  expect(listed).not.toContain(secret);
  expect(JSON.parse(await printed("disable", id, "--json", ...where))).toMatchObject({ disabled: true });
  expect(JSON.parse(await printed("enable", id, "--json", ...where))).toMatchObject({ disabled: false });
  expect(await printed("delete", id, ...where)).toBe(`Deleted ${id}.\n`);
  expect(await printed("list", ...where)).not.toContain(id);
});
