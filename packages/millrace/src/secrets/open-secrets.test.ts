import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MasterKeyError, WrongMasterKeyError } from "./errors.ts";
import type { KeyStore } from "./key-store.ts";
import { parseMasterKey } from "./master-key.ts";
import type { Secrets } from "./open-secrets.ts";
import { KeyFolder, newKeyText } from "./testing/key-folder.ts";

let here: KeyFolder;
beforeEach(() => {
  here = new KeyFolder();
});
afterEach(() => here.close());

const idOf = (text: string): string => parseMasterKey(text, "it").id;
const everything = { revealed: 1, refused: [] };

describe("the master key's file", () => {
  test("is made at the first start, for the owner alone, and used at the next", async () => {
    const first = await here.open();
    await here.seal(first.vault);
    expect(here.keyFiles()).toEqual(["master.key"]);
    expect(statSync(join(here.folder, "master.key")).mode & 0o777).toBe(0o600);
    expect(await here.revealAll((await here.open()).vault)).toEqual(everything);
  });

  test.each(["master.key", "master.key.next"])("is refused when others can read it: %s", async (name) => {
    await here.open();
    here.write(name, newKeyText());
    chmodSync(join(here.folder, name), 0o644);
    await expect(here.open()).rejects.toThrow(/other users/);
  });

  test("is refused when it holds something else, and stays as it is", async () => {
    here.write("master.key", "hello");
    await expect(here.open({ forgetLostKeys: true })).rejects.toThrow(MasterKeyError);
    expect(here.read("master.key")).toBe("hello");
  });

  test("is not made where a key is configured", async () => {
    await here.open({ masterKey: newKeyText() });
    expect(here.keyFiles()).toEqual([]);
  });

  test("still opens what was sealed before a key was configured", async () => {
    await here.seal((await here.open()).vault);
    const { vault } = await here.open({ masterKey: newKeyText() });
    expect(await here.revealAll(vault)).toEqual(everything);
  });
});

describe("a start with another master key", () => {
  test("leaves no trace as long as that has wrapped nothing", async () => {
    await here.seal((await here.open()).vault);
    await here.open({ masterKey: newKeyText() });
    await here.open({ masterKey: newKeyText() });
    expect(await here.revealAll((await here.open()).vault)).toEqual(everything);
  });

  test("is remembered once that has wrapped something", async () => {
    await here.seal((await here.open()).vault);
    const masterKey = newKeyText();
    await here.seal((await here.open({ masterKey })).vault);
    await expect(here.open()).rejects.toThrow(idOf(masterKey));
    expect(await here.revealAll((await here.open({ masterKey })).vault)).toEqual({
      revealed: 2,
      refused: [],
    });
  });

  test("wraps nothing anew by itself, and everything where the previous key is named", async () => {
    await here.seal((await here.open()).vault);
    const masterKey = newKeyText();
    const previousMasterKey = here.read("master.key");
    await here.open({ masterKey });
    expect((await here.keys.listDataKeys())[0]?.masterKeyId).toBe(idOf(previousMasterKey));
    await here.open({ masterKey, previousMasterKey });
    here.remove("master.key");
    expect(await here.revealAll((await here.open({ masterKey })).vault)).toEqual(everything);
    expect(here.logged).toContainEqual(
      expect.objectContaining({ masterKeyId: idOf(masterKey), rewrapped: 1 }),
    );
  });

  test("goes back from a configured key to a file the same way", async () => {
    const masterKey = newKeyText();
    await here.seal((await here.open({ masterKey })).vault);
    await here.open({ previousMasterKey: masterKey });
    expect(await here.revealAll((await here.open()).vault)).toEqual(everything);
  });
});

