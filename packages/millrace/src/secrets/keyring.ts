import { SealBrokenError } from "./errors.ts";
import { makeMasterKeyFile, readMasterKeyFile } from "./master-key-file.ts";
import type { MasterKey } from "./master-key.ts";
import { parseMasterKey } from "./master-key.ts";
import { seal, unseal } from "./seal.ts";

/** A data key as it may be stored. */
export interface WrappedKey {
  readonly id: string;
  readonly projectId: string;
  /** A version byte, then what {@link seal} makes. */
  readonly wrapped: Buffer;
  readonly masterKeyId: string;
}

/** First byte of every wrapped key, so that another way of wrapping can follow. */
const VERSION = 1;

/** The master keys at hand. The first one wraps; the others only unwrap what was wrapped before them. */
export class Keyring {
  readonly current: MasterKey;
  readonly #keys: ReadonlyMap<string, MasterKey>;

  constructor(current: MasterKey, older: readonly MasterKey[] = []) {
    this.current = current;
    this.#keys = new Map([...older, current].map((key) => [key.id, key]));
  }

  /** Fingerprints of the keys at hand. */
  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Wraps a project's data key under the current master key. */
  wrap(place: { id: string; projectId: string }, dataKey: Buffer): WrappedKey {
    const masterKeyId = this.current.id;
    const sealed = this.current.use((bytes) => seal(bytes, dataKey, contextOf({ ...place, masterKeyId })));
    return { ...place, masterKeyId, wrapped: Buffer.concat([Buffer.of(VERSION), sealed]) };
  }

  /** @throws {SealBrokenError} where the master key is not at hand or the key was tampered with */
  unwrap(key: WrappedKey): Buffer {
    const what = `The data key ${key.id}`;
    const master = this.#keys.get(key.masterKeyId);
    if (master === undefined || key.wrapped[0] !== VERSION) throw new SealBrokenError(what);
    return master.use((bytes) => unseal(bytes, key.wrapped.subarray(1), contextOf(key), what));
  }
}

function contextOf(key: Omit<WrappedKey, "wrapped">): string {
  return `millrace data key v${VERSION}\0${key.projectId}\0${key.id}\0${key.masterKeyId}`;
}

/**
 * The keyring of a data folder: the configured master key where there is one, else the folder's file, which is made
 * at the first start. A file beside a configured key still opens what was sealed before the key was configured.
 * @param configured the text of MILLRACE_MASTER_KEY
 * @throws {MasterKeyError}
 */
export function openKeyring(folder: string, configured: string | undefined): Keyring {
  const file = readMasterKeyFile(folder);
  if (configured === undefined) return new Keyring(file ?? makeMasterKeyFile(folder));
  return new Keyring(parseMasterKey(configured, "MILLRACE_MASTER_KEY"), file === undefined ? [] : [file]);
}
