import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { SealBrokenError } from "./errors.ts";

/** Bytes of an AES-256 key. */
export const KEY_BYTES = 32;

/** What GCM wants and what its security proof is about: a random nonce of 96 bits, a full tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with AES-256-GCM: nonce, ciphertext, tag in one piece.
 * @param context what the result is bound to: it opens under the same context only
 */
export function seal(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what {@link seal} made.
 * @param what names the thing in the error
 * @throws {SealBrokenError} where key, context or a single bit differ
 */
export function unseal(key: Buffer, sealed: Buffer, context: string, what: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealBrokenError(what);
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    // The cause says nothing more, and errors must not carry anything of the plaintext.
    throw new SealBrokenError(what);
  }
}
