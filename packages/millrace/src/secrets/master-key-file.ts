import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { messageOf } from "../core/errors.ts";
import { MasterKeyError } from "./errors.ts";
import type { MasterKey } from "./master-key.ts";
import { isMasterKey, parseMasterKey } from "./master-key.ts";
import { KEY_BYTES } from "./seal.ts";

/** Name of the file in the data folder that holds the master key where none is configured. */
const MASTER_KEY_FILE = "master.key";

/** Name of the file that holds the next master key while it takes the other one's place. */
const NEXT_KEY_FILE = "master.key.next";

/** The key in the data folder's file; undefined where there is no such file. */
export function readMasterKeyFile(folder: string): MasterKey | undefined {
  const path = join(folder, MASTER_KEY_FILE);
  const text = readKeyText(path);
  return text === undefined ? undefined : parseMasterKey(text, path);
}

/**
 * The next master key that a rotation left behind; undefined where there is none.
 * `unfinished` is a file that a crash kept from being written to its end: it has wrapped nothing.
 */
export function readNextKeyFile(folder: string): MasterKey | "unfinished" | undefined {
  const path = join(folder, NEXT_KEY_FILE);
  const text = readKeyText(path);
  if (text === undefined) return undefined;
  return isMasterKey(text) ? parseMasterKey(text, path) : "unfinished";
}

function readKeyText(path: string): string | undefined {
  try {
    // Permissions of other systems say nothing on Windows.
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) throw tooOpen(path);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof MasterKeyError) throw error;
    if (isCode(error, "ENOENT")) return undefined;
    throw new MasterKeyError(
      `${path} cannot be read: ${messageOf(error)}`,
      "Let the user that runs Millrace read it.",
    );
  }
}

/**
 * Makes a key and its file, readable for the owner alone. Only for the folder's one owner, and only where there is no
 * such file. It comes to its name whole: a crash leaves nothing, or a next key that has wrapped nothing.
 */
export function makeMasterKeyFile(folder: string): MasterKey {
  const key = makeNextKeyFile(folder);
  adoptNextKeyFile(folder);
  return key;
}

/**
 * Makes the next master key and its file, readable for the owner alone. Both the file and its name are on disk when this
 * returns, for what the key wraps is lost without it.
 */
export function makeNextKeyFile(folder: string): MasterKey {
  const path = join(folder, NEXT_KEY_FILE);
  const text = `${randomBytes(KEY_BYTES).toString("base64")}\n`;
  try {
    // "wx": fails where the file is there, so that no key is ever written over.
    const file = openSync(path, "wx", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    syncFolder(folder);
  } catch (error) {
    throw new MasterKeyError(
      `${path} cannot be made: ${messageOf(error)}`,
      "Make the data folder writable, with room on its disk.",
    );
  }
  return parseMasterKey(text, path);
}

/** Puts the next master key in the place of the present one, which is gone afterwards. */
export function adoptNextKeyFile(folder: string): void {
  change(folder, () => renameSync(join(folder, NEXT_KEY_FILE), join(folder, MASTER_KEY_FILE)));
}

/** Removes a next master key that has wrapped nothing. */
export function dropNextKeyFile(folder: string): void {
  change(folder, () => rmSync(join(folder, NEXT_KEY_FILE), { force: true }));
}

function change(folder: string, work: () => void): void {
  try {
    work();
    syncFolder(folder);
  } catch (error) {
    throw new MasterKeyError(
      `${join(folder, NEXT_KEY_FILE)} cannot be moved or removed: ${messageOf(error)}`,
      "Make the data folder writable and start Millrace again: it finishes what was begun. Keep both key files until then.",
    );
  }
}

/** Credentials sealed under a key whose file name is lost in a power cut would be lost with it. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function tooOpen(path: string): MasterKeyError {
  return new MasterKeyError(`${path} can be read by other users of this machine.`, `Run: chmod 600 ${path}`);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
