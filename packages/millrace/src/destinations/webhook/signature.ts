import { createHmac, createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { EpochMilliseconds } from "../../core/time.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { bytesOf, signsAt } from "./signing-keys.ts";

/** Signs messages as Standard Webhooks and Svix say: HMAC-SHA256 over id, time in seconds and body, a signature a key. */
export class MessageSigner {
  readonly #keys: readonly { readonly object: KeyObject; readonly until?: EpochMilliseconds | undefined }[];

  constructor({ signingKeys }: SigningKeys) {
    this.#keys = signingKeys.map(({ key, until }) => ({ object: createSecretKey(bytesOf(key)), until }));
  }

  /** The six headers of a message, names and values in turn. */
  headers(id: string, body: Buffer, now: EpochMilliseconds): readonly string[] {
    const time = String(Math.floor(now / 1_000));
    const before = `${id}.${time}.`;
    let signature = "";
    for (const key of this.#keys) {
      if (!signsAt(key.until, now)) continue;
      const own = `v1,${createHmac("sha256", key.object).update(before).update(body).digest("base64")}`;
      signature = signature === "" ? own : `${signature} ${own}`;
    }
    return [
      "webhook-id",
      id,
      "webhook-timestamp",
      time,
      "webhook-signature",
      signature,
      "svix-id",
      id,
      "svix-timestamp",
      time,
      "svix-signature",
      signature,
    ];
  }
}