describe("a lost master key", () => {
  test("is told by its fingerprint, with what to do, and nothing is written beside what it sealed", async () => {
    await here.seal((await here.open()).vault);
    const lost = here.read("master.key");
    here.remove("master.key");
    const refused = here.open();
    await expect(refused).rejects.toThrow(WrongMasterKeyError);
    await expect(refused).rejects.toThrow(idOf(lost));
    await expect(refused).rejects.toHaveProperty(
      "remedy",
      expect.stringMatching(/master\.key.*MILLRACE_MASTER_KEY.*MILLRACE_FORGET_LOST_KEYS=true/),
    );
    expect(here.keyFiles()).toEqual([]);
    here.write("master.key", lost);
    expect(await here.revealAll((await here.open()).vault)).toEqual(everything);
  });

  test("that another file stands in for is refused too, and that file stays", async () => {
    await here.seal((await here.open()).vault);
    const other = newKeyText();
    here.write("master.key", other);
    await expect(here.open()).rejects.toThrow(idOf(other));
    expect(here.read("master.key")).toBe(other);
  });

  test("may be forgotten: what it sealed says so, and can be sealed again", async () => {
    const { place } = await here.seal((await here.open()).vault);
    here.remove("master.key");
    const { vault } = await here.open({ forgetLostKeys: true });
    expect(await here.revealAll(vault)).toEqual({ revealed: 0, refused: ["secrets_lost"] });
    expect(here.logged).toContainEqual(
      expect.objectContaining({ destinations: 1, projectIds: [place.projectId] }),
    );
    await here.sealAgain(vault, place.projectId);
    expect(await here.revealAll((await here.open()).vault)).toEqual({
      revealed: 1,
      refused: ["secrets_lost"],
    });
  });

  test("that is forgotten takes only what it sealed with it", async () => {
    const masterKey = newKeyText();
    await here.seal((await here.open()).vault);
    await here.seal((await here.open({ masterKey })).vault);
    const { vault } = await here.open({ forgetLostKeys: true });
    expect(await here.revealAll(vault)).toEqual({ revealed: 1, refused: ["secrets_lost"] });
  });

  test("that turns up again opens what was not sealed again since", async () => {
    const { vault } = await here.open();
    const one = await here.seal(vault);
    await here.seal(vault);
    const found = here.read("master.key");
    here.remove("master.key");
    const without = await here.open({ forgetLostKeys: true });
    await here.sealAgain(without.vault, one.place.projectId);
    const back = await here.open({ previousMasterKey: found });
    expect(await here.revealAll(back.vault)).toEqual({ revealed: 2, refused: ["secrets_lost"] });
    expect(await here.revealAll((await here.open()).vault)).toEqual({
      revealed: 2,
      refused: ["secrets_lost"],
    });
  });

  test("forgetting also sets aside a data key that was tampered with", async () => {
    const { place } = await here.seal((await here.open()).vault);
    const key = await here.keys.findDataKey(place.projectId);
    if (key === undefined) throw new Error("no data key");
    await here.keys.rewrapDataKeys([{ ...key, wrapped: Buffer.alloc(key.wrapped.length, 1) }]);
    const broken = await here.open();
    expect((await here.revealAll(broken.vault)).refused).toEqual(["seal_broken"]);
    const { vault } = await here.open({ forgetLostKeys: true });
    expect((await here.revealAll(vault)).refused).toEqual(["secrets_lost"]);
  });

  test("forgetting where nothing is lost changes nothing and says that it is not needed", async () => {
    await here.seal((await here.open()).vault);
    const { vault } = await here.open({ forgetLostKeys: true });
    expect(await here.revealAll(vault)).toEqual(everything);
    expect(here.logged).toContainEqual({ message: expect.stringMatching(/no key is lost/) });
  });
});

