import { createHash, createHmac } from "node:crypto";

/** Node's SHA-256 for the library's signer: not the one that the verifier has. */
export class Sha256 {
  readonly #hash;
  constructor(secret?: Parameters<typeof toBytes>[0]) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBytes(secret));
  }
  update(data: Parameters<typeof toBytes>[0]): void {
    this.#hash.update(toBytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
