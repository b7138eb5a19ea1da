import { createHash, createHmac } from "node:crypto";

/** SHA-256 as the SDK's signer asks for it. */
export class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac(
            "sha256",
            typeof secret === "string"
              ? secret
              : Buffer.from(
                  ArrayBuffer.isView(secret)
                    ? secret.buffer.slice(secret.byteOffset, secret.byteOffset + secret.byteLength)
                    : secret,
                ),
          );
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}