describe("a rotation of the file's key", () => {
  test("puts a new key in its place; the old one opens nothing", async () => {
    const { vault, rotation } = await here.open();
    await here.seal(vault);
    const old = here.read("master.key");
    const rotated = await rotation.rotate(undefined);
    const now = here.read("master.key");
    expect(rotated).toEqual({
      masterKeyId: idOf(now),
      previousMasterKeyId: idOf(old),
      rewrapped: 1,
      source: "file",
    });
    expect(here.keyFiles()).toEqual(["master.key"]);
    expect(statSync(join(here.folder, "master.key")).mode & 0o777).toBe(0o600);
    await here.seal(vault);
    expect(await here.revealAll((await here.open()).vault)).toEqual({ revealed: 2, refused: [] });
    here.write("master.key", old);
    await expect(here.open()).rejects.toThrow(WrongMasterKeyError);
  });

  test("takes no key from outside, and repeats none", async () => {
    const given = newKeyText();
    const refused = (await here.open()).rotation.rotate(given);
    await expect(refused).rejects.toMatchObject({ code: "invalid_input", status: 422 });
    await expect(refused).rejects.not.toThrow(given);
  });

  test("happens once at a time", async () => {
    const { vault, rotation } = await here.open();
    await here.seal(vault);
    const [first, second] = await Promise.allSettled([
      rotation.rotate(undefined),
      rotation.rotate(undefined),
    ]);
    expect(first.status).toBe("fulfilled");
    expect(second).toMatchObject({ reason: { code: "rotation_running", status: 409 } });
    expect(await rotation.rotate(undefined)).toMatchObject({ rewrapped: 1 });
  });

  test("leaves no next key behind where a data key cannot be opened", async () => {
    const { place } = await here.seal((await here.open()).vault);
    const key = await here.keys.findDataKey(place.projectId);
    if (key === undefined) throw new Error("no data key");
    await here.keys.rewrapDataKeys([{ ...key, wrapped: Buffer.alloc(key.wrapped.length, 1) }]);
    const before = here.read("master.key");
    await expect((await here.open()).rotation.rotate(undefined)).rejects.toThrow(/cannot be opened/);
    expect([here.keyFiles(), here.read("master.key")]).toEqual([["master.key"], before]);
  });

  test("that the store could not confirm is made good by the next one, or by the next start", async () => {
    await here.seal((await here.open()).vault);
    for (const retry of ["call", "start"]) {
      let fail = true;
      const keys: KeyStore = {
        ...here.keys,
        async rewrapDataKeys(wrapped) {
          await here.keys.rewrapDataKeys(wrapped);
          if (fail) throw new Error("disk I/O error");
        },
      };
      const { vault, rotation } = await here.open({ keys });
      await expect(rotation.rotate(undefined)).rejects.toThrow("disk I/O error");
      // It has happened, unnoticed; both keys are there, and what is sealed meanwhile is not lost either.
      await here.seal(vault);
      const all = { revealed: here.sealed.length, refused: [] };
      expect(await here.revealAll(vault)).toEqual(all);
      expect(here.keyFiles()).toEqual(["master.key", "master.key.next"]);
      fail = false;
      if (retry === "call") await rotation.rotate(undefined);
      expect(await here.revealAll((await here.open()).vault)).toEqual(all);
      expect(here.keyFiles()).toEqual(["master.key"]);
    }
  });
});

