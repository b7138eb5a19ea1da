import { randomBytes } from "node:crypto";
import Type from "typebox";
import type { Static } from "typebox";
import type { OwnSecrets } from "../../core/destination.ts";
import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";

const PREFIX = "whsec_";

/** Standard Webhooks: 24 to 64 bytes. */
const KEY_BYTES = 32;

/** How long a key that was replaced still signs, beside the new one. */
const OVERLAP: Milliseconds = 24 * 3_600_000;

/** Receivers try each signature: whoever rotates without end must not make headers without end. */
const MAX_KEYS = 5;

const stored = Type.Object(
  {
    /** The first one is the current one; the others sign until their time is over. */
    signingKeys: Type.Array(Type.Object({ key: Type.String(), until: Type.Optional(Type.Integer()) })),
  },
  { additionalProperties: false },
);

/** See {@link signingKeys}. */
export type SigningKeys = Static<typeof stored>;

/** The keys that messages are signed with (Standard Webhooks). A new one replaces an old one over 24 hours. */
export const signingKeys: OwnSecrets<typeof stored> = {
  stored,
  shown: Type.Object({
    webhookSigningKey: Type.String({ description: "The key that messages are signed with: `whsec_…`." }),
  }),
  make: () => ({ signingKeys: [{ key: newKey() }] }),
  rotate({ signingKeys: keys }, now) {
    const old = keys
      .map(({ key, until }) => ({ key, until: until ?? now + OVERLAP }))
      .filter(({ until }) => until > now);
    return { signingKeys: [{ key: newKey() }, ...old].slice(0, MAX_KEYS) };
  },
  show: ({ signingKeys: [current] }) => (current === undefined ? {} : { webhookSigningKey: current.key }),
};

/** The key's bytes, which is what is signed with. */
export function bytesOf(key: string): Buffer {
  return Buffer.from(key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key, "base64");
}

/** True while a key signs that signs until then. */
export function signsAt(until: EpochMilliseconds | undefined, now: EpochMilliseconds): boolean {
  return until === undefined || until > now;
}

function newKey(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString("base64");
}
