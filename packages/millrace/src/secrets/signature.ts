import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Bytes of a key that signs, as HMAC-SHA256 wants it. */
const KEY_BYTES = 32;

/** What a signature is bound to beside the text. */
interface SignedFor {
  readonly projectId: string;
  readonly purpose: string;
}

/**
 * HMAC-SHA256 in base64url, under a key derived (HKDF-SHA256) from a data key for this project and purpose alone: the
 * data key itself seals credentials and signs nothing.
 */
export function signatureOf(
  dataKey: { readonly id: string; readonly bytes: Buffer },
  { projectId, purpose }: SignedFor,
  text: string,
): string {
  const info = `millrace signature v1\0${purpose}\0${projectId}\0${dataKey.id}`;
  const key = Buffer.from(hkdfSync("sha256", dataKey.bytes, Buffer.alloc(0), info, KEY_BYTES));
  return createHmac("sha256", key).update(text).digest("base64url");
}

/**
 * True where both are the same text, found out in a time that says nothing of where they differ. The texts are compared,
 * not what they decode to, so that there is one way to write a signature.
 */
export function sameText(expected: string, given: string): boolean {
  const wanted = Buffer.from(expected);
  const shown = Buffer.from(given);
  return wanted.length === shown.length && timingSafeEqual(wanted, shown);
}
