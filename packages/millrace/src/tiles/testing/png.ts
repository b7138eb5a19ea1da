import { crc32, deflateSync } from "node:zlib";

/** The signature that every PNG image begins with. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** One chunk, with the checksum that it should have. */
export function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A header: eight bits of red, green and blue unless it says something else. */
export function pngHeader(width: number, height: number, rest: readonly number[] = [8, 2, 0, 0, 0]): Buffer {
  const data = Buffer.alloc(8);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  return pngChunk("IHDR", Buffer.concat([data, Buffer.from(rest)]));
}

/** Image data of a grey square. */
export function pngData(width: number, height: number): Buffer {
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x80)]);
  return pngChunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => line))));
}

/** A grey image. */
export function pngOf(width = 32, height = 32): Buffer {
  return Buffer.concat([PNG_SIGNATURE, pngHeader(width, height), pngData(width, height), pngChunk("IEND")]);
}
