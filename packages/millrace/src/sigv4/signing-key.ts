import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { KEY_TYPE_IDENTIFIER } from "@smithy/signature-v4";
import type { SignatureClaim } from "./read-signature.ts";

/** Signs texts as the holder of a secret does, on one day, for one region and service. */
export interface ScopedKey {
  /** `20150830/us-east-1/service/aws4_request` */
  readonly scope: string;
  readonly bytes: Uint8Array;
}

/**
 * The secret of an access key. It remembers the key that it last made: clients sign with the same one for a day, and what
 * a hostile one makes it derive anew is forgotten with the next.
 */
export class SigningSecret {
  readonly #secret: string;
  #last: ScopedKey = { scope: "", bytes: new Uint8Array() };

  constructor(secretAccessKey: string) {
    this.#secret = secretAccessKey;
  }

  /** The key that a request was signed with if its claim is true ("Create a signed AWS API request", step 3). */
  scopedTo({ day, region, service }: Pick<SignatureClaim, "day" | "region" | "service">): ScopedKey {
    const scope = `${day}/${region}/${service}/${KEY_TYPE_IDENTIFIER}`;
    if (this.#last.scope !== scope) {
      let bytes = Buffer.from(`AWS4${this.#secret}`);
      for (const part of scope.split("/")) bytes = createHmac("sha256", bytes).update(part).digest();
      this.#last = { scope, bytes };
    }
    return this.#last;
  }
}

/** The signature of a text whose characters are bytes, in hexadecimal. */
export function sign({ bytes }: ScopedKey, text: string): string {
  return createHmac("sha256", bytes).update(text, "latin1").digest("hex");
}

/** Compares two signatures in a time that says nothing of where they differ. */
export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1"));
}

/** SHA-256 in hexadecimal. @param data a text's characters are bytes */
export function sha256(data: Uint8Array | string): string {
  return hash("sha256", typeof data === "string" ? Buffer.from(data, "latin1") : data, "hex");
}
