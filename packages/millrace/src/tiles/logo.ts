import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { MillraceError } from "../core/errors.ts";
import type { Bytes } from "../core/message.ts";

/** A larger logo is refused. */
export const MAX_LOGO_BYTES: Bytes = 524_288;

const MAX_SIDE = 2_048;

/** A logo is shown in a square: it may be this many times as wide as it is high, or as high as it is wide. */
const MAX_RATIO = 2;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Length and type before a chunk's data, its checksum behind it. */
const CHUNK_OVERHEAD = 12;

/** Chunks of animated PNGs: a logo stands still. */
const ANIMATED = new Set(["acTL", "fcTL", "fdAT"]);

/** Colour types, and the bit depths that each may have (PNG, third edition, 11.2.1). */
const DEPTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);

/**
 * Sees to it that bytes are what they say: one whole PNG image of a sensible size, with nothing behind it. Its pixels are
 * not decoded; that is the browser's work, bounded by the size in the header.
 * @returns the SHA-256 of the image, in hexadecimal
 * @throws {MillraceError} 413 or 422 saying what is wrong with it
 */
export function checkLogo(png: Buffer): string {
  if (png.length > MAX_LOGO_BYTES) {
    throw new MillraceError(
      "logo_too_large",
      `The logo has ${png.length} bytes; it may have ${MAX_LOGO_BYTES}.`,
      { status: 413, remedy: "Send a smaller image, such as 256 by 256 pixels." },
    );
  }
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE))
    throw invalid("it does not begin like a PNG image");
  checkOrder(chunksOf(png));
  return createHash("sha256").update(png).digest("hex");
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const chunk = chunkAt(png, at);
    chunks.push(chunk);
    at += chunk.data.length + CHUNK_OVERHEAD;
    if (chunk.type === "IEND" && at < png.length)
      throw invalid(`${png.length - at} bytes follow behind its end`);
  }
  return chunks;
}

function chunkAt(png: Buffer, at: number): Chunk {
  if (png.length - at < CHUNK_OVERHEAD) throw invalid("it breaks off within a chunk");
  const length = png.readUInt32BE(at);
  if (length > png.length - at - CHUNK_OVERHEAD) throw invalid("it breaks off within a chunk");
  const type = png.toString("latin1", at + 4, at + 8);
  if (!/^[A-Za-z]{4}$/.test(type)) throw invalid("a chunk has a type that is not four letters");
  const end = at + 8 + length;
  if (crc32(png.subarray(at + 4, end)) !== png.readUInt32BE(end))
    throw invalid(`the checksum of its chunk ${type} is wrong`);
  return { type, data: png.subarray(at + 8, end) };
}

function checkOrder(chunks: readonly Chunk[]): void {
  const [first] = chunks;
  if (first?.type !== "IHDR") throw invalid("its first chunk is not IHDR");
  checkHeader(first.data);
  const types = chunks.map((chunk) => chunk.type);
  if (types.lastIndexOf("IHDR") > 0) throw invalid("it has two headers");
  if (!types.includes("IDAT")) throw invalid("it has no image data");
  if (types.at(-1) !== "IEND") throw invalid("its last chunk is not IEND");
  if (types.some((type) => ANIMATED.has(type))) throw invalid("it is animated");
}

function checkHeader(header: Buffer): void {
  if (header.length !== 13) throw invalid("its header does not have 13 bytes");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colour, ...methods] = header.subarray(8);
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE)
    throw invalid(`it is ${width} by ${height} pixels; each side may have 1 to ${MAX_SIDE}`);
  if (Math.max(width, height) > MAX_RATIO * Math.min(width, height))
    throw invalid(
      `it is ${width} by ${height} pixels; one side may be ${MAX_RATIO} times as long as the other`,
    );
  if (colour === undefined || depth === undefined || DEPTHS.get(colour)?.includes(depth) !== true)
    throw invalid("its header has a colour type and bit depth that do not go together");
  const [compression = 0, filter = 0, interlace = 0] = methods;
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw invalid("its header names a method that PNG does not have");
}

function invalid(why: string): MillraceError {
  return new MillraceError("logo_invalid", `The logo is no PNG image that can be shown: ${why}.`, {
    status: 422,
    remedy: "Send the bytes of one PNG image, about as wide as high, with Content-Type: image/png.",
  });
}
