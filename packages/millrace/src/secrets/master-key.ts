import { createHmac } from "node:crypto";
import { MasterKeyError } from "./errors.ts";
import { KEY_BYTES } from "./seal.ts";

/**
 * A key that wraps data keys. The bytes sit in a private field, so that printing or serialising the object shows
 * nothing of them.
 */
export class MasterKey {
  readonly #bytes: Buffer;
  /** A fingerprint: tells keys apart, says nothing about them, and may be stored and shown. */
  readonly id: string;

  constructor(bytes: Buffer) {
    if (bytes.length !== KEY_BYTES) throw malformed("The master key");
    this.#bytes = Buffer.from(bytes);
    this.id = createHmac("sha256", this.#bytes)
      .update("millrace master key fingerprint")
      .digest("hex")
      .slice(0, 16);
  }

  /** Lends the key's bytes to a cipher. */
  use<T>(work: (bytes: Buffer) => T): T {
    return work(this.#bytes);
  }
}

const HEX = /^[0-9a-fA-F]{64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * Reads a master key from text: 32 bytes in base64, base64url or hexadecimal.
 * @param source where the text stands, for the error; the text itself is never shown
 * @throws {MasterKeyError}
 */
export function parseMasterKey(text: string, source: string): MasterKey {
  const trimmed = text.trim();
  if (HEX.test(trimmed)) return new MasterKey(Buffer.from(trimmed, "hex"));
  if (BASE64.test(trimmed)) return new MasterKey(Buffer.from(trimmed, "base64"));
  throw malformed(source);
}

/** Whether a text is a master key in one of the forms that {@link parseMasterKey} reads. */
export function isMasterKey(text: string): boolean {
  return HEX.test(text.trim()) || BASE64.test(text.trim());
}

function malformed(source: string): MasterKeyError {
  return new MasterKeyError(
    `${source} is not a master key: it must be 32 bytes, written in base64 (44 characters) or hexadecimal (64).`,
    "Make one with: openssl rand -base64 32",
  );
}
