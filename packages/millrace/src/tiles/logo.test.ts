import { describe, expect, test } from "vitest";
import { checkLogo, MAX_LOGO_BYTES } from "./logo.ts";
import { PNG_SIGNATURE, pngChunk, pngData, pngHeader, pngOf } from "./testing/png.ts";

const of = (...chunks: readonly Buffer[]): Buffer => Buffer.concat([PNG_SIGNATURE, ...chunks]);
const data = pngData(32, 32);
const end = pngChunk("IEND");

describe("a logo", () => {
  test("is a PNG image, known by its hash", () => {
    expect(checkLogo(pngOf())).toMatch(/^[0-9a-f]{64}$/);
    expect(checkLogo(pngOf())).toBe(checkLogo(pngOf()));
    expect(checkLogo(pngOf(64))).not.toBe(checkLogo(pngOf()));
  });

  test("may have chunks that say something about it", () => {
    const said = pngChunk("tEXt", Buffer.from("Title\0Logo"));
    expect(checkLogo(of(pngHeader(32, 32), said, data, said, end))).toMatch(/^[0-9a-f]{64}$/);
  });

  const flipped = pngOf();
  flipped.writeUInt8(flipped.readUInt8(45) ^ 1, 45);
  const long = pngOf();
  long.writeUInt32BE(0xff_ff_ff_ff, 33);

  test.each<[string, Buffer, string]>([
    ["nothing", Buffer.alloc(0), "does not begin like a PNG"],
    ["a script", Buffer.from("<svg onload=alert(1)>"), "does not begin like a PNG"],
    ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "does not begin like a PNG"],
    ["a signature and no more", PNG_SIGNATURE, "first chunk is not IHDR"],
    ["an image cut short", pngOf().subarray(0, -5), "breaks off"],
    ["a chunk that says it is longer than all", long, "breaks off"],
    ["a wrong checksum", flipped, "the checksum of its chunk IDAT is wrong"],
    ["a chunk of an odd type", of(pngHeader(1, 1), pngChunk("a\0\n!"), end), "not four letters"],
    ["no header first", of(pngChunk("tEXt"), pngHeader(32, 32), data, end), "first chunk is not IHDR"],
    ["two headers", of(pngHeader(32, 32), pngHeader(9, 9), data, end), "two headers"],
    ["a short header", of(pngChunk("IHDR", Buffer.alloc(5)), data, end), "13 bytes"],
    ["no pixels wide", of(pngHeader(0, 32), data, end), "0 by 32"],
    ["a bomb", of(pngHeader(2_147_483_647, 2_147_483_647), data, end), "1 to 2048"],
    ["a banner", of(pngHeader(2_000, 100), data, end), "times as long"],
    ["an impossible depth", of(pngHeader(32, 32, [3, 2, 0, 0, 0]), data, end), "do not go together"],
    ["an unknown colour type", of(pngHeader(32, 32, [8, 7, 0, 0, 0]), data, end), "do not go together"],
    ["an unknown interlacing", of(pngHeader(32, 32, [8, 2, 0, 0, 9]), data, end), "does not have"],
    ["no image data", of(pngHeader(32, 32), end), "no image data"],
    ["no end", of(pngHeader(32, 32), data), "last chunk is not IEND"],
    ["a script behind its end", Buffer.concat([pngOf(), Buffer.from("<script>")]), "8 bytes follow"],
    ["an animation", of(pngHeader(32, 32), pngChunk("acTL", Buffer.alloc(8)), data, end), "animated"],
  ])("is refused: %s", (_what, bytes, why) => {
    expect(() => checkLogo(bytes)).toThrow(why);
  });

  test("has a largest size", () => {
    const filler = pngChunk("tEXt", Buffer.alloc(MAX_LOGO_BYTES));
    expect(() => checkLogo(of(pngHeader(32, 32), data, filler, end))).toThrow("it may have 524288");
  });
});
