import { WrongMasterKeyError } from "./errors.ts";
import type { KeyStore } from "./key-store.ts";
import type { WrappedKey } from "./keyring.ts";
import { Keyring } from "./keyring.ts";
import {
  adoptNextKeyFile,
  dropNextKeyFile,
  makeMasterKeyFile,
  readMasterKeyFile,
  readNextKeyFile,
} from "./master-key-file.ts";
import { MasterKeyRotation } from "./master-key-rotation.ts";
import type { MasterKey } from "./master-key.ts";
import { parseMasterKey } from "./master-key.ts";
import { rewrap } from "./rewrap.ts";
import type { SecretsLog } from "./secrets-log.ts";
import { Vault } from "./vault.ts";

/** Where master keys come from. */
export interface SecretsOptions {
  /** The data folder; its files are this process's alone. */
  readonly folder: string;
  readonly keys: KeyStore;
  /** The setting `masterKey`; without it the folder's file is used, made where nothing is sealed yet. */
  readonly masterKey?: string | undefined;
  /** The setting `previousMasterKey`: what it wraps is wrapped anew under the present master key. */
  readonly previousMasterKey?: string | undefined;
  /** The setting `forgetLostKeys`: what no master key at hand opens is set aside instead of refused. */
  readonly forgetLostKeys?: boolean;
  readonly logger?: SecretsLog;
}

/** Everything there is to do with customers' credentials. */
export interface Secrets {
  readonly vault: Vault;
  readonly rotation: MasterKeyRotation;
}

/** The master keys of the folder and the settings. */
interface KeysAtHand {
  configured: MasterKey | undefined;
  previous: MasterKey | undefined;
  /** Of `master.key`. */
  file: MasterKey | undefined;
  /** Of `master.key.next`, which a rotation left behind. */
  next: MasterKey | "unfinished" | undefined;
}

/**
 * Opens the vault of a data folder, finishing or undoing a rotation that a crash cut short.
 * The master key is the configured one where there is one, else the folder's file. A file beside a configured key still
 * opens what was sealed before the key was configured. Nothing is written before it is known that all data keys open.
 * @throws {MasterKeyError} where a key cannot be read
 * @throws {WrongMasterKeyError} where the store holds what no master key at hand opens
 */
export async function openSecrets(options: SecretsOptions): Promise<Secrets> {
  const { folder, keys } = options;
  const logger = options.logger ?? SILENT;
  const atHand: KeysAtHand = {
    configured: parsed(options.masterKey, "MILLRACE_MASTER_KEY"),
    previous: parsed(options.previousMasterKey, "MILLRACE_PREVIOUS_MASTER_KEY"),
    file: readMasterKeyFile(folder),
    next: readNextKeyFile(folder),
  };
  await checkAll(atHand, options, logger);
  await settleRotation(atHand, options, logger);
  const current = atHand.configured ?? (atHand.file ??= makeMasterKeyFile(folder));
  const keyring = new Keyring(current, listed(atHand));
  await restoreLost(keyring, keys, logger);
  if (atHand.previous !== undefined) {
    const rewrapped = await rewrap(keyring, keys, () => true);
    logger.info(
      { masterKeyId: current.id, rewrapped },
      "data keys were wrapped under the present master key",
    );
  }
  const vault = new Vault(keyring, keys);
  const source = atHand.configured === undefined ? "file" : "setting";
  return { vault, rotation: new MasterKeyRotation({ folder, vault, source, logger }) };
}

const SILENT: SecretsLog = { info: () => {}, warn: () => {} };

function parsed(text: string | undefined, source: string): MasterKey | undefined {
  return text === undefined ? undefined : parseMasterKey(text, source);
}

function listed({ configured, previous, file, next }: KeysAtHand): MasterKey[] {
  return [configured, file, previous, next].filter((key) => key !== undefined && key !== "unfinished");
}

/** Sees to it that every data key can be opened: refuses, or where that is wanted sets aside those that cannot. */
async function checkAll(atHand: KeysAtHand, options: SecretsOptions, logger: SecretsLog): Promise<void> {
  const { keys } = options;
  const held = new Set(listed(atHand).map((key) => key.id));
  const stored = await keys.listDataKeys();
  if (options.forgetLostKeys !== true) {
    const locked = stored.filter((key) => !held.has(key.masterKeyId));
    if (locked.length > 0) throw new WrongMasterKeyError(masterKeysOf(locked), locked.length, [...held]);
    return;
  }
  const [first, ...others] = listed(atHand);
  const keyring = first && new Keyring(first, others);
  // Also those whose master key is there, but that were damaged.
  const lost = stored.filter((key) => keyring?.opens(key) !== true);
  const destinations = lost.length === 0 ? 0 : await keys.loseDataKeys(lost);
  const fields = {
    destinations,
    masterKeyIds: masterKeysOf(lost),
    projectIds: lost.map((key) => key.projectId).slice(0, PROJECTS_LOGGED),
  };
  if (lost.length === 0) logger.warn({}, "forgetLostKeys is set, and no key is lost: take the setting away");
  else
    logger.warn(
      fields,
      `the credentials of ${lost.length} projects are lost: set those of all destinations again`,
    );
}

/** Enough to act on; a line of a log must not grow with the number of customers. */
const PROJECTS_LOGGED = 100;

function masterKeysOf(keys: readonly WrappedKey[]): readonly string[] {
  return [...new Set(keys.map((key) => key.masterKeyId))].sort();
}

/**
 * Ends a rotation that a crash cut short. The store decides: once the next key wraps anything there, the rotation has
 * happened and the file follows; otherwise it has not, and the next key was never used.
 */
async function settleRotation(
  atHand: KeysAtHand,
  { folder, keys }: SecretsOptions,
  logger: SecretsLog,
): Promise<void> {
  const { next, file } = atHand;
  if (next === undefined) return;
  atHand.next = undefined;
  const used =
    next !== "unfinished" && (await keys.listDataKeys()).some((key) => key.masterKeyId === next.id);
  if (!used) {
    dropNextKeyFile(folder);
    logger.warn({}, "a rotation of the master key was cut short before it changed anything: it is undone");
    return;
  }
  // Whatever the file's key wraps must not lose it.
  if (file !== undefined) await rewrap(new Keyring(next, [file]), keys, (key) => key.masterKeyId === file.id);
  adoptNextKeyFile(folder);
  atHand.file = next;
  logger.warn({ masterKeyId: next.id }, "a rotation of the master key was cut short: it is finished now");
}

/** A lost master key that turned up again opens what was set aside for its lack. */
async function restoreLost(keyring: Keyring, keys: KeyStore, logger: SecretsLog): Promise<void> {
  const opened = (await keys.listLostDataKeys()).filter((key) => keyring.opens(key));
  if (opened.length === 0) return;
  const projects = await keys.restoreDataKeys(opened);
  logger.info(
    { projects },
    "a lost master key is back: credentials that were not set again since work again",
  );
}
