import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "./support.ts";
import { ADMIN_KEY, millrace, runMillrace, start } from "./support.ts";

let api: Running;
beforeAll(async () => {
  api = await start();
});
afterAll(() => api.close());

const cli = (...args: readonly string[]) =>
  runMillrace(["projects", ...args, "--url", api.server.url], { MILLRACE_API_KEY: ADMIN_KEY });

describe("projects on the command line", () => {
  it("are made under a name, with the product's name for people", async () => {
    const { code, out, err } = await cli("create", "4fd13a407f274f10", "--app-name", "My shop", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { id } = JSON.parse(out);
    // Clients of Pinpoint that know the application by this name find it.
    expect(await api.ok("GET", "/v1/apps/4fd13a407f274f10")).toMatchObject({ Id: id, Name: "My shop" });
    expect((await cli("create", "plain")).code).toBe(0);
    expect(await api.ok("GET", "/v1/projects/plain")).not.toHaveProperty("appName");
  });

  it("are changed in what is given", async () => {
    await api.create("/v1/projects", { name: "cli", appName: "App", tags: { a: "1", b: "2" } });
    const changes = [
      "--name",
      "renamed",
      "--tag",
      "b=3",
      "--tag",
      "c=x=y",
      "--unset",
      "appName",
      "--unset",
      "tags.a",
    ];
    const { code, out, err } = await cli("update", "cli", ...changes, "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ name: "renamed", tags: { b: "3", c: "x=y" } });
    expect(await api.ok("GET", "/v1/projects/renamed")).toEqual(JSON.parse(out));
    expect(JSON.parse(out)).not.toHaveProperty("appName");
    const nothing = await cli("update", "renamed");
    expect([nothing.code, nothing.err]).toEqual([1, expect.stringContaining("Nothing to change is given.")]);
    const wrong = await cli("update", "renamed", "--tag", "novalue");
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("Write it as key=value.")]);
  });

  it("are listed to one who stops reading, without a failure", async () => {
    const args = ["projects", "list", "--url", api.server.url];
    const child = millrace(args, { MILLRACE_API_KEY: ADMIN_KEY });
    child.stdout?.destroy();
    let err = "";
    child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
    await once(child, "close");
    expect([child.exitCode, err]).toEqual([0, ""]);
  });

  it("are deleted with --yes only", async () => {
    await api.create("/v1/projects", { name: "going" });
    const refused = await cli("delete", "going");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("Give --yes")]);
    expect((await api.call("GET", "/v1/projects/going")).status).toBe(200);
    const done = await cli("delete", "going", "--yes");
    expect(done).toEqual({ code: 0, out: "Deleted going.\n", err: "" });
    expect((await api.call("GET", "/v1/projects/going")).status).toBe(404);
  });
});
