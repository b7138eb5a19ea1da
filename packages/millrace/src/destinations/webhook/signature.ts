import type { EpochMilliseconds } from "../../core/time.ts";
import { HmacKey, Signable } from "./hmac.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { bytesOf, signsAt } from "./signing-keys.ts";

/** A message as it goes out. */
export interface SignedMessage {
  readonly body: Buffer;
  /** Names and values in turn. */
  readonly headers: string[];
}

/** Signs messages as Standard Webhooks and Svix say: HMAC-SHA256 over id, time in seconds and body, a signature a key. */
export class MessageSigner {
  readonly #keys: readonly { readonly hmac: HmacKey; readonly until?: EpochMilliseconds | undefined }[];

  constructor({ signingKeys }: SigningKeys) {
    this.#keys = signingKeys.map(({ key, until }) => ({ hmac: new HmacKey(bytesOf(key)), until }));
  }

  sign(id: string, body: string, now: EpochMilliseconds): SignedMessage {
    const time = String(Math.floor(now / 1_000));
    const before = `${id}.${time}.`;
    // What is signed is turned into bytes once, and what is sent is the end of it.
    const signed = new Signable(before + body);
    let signature = "";
    for (const key of this.#keys) {
      if (!signsAt(key.until, now)) continue;
      const own = `v1,${key.hmac.sign(signed)}`;
      signature = signature === "" ? own : `${signature} ${own}`;
    }
    return {
      body: signed.from(Buffer.byteLength(before)),
      headers: [
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
      ],
    };
  }
}
