import { SealBrokenError } from "./errors.ts";
import type { MasterKey } from "./master-key.ts";
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

const REMEDY =
  "Restore store.db from a backup, or start once with MILLRACE_FORGET_LOST_KEYS=true and set the credentials of the project's destinations again.";

/** The master keys at hand. The first one wraps; the others only unwrap what was wrapped before them. */
export class Keyring {
  readonly current: MasterKey;
  readonly #keys: ReadonlyMap<string, MasterKey>;

  constructor(current: MasterKey, older: readonly MasterKey[] = []) {
    this.current = current;
    this.#keys = new Map([...older, current].map((key) => [key.id, key]));
  }

  /** The keys at hand. */
  get all(): readonly MasterKey[] {
    return [...this.#keys.values()];
  }

  /** Wraps a project's data key under the current master key. */
  wrap(place: { id: string; projectId: string }, dataKey: Buffer): WrappedKey {
    const masterKeyId = this.current.id;
    const sealed = this.current.use((bytes) => seal(bytes, dataKey, contextOf({ ...place, masterKeyId })));
    return { ...place, masterKeyId, wrapped: Buffer.concat([Buffer.of(VERSION), sealed]) };
  }

  /** @throws {SealBrokenError} where the master key is not at hand or the key was tampered with */
  unwrap(key: WrappedKey): Buffer {
    const dataKey = this.#tryUnwrap(key);
    if (dataKey === undefined) throw new SealBrokenError(`The data key of project ${key.projectId}`, REMEDY);
    return dataKey;
  }

  /** True where {@link unwrap} succeeds. */
  opens(key: WrappedKey): boolean {
    return this.#tryUnwrap(key) !== undefined;
  }

  #tryUnwrap(key: WrappedKey): Buffer | undefined {
    const master = this.#keys.get(key.masterKeyId);
    if (master === undefined || key.wrapped[0] !== VERSION) return undefined;
    try {
      return master.use((bytes) => unseal(bytes, key.wrapped.subarray(1), contextOf(key), "it"));
    } catch (error) {
      if (error instanceof SealBrokenError) return undefined;
      throw error;
    }
  }
}

function contextOf(key: Omit<WrappedKey, "wrapped">): string {
  return `millrace data key v${VERSION}\0${key.projectId}\0${key.id}\0${key.masterKeyId}`;
}
