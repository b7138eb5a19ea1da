import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "../core/errors.ts";
import { MasterKeyError } from "./errors.ts";
import type { MasterKey } from "./master-key.ts";
import { parseMasterKey } from "./master-key.ts";
import { KEY_BYTES } from "./seal.ts";

/** Name of the file in the data folder that holds the master key where none is configured. */
const MASTER_KEY_FILE = "master.key";

/** The key in the data folder's file; undefined where there is no such file. */
export function readMasterKeyFile(folder: string): MasterKey | undefined {
  const path = join(folder, MASTER_KEY_FILE);
  let text: string;
  try {
    // Permissions of other systems say nothing on Windows.
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) throw tooOpen(path);
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof MasterKeyError) throw error;
    if (isCode(error, "ENOENT")) return undefined;
    throw new MasterKeyError(
      `${path} cannot be read: ${messageOf(error)}`,
      "Let the user that runs Millrace read it.",
    );
  }
  return parseMasterKey(text, path);
}

/**
 * Makes a key and its file, readable for the owner alone. Where another process makes one at the same moment,
 * one of the two wins and both use it.
 */
export function makeMasterKeyFile(folder: string): MasterKey {
  const path = join(folder, MASTER_KEY_FILE);
  const text = `${randomBytes(KEY_BYTES).toString("base64")}\n`;
  let file: number;
  try {
    // "wx": fails where the file is there, so that no key is ever written over.
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (isCode(error, "EEXIST")) return readMasterKeyFile(folder) ?? parseMasterKey("", path);
    throw new MasterKeyError(`${path} cannot be made: ${messageOf(error)}`, "Make the data folder writable.");
  }
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
  return parseMasterKey(text, path);
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
