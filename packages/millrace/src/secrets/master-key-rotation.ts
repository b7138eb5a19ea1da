import { ConflictError, InvalidInputError } from "../core/errors.ts";
import { MasterKeyError, SealBrokenError } from "./errors.ts";
import { adoptNextKeyFile, dropNextKeyFile, makeNextKeyFile } from "./master-key-file.ts";
import type { MasterKey } from "./master-key.ts";
import { parseMasterKey } from "./master-key.ts";
import type { SecretsLog } from "./secrets-log.ts";
import type { Vault } from "./vault.ts";

/** What a rotation has come to. */
export interface Rotated {
  /** Fingerprint of the master key that wraps every data key now. */
  readonly masterKeyId: string;
  readonly previousMasterKeyId: string;
  /** Data keys that were wrapped anew: one for each project that has credentials. */
  readonly rewrapped: number;
  /** Where the next start takes the master key from. */
  readonly source: "file" | "setting";
}

/** What {@link MasterKeyRotation} works on. */
interface RotationParts {
  readonly folder: string;
  readonly vault: Vault;
  readonly source: "file" | "setting";
  readonly logger: SecretsLog;
}

/**
 * Changes the master key while everything runs. A key of the folder's file is replaced by a new one of Millrace's own:
 * written to `master.key.next`, then every data key is wrapped anew in one transaction, then the file takes the place of
 * `master.key`. Whichever of these steps is the last one before a crash, the folder opens with what is on disk.
 */
export class MasterKeyRotation {
  readonly #parts: RotationParts;
  #running = false;
  /** The key in `master.key.next`, where an attempt failed so late that it is not known whether it was used. */
  #next: MasterKey | undefined;

  constructor(parts: RotationParts) {
    this.#parts = parts;
  }

  /**
   * @param given the new master key as text, where the present one comes from a setting; it may be the present one,
   *   and then wraps what the folder's file or a previous key still wraps
   * @throws {ConflictError} where another rotation runs
   * @throws {InvalidInputError} where a key is missing, malformed or not wanted
   * @throws {SealBrokenError} where a data key was tampered with; then nothing is changed
   */
  async rotate(given: string | undefined): Promise<Rotated> {
    if (this.#running) throw alreadyRunning();
    this.#running = true;
    const { vault, source, logger } = this.#parts;
    const previousMasterKeyId = vault.masterKeyId;
    try {
      const rewrapped = source === "file" ? await this.#rotateFile(given) : await this.#rotateSetting(given);
      const rotated = { masterKeyId: vault.masterKeyId, previousMasterKeyId, rewrapped, source };
      logger.info(rotated, "the master key was rotated");
      return rotated;
    } finally {
      this.#running = false;
    }
  }

  async #rotateFile(given: string | undefined): Promise<number> {
    if (given !== undefined) {
      throw faulty(
        "The master key stands in the data folder's file, and Millrace makes the next one itself: send none",
        "To use a key of your own from now on, start Millrace with it as MILLRACE_MASTER_KEY, and with the text of master.key as MILLRACE_PREVIOUS_MASTER_KEY.",
      );
    }
    const { folder, vault } = this.#parts;
    this.#next ??= makeNextKeyFile(folder);
    try {
      const rewrapped = await vault.rewrap(this.#next);
      adoptNextKeyFile(folder);
      this.#next = undefined;
      return rewrapped;
    } catch (error) {
      if (error instanceof SealBrokenError) {
        this.#next = undefined;
        dropNextKeyFile(folder);
      }
      throw error;
    }
  }

  async #rotateSetting(given: string | undefined): Promise<number> {
    if (given === undefined) {
      throw faulty(
        "The master key comes from the setting masterKey: the next one must be given",
        "Make one with `openssl rand -base64 32` and send it as masterKey, or start Millrace with it as MILLRACE_MASTER_KEY and with the present one as MILLRACE_PREVIOUS_MASTER_KEY.",
      );
    }
    return this.#parts.vault.rewrap(parseGiven(given));
  }
}

function parseGiven(given: string): MasterKey {
  try {
    return parseMasterKey(given, "masterKey");
  } catch (error) {
    if (error instanceof MasterKeyError) throw faulty(error.message, error.remedy);
    throw error;
  }
}

/** The key that was sent is never part of it. */
function faulty(message: string, remedy: string | undefined): InvalidInputError {
  const detail = message.replace(/[.]$/, "");
  return new InvalidInputError(`${detail}.`, [{ in: "body", name: "masterKey", detail }], {
    ...(remedy !== undefined && { remedy }),
  });
}

function alreadyRunning(): ConflictError {
  return new ConflictError("rotation_running", "The master key is being rotated already.", {
    remedy: "Wait until that call has been answered.",
  });
}
