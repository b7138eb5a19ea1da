import { hash } from "node:crypto";
import type { Bytes } from "../../core/message.ts";

/** SHA-256 works on blocks of this many bytes, and makes this many. */
const BLOCK = 64;
const DIGEST = 32;

/**
 * HMAC-SHA256 (RFC 2104) under one key, many times over. Two one-shot hashes instead of Node's `Hmac` object: that one
 * is a stream around a native handle, and making and collecting it costs a tenth of sending a webhook.
 */
export class HmacKey {
  readonly #inner: Uint8Array;
  /** The outer block, and room for the inner digest behind it. */
  readonly #outer = Buffer.alloc(BLOCK + DIGEST);

  /** @param key at most 64 bytes */
  constructor(key: Buffer) {
    const padded = Buffer.alloc(BLOCK);
    padded.set(key);
    this.#inner = padded.map((byte) => byte ^ 0x36);
    this.#outer.set(padded.map((byte) => byte ^ 0x5c));
  }

  /** The signature in base64. */
  sign({ bytes }: Signable): string {
    bytes.set(this.#inner);
    this.#outer.write(hash("sha256", bytes, "binary"), BLOCK, "binary");
    return hash("sha256", this.#outer, "base64");
  }
}

/** A text to sign, as the bytes it is hashed from: room for the key's block stands before it. */
export class Signable {
  readonly bytes: Buffer;
  readonly #prefix: number;

  /**
   * @param prefix comes first: ASCII
   * @param text comes after it
   * @param textBytes size of `text` in UTF-8
   */
  constructor(prefix: string, text: string, textBytes: Bytes) {
    this.#prefix = BLOCK + prefix.length;
    this.bytes = Buffer.allocUnsafe(this.#prefix + textBytes);
    this.bytes.write(prefix, BLOCK, "latin1");
    // ASCII need not be looked at, only copied.
    this.bytes.write(text, this.#prefix, textBytes === text.length ? "latin1" : "utf8");
  }

  /** The text's own bytes, without the prefix. */
  get text(): Buffer {
    return this.bytes.subarray(this.#prefix);
  }
}
