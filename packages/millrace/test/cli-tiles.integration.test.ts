import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import { writeStarter } from "../src/cli/tile-init.ts";
import { readTileFolder } from "../src/cli/tile-folder.ts";
import type { Running } from "./support.ts";
import { ADMIN_KEY, runMillrace, start, until } from "./support.ts";

const EXAMPLES = fileURLToPath(new URL("../../../examples/tiles", import.meta.url));

let api: Running;
let endpoint: ScriptedServer;
let folder: string;
let count = 0;
let project: string;
let path: string;
/** A tile's folder, named anew for every test: names are unique on the instance. */
let tile: string;
let name: string;

beforeAll(async () => {
  [api, endpoint] = await Promise.all([start(), ScriptedServer.start()]);
  folder = await mkdtemp(join(tmpdir(), "millrace-cli-tiles-"));
});
afterAll(async () => {
  await api.close();
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  project = `tiles-${++count}`;
  path = `/v1/projects/${project}`;
  await api.create("/v1/projects", { name: project });
  name = `own-${count}`;
  tile = join(folder, name);
  await writeStarter(tile);
  await change("tile.yaml", (text) => text.replace("https://api.example.com", endpoint.endpointUrl));
  endpoint.seen.length = 0;
  endpoint.script = () => ({ status: 202, body: "taken" });
});

const cli = (...args: readonly string[]) => cliWith({}, ...args);
const cliWith = (env: Record<string, string>, ...args: readonly string[]) =>
  runMillrace(args, {
    MILLRACE_URL: api.server.url,
    MILLRACE_PROJECT: project,
    MILLRACE_API_KEY: ADMIN_KEY,
    ...env,
  });
/** A command that must succeed; answers what it printed. */
async function printed(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli(...args);
  expect({ code, err, out: code === 0 ? "" : out }).toEqual({ code: 0, err: "", out: "" });
  return out;
}
const json = async (...args: readonly string[]): Promise<unknown> =>
  JSON.parse(await printed(...args, "--json"));
/** Deploys the folder without the command line, which takes its time. */
const deployed = async (): Promise<void> => {
  const { definition } = await readTileFolder(tile);
  await api.create(`${path}/tiles`, { name, definition });
  await api.ok("POST", `${path}/tiles/${name}:releaseInternally`, {});
};
async function change(file: string, edit: (text: string) => string): Promise<void> {
  const at = join(tile, file);
  await writeFile(at, edit(await readFile(at, "utf8")));
}

