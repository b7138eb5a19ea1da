import { randomBytes } from "node:crypto";
import { newId } from "../core/ids.ts";
import { SealBrokenError, WrongMasterKeyError } from "./errors.ts";
import type { Keyring, WrappedKey } from "./keyring.ts";
import { KEY_BYTES, seal, unseal } from "./seal.ts";
import { sameText, signatureOf } from "./signature.ts";

/** Where wrapped keys and the fingerprints of master keys are kept. */
export interface KeyStore {
  findDataKey(projectId: string): Promise<WrappedKey | undefined>;
  /** Keeps the first data key of a project; answers the one that is kept. */
  keepDataKey(key: WrappedKey): Promise<WrappedKey>;
  listDataKeys(): Promise<readonly WrappedKey[]>;
  rewrapDataKey(key: WrappedKey): Promise<void>;
  listMasterKeyIds(): Promise<readonly string[]>;
  noteMasterKey(id: string): Promise<void>;
  forgetMasterKeys(ids: readonly string[]): Promise<void>;
}

/** The place sealed credentials are bound to: they open nowhere else. */
export interface SealedFor {
  readonly projectId: string;
  readonly destinationId: string;
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
  readonly #keyring: Keyring;
  readonly #keys: KeyStore;
  readonly #open = new Map<string, { id: string; bytes: Buffer }>();

  private constructor(keyring: Keyring, keys: KeyStore) {
    this.#keyring = keyring;
    this.#keys = keys;
  }

  /** @throws {WrongMasterKeyError} where the store holds what the keyring cannot open */
  static async open(keyring: Keyring, keys: KeyStore): Promise<Vault> {
    const missing = (await keys.listMasterKeyIds()).filter((id) => !keyring.ids.includes(id));
    if (missing.length > 0) throw new WrongMasterKeyError(missing, keyring.ids);
    await keys.noteMasterKey(keyring.current.id);
    return new Vault(keyring, keys);
  }

  /** Seals credentials for one destination. */
  async seal(place: SealedFor, secrets: Readonly<Record<string, unknown>>): Promise<Buffer> {
    const key = await this.#dataKey(place.projectId);
    const sealed = seal(key.bytes, Buffer.from(JSON.stringify(secrets), "utf8"), contextOf(place, key.id));
    return Buffer.concat([Buffer.of(VERSION), Buffer.from(key.id.replaceAll("-", ""), "hex"), sealed]);
  }

  /**
   * The credentials in the clear, as JSON text. Whoever calls this must neither log nor answer what comes back.
   * @throws {SealBrokenError}
   */
  async reveal(place: SealedFor, sealed: Buffer): Promise<string> {
    const what = `The sealed credentials of destination ${place.destinationId}`;
    const key = await this.#dataKey(place.projectId);
    const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(key.id.replaceAll("-", ""), "hex")]);
    if (!sealed.subarray(0, HEADER_BYTES).equals(header)) throw new SealBrokenError(what);
    return unseal(key.bytes, sealed.subarray(HEADER_BYTES), contextOf(place, key.id), what).toString("utf8");
  }

  /**
   * Signs a text for a project, in base64url: whoever shows text and signature has them from here.
   * @param purpose what the signature is for: one made for another purpose or project is worth nothing
   */
  async sign(projectId: string, purpose: string, text: string): Promise<string> {
    return signatureOf(await this.#dataKey(projectId), { projectId, purpose }, text);
  }

  /** True for what {@link sign} answered. Takes the same time for every wrong signature of the right length. */
  async verify(projectId: string, purpose: string, text: string, signature: string): Promise<boolean> {
    // Whoever asks may be a stranger: no key is made for a project that has signed nothing.
    const key = this.#open.get(projectId) ?? (await this.#keys.findDataKey(projectId));
    return key !== undefined && sameText(await this.sign(projectId, purpose, text), signature);
  }

  /**
   * Wraps every data key under the current master key and forgets the older ones: what a rotation of the master key is.
   * May be interrupted and run again. Answers how many keys were wrapped anew.
   */
  async rewrap(): Promise<number> {
    const old = (await this.#keys.listDataKeys()).filter(
      (key) => key.masterKeyId !== this.#keyring.current.id,
    );
    for (const key of old)
      await this.#keys.rewrapDataKey(this.#keyring.wrap(placeOf(key), this.#keyring.unwrap(key)));
    const ids = await this.#keys.listMasterKeyIds();
    await this.#keys.forgetMasterKeys(ids.filter((id) => id !== this.#keyring.current.id));
    return old.length;
  }

  async #dataKey(projectId: string): Promise<{ id: string; bytes: Buffer }> {
    const open = this.#open.get(projectId);
    if (open !== undefined) return open;
    const kept = (await this.#keys.findDataKey(projectId)) ?? (await this.#newDataKey(projectId));
    const key = { id: kept.id, bytes: this.#keyring.unwrap(kept) };
    this.#open.set(projectId, key);
    return key;
  }

  async #newDataKey(projectId: string): Promise<WrappedKey> {
    // Two calls at once may both make one: the store keeps the first, and both use that.
    return this.#keys.keepDataKey(this.#keyring.wrap({ id: newId(), projectId }, randomBytes(KEY_BYTES)));
  }
}

function placeOf(key: WrappedKey): { id: string; projectId: string } {
  return { id: key.id, projectId: key.projectId };
}

function contextOf(place: SealedFor, keyId: string): string {
  return `millrace secrets v${VERSION}\0${place.projectId}\0${place.destinationId}\0${keyId}`;
}
