import { createHash, randomBytes } from "node:crypto";

const PREFIX = "mr_";

/** A new API key: 256 random bits behind a prefix that lets people and secret scanners tell what it is. */
export function newApiKey(): string {
  return PREFIX + randomBytes(32).toString("base64url");
}

/**
 * What is kept of an API key, and what it is looked up by.
 *
 * One round of SHA-256 is right here: slow hashes make up for passwords that can be guessed, and 256 random bits
 * cannot be. Looking up by hash also leaves nothing to time: what a comparison would tell an attacker is about
 * hashes, which cannot be steered.
 */
export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key, "utf8").digest();
}
