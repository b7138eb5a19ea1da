import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MasterKeyError } from "./errors.ts";
import { openKeyring } from "./keyring.ts";
import { MasterKey, parseMasterKey } from "./master-key.ts";

describe("a master key as text", () => {
  const bytes = randomBytes(32);
  const id = new MasterKey(bytes).id;

  test("is read from base64, base64url and hexadecimal, white space around it allowed", () => {
    for (const encoding of ["base64", "base64url", "hex"] as const) {
      expect(parseMasterKey(` ${bytes.toString(encoding)}\n`, "it").id).toBe(id);
    }
  });

  test.each([
    "",
    "secret",
    "x".repeat(64),
    randomBytes(31).toString("base64"),
    randomBytes(33).toString("hex"),
  ])("is refused when it is not 32 bytes: %s", (text) => {
    expect(() => parseMasterKey(text, "MILLRACE_MASTER_KEY")).toThrow(MasterKeyError);
  });

  test("is not shown where it is refused", () => {
    expect(() => parseMasterKey("hunter2", "MILLRACE_MASTER_KEY")).toThrow(/^((?!hunter2).)*$/);
  });

  test("shows nothing of itself when it is printed or serialised", () => {
    const key = new MasterKey(bytes);
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key);
    expect(shown).not.toContain(bytes.toString("hex").slice(0, 12));
    expect(shown).not.toContain(bytes.toString("base64").slice(0, 12));
    expect(id).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("the master key's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is made at the first start, for the owner alone, and used at the next", () => {
    const first = openKeyring(folder, undefined);
    expect(statSync(join(folder, "master.key")).mode & 0o777).toBe(0o600);
    expect(openKeyring(folder, undefined).current.id).toBe(first.current.id);
  });

  test("is refused when others can read it", () => {
    openKeyring(folder, undefined);
    chmodSync(join(folder, "master.key"), 0o644);
    expect(() => openKeyring(folder, undefined)).toThrow(/other users/);
  });

  test("is refused when it holds something else, and stays as it is", () => {
    writeFileSync(join(folder, "master.key"), "hello", { mode: 0o600 });
    expect(() => openKeyring(folder, undefined)).toThrow(/not a master key/);
    expect(readFileSync(join(folder, "master.key"), "utf8")).toBe("hello");
  });

  test("is not made where a key is configured", () => {
    openKeyring(folder, randomBytes(32).toString("hex"));
    expect(() => statSync(join(folder, "master.key"))).toThrow(/ENOENT/);
  });

  test("still opens what was sealed before a key was configured", () => {
    const before = openKeyring(folder, undefined);
    const wrapped = before.wrap({ id: "key", projectId: "project" }, randomBytes(32));
    const after = openKeyring(folder, randomBytes(32).toString("hex"));
    expect(after.unwrap(wrapped)).toEqual(before.unwrap(wrapped));
    expect(after.current.id).not.toBe(before.current.id);
  });
});
