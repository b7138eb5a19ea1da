import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { SealBrokenError } from "./errors.ts";
import { seal, unseal } from "./seal.ts";

const key = randomBytes(32);
const plain = Buffer.from("AKIA and its secret", "utf8");

test("what is sealed opens under the same key and context", () => {
  expect(unseal(key, seal(key, plain, "here"), "here", "it").toString()).toBe("AKIA and its secret");
});

test("the same text is never sealed to the same bytes twice", () => {
  expect(seal(key, plain, "here").equals(seal(key, plain, "here"))).toBe(false);
});

test("another key, another context, a flipped bit and a cut end each break the seal", () => {
  const sealed = seal(key, plain, "here");
  expect(() => unseal(randomBytes(32), sealed, "here", "it")).toThrow(SealBrokenError);
  expect(() => unseal(key, sealed, "there", "it")).toThrow(SealBrokenError);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
    expect(() => unseal(key, changed, "here", "it")).toThrow(SealBrokenError);
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => unseal(key, sealed.subarray(0, length), "here", "it")).toThrow(SealBrokenError);
  }
});