describe("a tile's folder on the command line", () => {
  it("is begun with files that do not replace those that are there", async () => {
    const out = await printed("tiles", "init", join(folder, "New Tile"));
    expect(out).toMatch(/wrote {2}.*tile\.yaml[^]*wrote {2}.*ordinary\.json/);
    expect((await readTileFolder(join(folder, "New Tile"))).name).toBe("new-tile");
    expect(await writeStarter(tile)).toMatchObject([{ isNew: false }, {}, {}, { isNew: false }]);
  });

  it("is verified without a server, deployed, and changes nothing when it is deployed again", async () => {
    const alone = { MILLRACE_URL: "http://127.0.0.1:1", MILLRACE_API_KEY: "" };
    const first = await cliWith(alone, "tiles", "verify", tile);
    expect(first).toMatchObject({ code: 1, err: "" });
    expect(first.out).toContain("no golden file yet");
    expect((await cliWith(alone, "tiles", "verify", tile, "--renew")).code).toBe(0);
    expect((await cliWith(alone, "tiles", "verify", tile)).out).toBe(`${tile}  ordinary: ok\n`);

    const created = await printed("tiles", "deploy", tile);
    expect(created).toContain(`${name}: created (version 1, draft)`);
    expect(created).toMatch(/warning .*no_logo/);
    await cp(join(EXAMPLES, "braze-like", "logo.png"), join(tile, "logo.png"));
    expect(await printed("tiles", "deploy", tile)).toContain(`${name}: changed (version 1, draft)`);
    const again = await json("tiles", "deploy", tile, "--release-internally", "--submit");
    expect(again).toMatchObject([
      { did: "unchanged", tile: { state: "submitted", internal: true, version: 1, report: { ok: true } } },
    ]);
    expect(await printed("tiles", "history", name)).toMatch(/submitted +\S/);
    expect(await printed("tiles", "versions", name)).toMatch(/^VERSION +STATE.*\n1 +submitted +true/);
  });

  it("that comes to something else than it did is told line by line", async () => {
    await cli("tiles", "verify", tile, "--renew");
    await change("events.ftl", (text) => text.replace('"name"', '"event"'));
    const { code, out } = await cli("tiles", "verify", tile);
    expect(code).toBe(1);
    expect(out).toContain(
      'ordinary: DIFFERENT\n    - body 3:   "name": "Song Played",\n    + body 3:   "event": "Song Played",',
    );
  });

  it("with faults changes nothing, and each is told at its place", async () => {
    await change("tile.yaml", (text) => text.replace("category: other", "category: music"));
    const refused = await cli("tiles", "deploy", tile);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/own-\d+\/tile\.yaml:\d+:11 {2}category: must be one of /);
    expect(await json("tiles", "list")).toEqual([]);
  });

  it("with a template that does not compile is told of in the template's file", async () => {
    await change("events.ftl", (text) => text.replace("</#list>", ""));
    for (const command of ["deploy", "verify"]) {
      const { code, out, err } = await cli("tiles", command, tile);
      expect(code).toBe(1);
      expect(`${out}${err}`).toMatch(/own-\d+\/events\.ftl:\d+:\d+ {2}events\.body: /);
    }
    expect(await json("tiles", "list")).toEqual([]);
  });

  it("with an undeclared parameter is deployed, but ends with status 1 and is not submitted", async () => {
    await change("events.ftl", (text) =>
      text.replace('"properties"', '"app": ${json(parameters.app)},\n"properties"'),
    );
    const { code, out } = await cli("tiles", "deploy", tile, "--submit");
    expect(code).toBe(1);
    expect(out).toContain(`${name}: created (version 1, draft)`);
    expect(out).toMatch(/error .*own-\d+\/events\.ftl:6:\d+ {2}events\.body: .*app/);
    const check = await cli("tiles", "check", name);
    expect(check.code).toBe(1);
    expect(check.out).toMatch(/parameter +app +false +events\.body/);
    await printed("tiles", "delete", name);
    expect(await json("tiles", "list")).toEqual([]);
  });

  it("is one of several that are deployed at once", async () => {
    const all = ["braze-like", "customerio-like", "intercom-like"];
    const out = await printed(
      "tiles",
      "deploy",
      ...all.map((each) => join(EXAMPLES, each)),
      "--release-internally",
    );
    for (const each of all) expect(out).toContain(`${each}: created (version 1, draft, released internally)`);
    expect(await printed("catalog", "list", "--category", "support")).toMatch(
      /^NAME .*\nintercom-like +Intercom/,
    );
    expect(await json("catalog", "get", "customerio-like")).toMatchObject({
      features: { parts: ["events", "identifies", "groups"] },
      form: { properties: { parameters: { required: ["site_id", "api_key"] } } },
    });
  });
});

