import { createHmac, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { HmacKey, Signable } from "./hmac.ts";

it.each([0, 1, 24, 32, 63, 64])("signs as Node's own Hmac does under a key of %i bytes", (length) => {
  const key = randomBytes(length);
  const hmac = new HmacKey(key);
  for (const text of ["", "a", "é😀\ud800", "x".repeat(55), "x".repeat(64), "y".repeat(100_000)]) {
    const expected = createHmac("sha256", key).update(`id.${text}`).digest("base64");
    const signable = new Signable("id.", text, Buffer.byteLength(text));
    expect(hmac.sign(signable)).toBe(expected);
    // Once more, and under another key between: nothing stays behind.
    new HmacKey(randomBytes(32)).sign(signable);
    expect(hmac.sign(signable)).toBe(expected);
    expect(signable.text).toEqual(Buffer.from(text));
  }
});
