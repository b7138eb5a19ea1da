import { basename, dirname, resolve } from "node:path";
import { DataFolderError } from "../core/errors.ts";

/**
 * A database file holds what cannot be: a page was overwritten, cut off, or read wrongly by the disk.
 * Status 503: who hands in events keeps them and tries again, after somebody has restored the file.
 */
export class DamagedFileError extends DataFolderError {
  readonly path: string;

  /** @param details `named` is what the message calls the file: its name alone, where strangers may read it */
  constructor(path: string, found: string, details: { named?: string; cause?: unknown } = {}) {
    super("file_damaged", `${details.named ?? basename(path)} is damaged: ${found}.`, {
      status: 503,
      retryAfterSeconds: 60,
      remedy:
        "Stop Millrace, run `millrace check-data`, and restore the file from a backup or recover it: see docs/operating.md.",
      cause: details.cause,
    });
    this.path = path;
  }
}

/** What was found of a damaged file. */
export interface Damage {
  readonly path: string;
  /** What SQLite said when it came upon it first. */
  readonly found: string;
}

const byPath = new Map<string, Damage>();

/** Remembers that a file is damaged; only the first finding counts. */
export function noteDamage(path: string, found: string): void {
  const whole = resolve(path);
  if (!byPath.has(whole)) byPath.set(whole, { path, found });
}

/** The file is opened anew, and may have been restored. */
export function forgetDamage(path: string): void {
  byPath.delete(resolve(path));
}

/** The files of a data folder that were found damaged since they were opened. */
export function damageIn(folder: string): readonly Damage[] {
  return [...byPath].filter(([path]) => dirname(path) === resolve(folder)).map(([, damage]) => damage);
}