describe("a crash in the middle of a rotation", () => {
  let secrets: Secrets;
  let old: string;
  beforeEach(async () => {
    secrets = await here.open();
    await here.seal(secrets.vault);
    await here.seal(secrets.vault);
    old = here.read("master.key");
  });
  const all = { revealed: 2, refused: [] };

  /** What a start opens, and which key it leaves in the file; twice, for the second one must find nothing to do. */
  async function twoStarts(): Promise<object[]> {
    const found: object[] = [];
    for (let start = 0; start < 2; start++) {
      const opened = await here.revealAll((await here.open()).vault);
      found.push({ ...opened, files: here.keyFiles(), key: idOf(here.read("master.key")) });
    }
    return found;
  }

  /** What both must be. */
  function both(key: string): object[] {
    const expected = { ...all, files: ["master.key"], key: idOf(key) };
    return [expected, expected];
  }

  test.each([
    ["is empty", ""],
    ["is cut short", "q83vEjRWeJ"],
    ["holds what a file system left in it", "\0".repeat(45)],
  ])("while the next key is written is undone: the file %s", async (_, text) => {
    here.write("master.key.next", text);
    expect(await twoStarts()).toEqual(both(old));
  });

  test("after the next key is written is undone", async () => {
    const next = newKeyText();
    here.write("master.key.next", next);
    expect(await twoStarts()).toEqual(both(old));
  });

  test("after the data keys are wrapped is finished", async () => {
    const next = newKeyText();
    here.write("master.key.next", next);
    await secrets.vault.rewrap(parseMasterKey(next, "it"));
    expect(await twoStarts()).toEqual(both(next));
  });

  test("after the data keys are wrapped is finished though the old file is gone", async () => {
    const next = newKeyText();
    here.write("master.key.next", next);
    await secrets.vault.rewrap(parseMasterKey(next, "it"));
    here.remove("master.key");
    expect(await twoStarts()).toEqual(both(next));
  });

  test("then a start with a configured key keeps what both files open", async () => {
    const next = newKeyText();
    here.write("master.key.next", next);
    await secrets.vault.rewrap(parseMasterKey(next, "it"));
    const { vault } = await here.open({ masterKey: newKeyText() });
    expect(await here.revealAll(vault)).toEqual(all);
    expect(await twoStarts()).toEqual(both(next));
  });

  test("together with the loss of the key that is needed is refused, and no file is touched", async () => {
    here.write("master.key.next", newKeyText());
    here.remove("master.key");
    await expect(here.open()).rejects.toThrow(idOf(old));
    expect(here.keyFiles()).toEqual(["master.key.next"]);
  });

  test("with a next key that was damaged after it was used is refused, and no file is touched", async () => {
    const next = newKeyText();
    await secrets.vault.rewrap(parseMasterKey(next, "it"));
    here.write("master.key.next", "damaged");
    await expect(here.open()).rejects.toThrow(idOf(next));
    expect([here.keyFiles(), here.read("master.key.next")]).toEqual([
      ["master.key", "master.key.next"],
      "damaged",
    ]);
  });
});

describe("a rotation of a configured key", () => {
  test("takes the new key, wraps with it at once, and needs it at the next start", async () => {
    const [first, second] = [newKeyText(), newKeyText()];
    const { vault, rotation } = await here.open({ masterKey: first });
    await here.seal(vault);
    expect(await rotation.rotate(second)).toEqual({
      masterKeyId: idOf(second),
      previousMasterKeyId: idOf(first),
      rewrapped: 1,
      source: "setting",
    });
    await here.seal(vault);
    await expect(here.open({ masterKey: first })).rejects.toThrow(idOf(second));
    const all = { revealed: 2, refused: [] };
    expect(await here.revealAll((await here.open({ masterKey: second })).vault)).toEqual(all);
    expect(await rotation.rotate(second)).toMatchObject({ rewrapped: 0 });
    expect(here.keyFiles()).toEqual([]);
    expect(JSON.stringify(here.logged)).not.toContain(second);
  });

  test("by the key that is configured already wraps what the folder's file still opened", async () => {
    await here.seal((await here.open()).vault);
    const masterKey = newKeyText();
    expect(await (await here.open({ masterKey })).rotation.rotate(masterKey)).toMatchObject({ rewrapped: 1 });
    here.remove("master.key");
    expect(await here.revealAll((await here.open({ masterKey })).vault)).toEqual(everything);
  });

  test.each([undefined, "", "too short"])("wants a key that is one: %s", async (given) => {
    const { rotation } = await here.open({ masterKey: newKeyText() });
    const refused = rotation.rotate(given);
    await expect(refused).rejects.toMatchObject({ status: 422, issues: [{ name: "masterKey" }] });
    await expect(refused).rejects.not.toThrow(/too short/);
  });
});
