import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ExactNumber } from "../core/json/lossless.ts";
import { FileFaultsError, lineOf } from "./file-fault.ts";
import { readTileFolder } from "./tile-folder.ts";

const TILE = `name: acme
displayName: Acme
category: crm
summary: Sends events to Acme.
description: All of them.
events:
  url: https://acme.example/in
  bodyFile: events.ftl
`;

let above: string;
let folder: string;
beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), "millrace-tile-"));
  folder = join(above, "acme");
  await write({ "tile.yaml": TILE, "events.ftl": '{"a": 1}\n' });
});
afterEach(async () => rm(above, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** The faults of the folder, each as it is printed, without the folder's own path. */
async function faults(): Promise<readonly string[]> {
  try {
    await readTileFolder(folder);
    return [];
  } catch (error) {
    if (!(error instanceof FileFaultsError)) throw error;
    return error.faults.map((fault) => lineOf(fault).replace(`${folder}/`, ""));
  }
}

describe("a tile's folder", () => {
  it("gives the name, the definition with its bodies, the logo and the samples", async () => {
    await write({
      "logo.png": "an image",
      "samples/b.json": '{"part":"events","event":{"event_type":"b"},"parameters":{"key":"k"}}',
      "samples/a.json": '{"part":"events","event":{"big":12345678901234567890}}',
    });
    const tile = await readTileFolder(folder);
    expect(tile.name).toBe("acme");
    expect(tile.definition.events).toEqual({ url: "https://acme.example/in", body: '{"a": 1}' });
    expect(tile.logo?.toString()).toBe("an image");
    expect(tile.samples).toMatchObject([
      { name: "a", part: "events", event: { big: new ExactNumber("12345678901234567890") } },
      { name: "b", parameters: { key: "k" } },
    ]);
    expect(tile.definition.samples).toMatchObject([{ name: "a" }, { name: "b" }]);
    expect(tile.definition.samples?.[1]).not.toHaveProperty("parameters");
  });

  it("has its description in a file of its own where that is easier to write", async () => {
    await write({
      "tile.yaml": TILE.replace(/^description.*\n/m, ""),
      "description.md": "Much\n\nto say.\n",
    });
    expect((await readTileFolder(folder)).definition.description).toBe("Much\n\nto say.");
  });

  it("lets parts share what an anchor names", async () => {
    await write({
      "tile.yaml": `${TILE}  headers: &headers {X-A: "1"}\nidentifies:\n  url: https://acme.example/users\n  headers: *headers\n`,
    });
    expect((await readTileFolder(folder)).definition.identifies?.headers).toEqual({ "X-A": "1" });
  });

  it("knows where things stand that a server finds fault with", async () => {
    const { placeOf } = await readTileFolder(folder);
    expect(placeOf("events.body", { line: 1, column: 6 })).toEqual({
      file: join(folder, "events.ftl"),
      line: 1,
      column: 6,
    });
    expect(placeOf("events.url", { line: 1, column: 3 })).toEqual({
      file: join(folder, "tile.yaml"),
      line: 7,
      column: 8,
    });
    expect(placeOf("oauth.tokenUrl")).toMatchObject({ line: 1, column: 1 });
  });
});

describe("faults of a tile's folder", () => {
  it("are told all at once, each with its place", async () => {
    await write({
      "tile.yaml": TILE.replace("category: crm", "category: music").replace("name: acme", "name: A Me"),
      "samples/bad.json": '{"part": "events",\n "event": 5}',
      "samples/worse.json": '{"part": "events",\n "event": {]}',
    });
    const found = await faults();
    expect(found).toHaveLength(4);
    expect(found[0]).toBe(
      "tile.yaml:1:7  name: is not of the form asked for: lower-case letters, digits and dashes",
    );
    expect(found[1]).toMatch(/^tile\.yaml:3:11 {2}category: must be one of "advertising", /);
    expect(found[2]).toBe("samples/bad.json:2:11  event: must be an object, not a number");
    expect(found[3]).toMatch(/^samples\/worse\.json:2:\d+ {2}is not JSON: /);
  });

  it.each([
    ["no tile.yaml", { "tile.yaml": undefined }, /^tile\.yaml:1:1 {2}is missing; /],
    ["no YAML", { "tile.yaml": "a: [" }, /^tile\.yaml:1:\d+ {2}/],
    ["an empty file", { "tile.yaml": "" }, "tile.yaml:1:1  The tile is empty."],
    [
      "a list",
      { "tile.yaml": "- a" },
      "tile.yaml:1:1  The tile must be a map with name, displayName, category and so on.",
    ],
    [
      "an unknown field",
      { "tile.yaml": `${TILE}limit: {}\n` },
      'tile.yaml:9:1  limit: "limit" is no known field; did you mean "limits"?',
    ],
    [
      "samples in it",
      { "tile.yaml": `${TILE}samples: []\n` },
      'tile.yaml:9:1  samples: "samples" is no known field',
    ],
    [
      "nothing said of it",
      { "tile.yaml": TILE.replace(/^description.*\n/m, "") },
      'tile.yaml:1:1  description: "description" is required, here or as description.md',
    ],
    [
      "body and bodyFile",
      { "tile.yaml": `${TILE}  body: x\n` },
      "tile.yaml:8:13  events.bodyFile: stands beside body; give one of the two",
    ],
    [
      "a body that is not there",
      { "events.ftl": undefined },
      'tile.yaml:8:13  events.bodyFile: there is no file "events.ftl" in the folder',
    ],
    ["an empty body", { "events.ftl": "\n" }, "events.ftl:1:1  events.body: must not be empty"],
  ])("with %s", async (_what, files, expected) => {
    for (const [name, text] of Object.entries(files))
      await (text === undefined ? rm(join(folder, name)) : write({ [name]: text }));
    expect(await faults()).toEqual([
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    ]);
  });

  it.each([
    ["../secret", "leads out of the folder"],
    ["sub/../../secret", "leads out of the folder"],
    ["link", "leads out of the folder"],
    ["/etc/hostname", "must be a path inside the folder"],
    [".", "is no file"],
  ])("with a body outside of the folder: %s", async (path, expected) => {
    await writeFile(join(above, "secret"), "secret");
    await symlink(join(above, "secret"), join(folder, "link"));
    await write({ "sub/x": "", "tile.yaml": TILE.replace("events.ftl", path) });
    expect(await faults()).toEqual([`tile.yaml:8:13  events.bodyFile: "${path}" ${expected}`]);
  });

  it("are printed so that nothing in them steers a terminal", async () => {
    await write({ "tile.yaml": TILE.replace("category: crm", 'category: "\\e[2J"') });
    const [fault = ""] = await faults();
    expect(fault).not.toContain("\u001b");
  });
});