describe("trying a tile on the command line", () => {
  beforeEach(deployed);
  const sample = () => join(tile, "samples", "ordinary.json");

  it("shows the request of a sample, or the command to paste alone", async () => {
    const preview = await printed("tiles", "preview", name, "--sample", sample());
    expect(preview).toMatch(new RegExp(`^POST ${endpoint.endpointUrl}/events\n`));
    expect(preview).toContain("authorization: Bearer ********");
    expect(preview).toContain('"genre": "dream pop"');
    const curl = await printed("tiles", "preview", name, "--sample", sample(), "--curl");
    expect(curl).toContain("curl -X POST");
    expect(curl).not.toContain("sample-key");
    expect(endpoint.seen).toEqual([]);
  });

  it("takes events of the project, with numbers as they came in", async () => {
    const data = '{"event_type":"e","user_id":"u","event_properties":{"n":12345678901234567890}}';
    await api.ok("POST", `${path}/events`, `{"events":[{"id":"e1","topic":"track","data":${data}}]}`);
    const map = ["--map", "user_id=user_id", "--select", "event=n"];
    expect(await printed("tiles", "preview", name, "--event", "e1", ...map)).toContain(
      '"n": 12345678901234567890',
    );
  });

  it("takes what a folder says that is not deployed", async () => {
    await change("events.ftl", (text) => text.replace('"name"', '"renamed"'));
    const options = ["--folder", tile, "--sample", sample()];
    expect(await printed("tiles", "preview", name, ...options)).toContain('"renamed": "Song Played"');
  });

  it("sends it for real, with secrets from the environment", async () => {
    const args = ["tiles", "test", name, "--sample", sample(), "--param-env", "api_key=TILE_KEY"];
    const { code, out } = await cliWith({ TILE_KEY: "from-the-environment" }, ...args);
    expect(code).toBe(0);
    expect(out).toMatch(/\n202 in \d+ ms: delivered\. /);
    expect(out).not.toContain("from-the-environment");
    expect(endpoint.seen).toMatchObject([
      { url: "/events", headers: { authorization: "Bearer from-the-environment" } },
    ]);
    endpoint.script = () => ({ status: 401 });
    expect((await cliWith({ TILE_KEY: "k" }, ...args)).code).toBe(1);
    expect((await cli(...args)).err).toBe('The variable TILE_KEY for "api_key" is not set.\n');
  });

  it("says where a template fails", async () => {
    await change("events.ftl", (text) => `${text}\${input.nothing}`);
    const { code, err } = await cli("tiles", "preview", name, "--folder", tile, "--sample", sample());
    expect(code).toBe(1);
    expect(err).toMatch(/own-\d+\/events\.ftl:12:\d+ {2}events\.body: /);
  });
});

describe("reviews on the command line", () => {
  it("are listed, read, returned with notes, and approved; then the tile is released", async () => {
    await cp(join(EXAMPLES, "braze-like", "logo.png"), join(tile, "logo.png"));
    await printed("tiles", "deploy", tile, "--submit");
    const listed = new RegExp(`${name} +1 +submitted +other +Send events to my product`);
    expect(await printed("reviews", "list")).toMatch(listed);
    expect(await printed("tiles", "list")).toMatch(
      new RegExp(`${name} +1 +submitted +false +My integration`),
    );
    expect(await printed("reviews", "get", name, "1")).toMatch(
      /What your product does[^]*parameter +api_key +true[^]*submitted/,
    );
    await writeFile(join(folder, "notes.txt"), "Say what it is good for.\n");
    expect(
      await printed("reviews", "return", name, "1", "--notes-file", join(folder, "notes.txt")),
    ).toContain("returned");
    expect(await printed("tiles", "history", name)).toContain("Say what it is good for.");
    await change("description.md", () => "It is good for tests.");
    await printed("tiles", "deploy", tile, "--submit");
    expect(await json("reviews", "approve", name, "1")).toMatchObject({ state: "approved" });
    expect(await json("tiles", "release", name)).toMatchObject({ state: "released" });
    expect(await printed("catalog", "list", "--text", name)).toContain(name);
    expect((await cli("reviews", "approve", name, "one")).err).toContain("whole number");
  });
});

