import type { Bytes } from "../../core/message.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import { HmacKey, Signable } from "./hmac.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { bytesOf, signsAt } from "./signing-keys.ts";

/** What is to be signed. */
export interface Unsigned {
  /** ASCII. */
  readonly id: string;
  readonly body: string;
  /** Size of `body` in UTF-8. */
  readonly bodyBytes: Bytes;
}

/** What signing a message makes. */
export interface Signature {
  /** The body as it is sent. */
  readonly body: Buffer;
  /** When it was signed, in seconds. */
  readonly time: string;
  /** A signature a key. */
  readonly signature: string;
}

/** Signs messages as Standard Webhooks and Svix say: HMAC-SHA256 over id, time in seconds and body, a signature a key. */
export class MessageSigner {
  readonly #keys: readonly { readonly hmac: HmacKey; readonly until?: EpochMilliseconds | undefined }[];
  #second = 0;
  #time = "0";

  constructor({ signingKeys }: SigningKeys) {
    this.#keys = signingKeys.map(({ key, until }) => ({ hmac: new HmacKey(bytesOf(key)), until }));
  }

  sign({ id, body, bodyBytes }: Unsigned, now: EpochMilliseconds): Signature {
    const time = this.#timeAt(now);
    // What is signed is turned into bytes once, and what is sent is the end of it.
    const signed = new Signable(`${id}.${time}.`, body, bodyBytes);
    let signature = "";
    for (const key of this.#keys) {
      if (!signsAt(key.until, now)) continue;
      const own = `v1,${key.hmac.sign(signed)}`;
      signature = signature === "" ? own : `${signature} ${own}`;
    }
    return { body: signed.text, time, signature };
  }

  /** Thousands of messages have the same second. */
  #timeAt(now: EpochMilliseconds): string {
    const second = Math.floor(now / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#time = String(second);
    }
    return this.#time;
  }
}
