import { randomBytes } from "node:crypto";
import { newId } from "../core/ids.ts";
import { SealBrokenError, SecretsLostError } from "./errors.ts";
import type { KeyStore } from "./key-store.ts";
import { Keyring } from "./keyring.ts";
import type { MasterKey } from "./master-key.ts";
import { rewrap } from "./rewrap.ts";
import { KEY_BYTES, seal, unseal } from "./seal.ts";
import { sameText, signatureOf } from "./signature.ts";

/** The data key of the whole instance is kept under this name, which is no project's id. */
export const INSTANCE = "instance";

/** The place sealed credentials are bound to: they open nowhere else. */
export interface SealedFor {
  /** A project, or {@link INSTANCE}. */
  readonly projectId: string;
  /** What they belong to: a destination or an access key. */
  readonly holderId: string;
}

/** A data key in the clear. */
interface OpenKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** First byte of every sealed secret, so that another format can follow. */
const VERSION = 1;
/** After it, the data key's UUID. */
const HEADER_BYTES = 17;

/**
 * Seals and reveals customers' credentials: AES-256-GCM under one data key a project, itself wrapped under a master key.
 * Sealed bytes are: version (1), data key id (16), nonce (12), ciphertext, tag (16).
 */
export class Vault {
  #keyring: Keyring;
  readonly #keys: KeyStore;
  readonly #open = new Map<string, OpenKey>();
  /** The last piece of work on wrapped keys: see {@link #inTurn}. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param keyring must open every data key of the store that is to be used */
  constructor(keyring: Keyring, keys: KeyStore) {
    this.#keyring = keyring;
    this.#keys = keys;
  }

  /** Fingerprint of the master key that wraps new data keys. */
  get masterKeyId(): string {
    return this.#keyring.current.id;
  }

  /** Seals credentials for one place. */
  async seal(place: SealedFor, secrets: Readonly<Record<string, unknown>>): Promise<Buffer> {
    const key = (await this.#findDataKey(place.projectId)) ?? (await this.#makeDataKey(place.projectId));
    const sealed = seal(key.bytes, Buffer.from(JSON.stringify(secrets), "utf8"), contextOf(place, key.id));
    return Buffer.concat([headerOf(key.id), sealed]);
  }

  /**
   * The credentials in the clear, as JSON text. Whoever calls this must neither log nor answer what comes back.
   * @throws {SecretsLostError} where their data key was set aside
   * @throws {SealBrokenError}
   */
  async reveal(place: SealedFor, sealed: Buffer): Promise<string> {
    const { projectId, holderId } = place;
    const what = `The sealed credentials of ${holderId}`;
    const key = await this.#findDataKey(projectId);
    const header = sealed.subarray(0, HEADER_BYTES);
    if (key === undefined || !header.equals(headerOf(key.id))) {
      const id = keyIdOf(header);
      const lost = id !== undefined && (await this.#keys.isLostDataKey({ id, projectId }));
      throw lost ? new SecretsLostError(holderId) : new SealBrokenError(what);
    }
    return unseal(key.bytes, sealed.subarray(HEADER_BYTES), contextOf(place, key.id), what).toString("utf8");
  }

  /**
   * Signs a text for a project, in base64url: whoever shows text and signature has them from here.
   * @param purpose what the signature is for: one made for another purpose or project is worth nothing
   */
  async sign(projectId: string, purpose: string, text: string): Promise<string> {
    const key = (await this.#findDataKey(projectId)) ?? (await this.#makeDataKey(projectId));
    return signatureOf(key, { projectId, purpose }, text);
  }

  /** True for what {@link sign} answered. Takes the same time for every wrong signature of the right length. */
  async verify(projectId: string, purpose: string, text: string, signature: string): Promise<boolean> {
    // Whoever asks may be a stranger: no key is made for a project that has signed nothing.
    const key = await this.#findDataKey(projectId);
    return key !== undefined && sameText(signatureOf(key, { projectId, purpose }, text), signature);
  }

  /**
   * Wraps every data key under another master key, which wraps the new ones from now on: what a rotation of the master
   * key is. Data keys stay the same, so whoever seals or reveals meanwhile notices nothing.
   * Answers how many keys were wrapped anew.
   * @throws {SealBrokenError} where a data key cannot be opened; then nothing is changed
   */
  async rewrap(next: MasterKey): Promise<number> {
    return this.#inTurn(async () => {
      const before = this.#keyring;
      const both = new Keyring(next, before.all);
      try {
        const count = await rewrap(both, this.#keys, () => true);
        this.#keyring = new Keyring(next);
        return count;
      } catch (error) {
        // The store may have done it and been unable to say so.
        this.#keyring = new Keyring(before.current, [next, ...before.all]);
        throw error;
      }
    });
  }

  /**
   * Runs `work`, which takes a deleted project's data keys out of the store, while nothing else is done with wrapped keys, and
   * forgets the project's key: nothing it has sealed or signed is good any more.
   */
  async forget<T>(projectId: string, work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const done = await work();
      this.#open.delete(projectId);
      return done;
    });
  }

  async #findDataKey(projectId: string): Promise<OpenKey | undefined> {
    const open = this.#open.get(projectId);
    if (open !== undefined) return open;
    return this.#inTurn(async () => {
      const kept = await this.#keys.findDataKey(projectId);
      if (kept === undefined) return undefined;
      const key = { id: kept.id, bytes: this.#keyring.unwrap(kept) };
      this.#open.set(projectId, key);
      return key;
    });
  }

  async #makeDataKey(projectId: string): Promise<OpenKey> {
    return this.#inTurn(async () => {
      // Two calls at once may both make one: the store keeps the first, and both use that.
      const made = this.#keyring.wrap({ id: newId(), projectId }, randomBytes(KEY_BYTES));
      const kept = await this.#keys.keepDataKey(made);
      const key = { id: kept.id, bytes: this.#keyring.unwrap(kept) };
      this.#open.set(projectId, key);
      return key;
    });
  }

  /**
   * Work on wrapped keys happens one after the other: a key that is read before a rotation and opened after it would
   * find its master key gone, and one wrapped before and kept after it would be lost with the old master key.
   */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}

function headerOf(keyId: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(keyId.replaceAll("-", ""), "hex")]);
}

function keyIdOf(header: Buffer): string | undefined {
  if (header.length < HEADER_BYTES || header[0] !== VERSION) return undefined;
  const hex = header.toString("hex", 1);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function contextOf(place: SealedFor, keyId: string): string {
  return `millrace secrets v${VERSION}\0${place.projectId}\0${place.holderId}\0${keyId}`;
}
