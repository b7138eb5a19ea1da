import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { mappings, pairs, readParameters, selection } from "./parameter-options.ts";

describe("what a mapped field is filled with", () => {
  it.each([
    ["id=user_id", { id: { field: "user_id" } }],
    ["id=user_properties.e.mail", { id: { userProperty: "e.mail" } }],
    ["a b=event_properties.x=y", { "a b": { eventProperty: "x=y" } }],
    ["x=derived_properties.d", { x: { derivedProperty: "d" } }],
    ["x=lookup_properties.l", { x: { lookupProperty: "l" } }],
    ["x=group_properties.company.plan.name", { x: { groupType: "company", groupProperty: "plan.name" } }],
    ['x={"value":1,"steps":["string"]}', { x: { value: 1, steps: ["string"] } }],
  ])("%s", (text, expected) => {
    expect(mappings(text)).toEqual(expected);
  });

  it("is collected over several options, the last of a name counts", () => {
    expect(mappings("a=c", mappings("b=d", mappings("a=b")))).toEqual({
      a: { field: "c" },
      b: { field: "d" },
    });
  });

  it.each(["id", "=user_id", "id=", "id={", ""])("is refused where it says nothing: %s", (text) => {
    expect(() => mappings(text)).toThrow(/Write it as name=value|Say what|not JSON/);
  });
});

describe("which properties are sent", () => {
  it("is all, none or names, of each kind", () => {
    const chosen = ["event=all", "user=plan,email", 'group=["a,b"]'].reduce(
      (before, text) => selection(text, before),
      {},
    );
    expect(chosen).toEqual({ event: "all", user: ["plan", "email"], group: ["a,b"] });
    expect(() => selection("events=all")).toThrow("event=…, user=… or group=…");
  });
});

describe("parameters", () => {
  let folder: string;
  afterEach(async () => {
    delete process.env.TILE_TEST_KEY;
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("come from a file, from variables and from arguments, the later ones going first", async () => {
    folder = await mkdtemp(join(tmpdir(), "millrace-params-"));
    const params = join(folder, "params.json");
    await writeFile(params, '{"a":"file","b":"file","c":"file"}');
    process.env.TILE_TEST_KEY = "variable";
    const options = {
      params,
      paramEnv: pairs("b=TILE_TEST_KEY", pairs("c=TILE_TEST_KEY")),
      param: pairs("c=x=y"),
    };
    expect(await readParameters(options)).toEqual({ a: "file", b: "variable", c: "x=y" });
    expect(await readParameters({})).toBeUndefined();
  });

  it("are refused where a variable is not set, or a file holds something else", async () => {
    await expect(readParameters({ paramEnv: pairs("key=TILE_TEST_KEY") })).rejects.toThrow(
      'The variable TILE_TEST_KEY for "key" is not set.',
    );
    folder = await mkdtemp(join(tmpdir(), "millrace-params-"));
    const params = join(folder, "params.json");
    for (const text of ["[]", '{"a":1}', "no"]) {
      await writeFile(params, text);
      await expect(readParameters({ params })).rejects.toThrow(params);
    }
  });
});