describe("syncs on the command line", () => {
  beforeEach(deployed);
  const create = ["syncs", "create", "--name", "s", "--map", "user_id=user_id", "--select", "event=all"];
  const send = (data: string) =>
    api.ok("POST", `${path}/events`, `{"events":[{"topic":"track","data":${data}}]}`);
  const played = '{"event_type":"Played","user_id":"u1","event_properties":{"n":1.0}}';

  it("are made of a tile, send, are paused, enabled, disabled, moved and deleted", async () => {
    const args = [...create, "--tile", name, "--all-events", "--enable", "--param-env", "api_key=TILE_KEY"];
    const made = await cliWith({ TILE_KEY: "secret-key" }, ...args);
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.out).toMatch(new RegExp(`^NAME .*\ns +enabled +${name} +1`));
    await send(played);
    await until(() => endpoint.seen.length === 1);
    expect(JSON.parse(endpoint.seen[0]?.body ?? "")).toMatchObject({ user_id: "u1", name: "Played" });
    expect(endpoint.seen[0]?.body).toContain('"n": 1.0');
    expect(endpoint.seen[0]?.headers.authorization).toBe("Bearer secret-key");

    for (const [verb, state] of [
      ["pause", "paused"],
      ["enable", "enabled"],
      ["disable", "disabled"],
    ] as const)
      expect(await json("syncs", verb, "s")).toMatchObject({ name: "s", state });
    expect((await cli("syncs", "move", "s")).err).toContain("has the newest version");
    expect(
      await json("syncs", "change", "s", "--event", "Played", "--map", "user_id=device_id"),
    ).toMatchObject({
      definition: {
        events: { raw: ["Played"] },
        select: { event: "all" },
        mappings: { user_id: { field: "device_id" } },
      },
    });
    expect((await cli("syncs", "change", "s")).err).toContain("Nothing to change is given.");
    expect(JSON.parse(await printed("syncs", "get", "s"))).toMatchObject({ secretParameters: ["api_key"] });
    expect(await printed("syncs", "metrics", "s")).toContain("total");
    expect(await printed("syncs", "delete", "s")).toBe("Deleted s.\n");
    expect(await json("syncs", "list")).toEqual([]);
  });

  it("are made of a file, with flags before it", async () => {
    const file = join(folder, "sync.yaml");
    await writeFile(
      file,
      `name: from-file\ntile: ${name}\ndefinition:\n  events: {raw: [Played]}\n  mappings:\n    user_id: {field: device_id}\n`,
    );
    expect(await json("syncs", "create", "--file", file, "--map", "user_id=user_id")).toMatchObject({
      name: "from-file",
      state: "disabled",
      definition: { events: { raw: ["Played"] }, mappings: { user_id: { field: "user_id" } } },
      missing: [{ name: "parameters.api_key" }],
    });
    expect(await printed("syncs", "list")).toContain("parameters.api_key");
    await writeFile(file, "name: [");
    expect((await cli("syncs", "create", "--file", file)).err).toMatch(/sync\.yaml:1:\d+ {2}/);
    const both = await cli("syncs", "create", "--name", "x", "--all-events", "--event", "e");
    expect(both.err).toContain("Give --all-events or --event, not both.");
  });

  it("are tried on the newest events before they are saved, and tell what failed after", async () => {
    await send(played);
    await send('{"event_type":"Played"}');
    const options = ["--tile", name, "--all-events", "--param", "api_key=k", "--map", "user_id=user_id"];
    const dry = await printed("syncs", "dry-run", ...options, "--samples");
    expect(dry).toMatch(/Looked at \d+ events\.[^]*events +raw +1 +1/);
    expect(dry).toContain(`POST ${endpoint.endpointUrl}/events`);

    endpoint.script = () => ({ status: 422, body: "no" });
    await cliWith(
      { KEY: "k" },
      ...create,
      "--tile",
      name,
      "--all-events",
      "--enable",
      "--param-env",
      "api_key=KEY",
    );
    await send(played);
    await until(async () => /discarded/.test((await cli("syncs", "failures", "s")).out));
    expect(await json("syncs", "failures", "s")).toMatchObject({
      results: [{ standing: "discarded", count: 1 }],
    });
  });
});

describe("transformations on the command line", () => {
  it("are set from YAML or JSON, shown and tried", async () => {
    const file = join(folder, "rules.yaml");
    await writeFile(file, "rules:\n  - {kind: event, from: [Old], to: New}\n");
    expect(JSON.parse(await printed("transformations", "set", file))).toMatchObject({
      rules: [{ to: "New" }],
    });
    expect(JSON.parse(await printed("transformations", "get"))).toMatchObject({ rules: [{ kind: "event" }] });
    const event = join(folder, "event.json");
    await writeFile(event, '{"event_type":"Old","event_properties":{"n":1.0}}');
    const shown = await printed("transformations", "preview", "--sample", event);
    expect(JSON.parse(shown)).toMatchObject({
      raw: { event_type: "Old" },
      transformed: { event_type: "New" },
    });
    expect(shown).toContain('"n":1.0');
    const list = join(folder, "rules.json");
    await writeFile(list, "[]");
    expect(JSON.parse(await printed("transformations", "set", list))).toMatchObject({ rules: [] });
    await writeFile(
      list,
      '{"rules":[{"kind":"lookup","name":"n","key":"country","table":{"DE":12345678901234567890}}]}',
    );
    expect(await printed("transformations", "set", list)).toContain("12345678901234567890");
    await writeFile(file, "other: 1");
    expect((await cli("transformations", "set", file)).err).toContain("has no rules");
  });
});
