import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { MasterKeyError } from "./errors.ts";
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
