import { basename } from "node:path";
import Database from "better-sqlite3";
import type { MillraceError, StorageFault } from "../core/errors.ts";
import { DataFolderError, messageOf, StorageError } from "../core/errors.ts";
import { DamagedFileError, noteDamage } from "./damage.ts";

/** SQLite's result codes that mean the disk or the file, by how they begin (https://www.sqlite.org/rescode.html). */
const FAULTS: readonly (readonly [code: string, fault: StorageFault])[] = [
  ["SQLITE_FULL", "disk_full"],
  ["SQLITE_READONLY", "disk_read_only"],
  ["SQLITE_PERM", "disk_read_only"],
  ["SQLITE_CORRUPT", "file_damaged"],
  ["SQLITE_NOTADB", "file_damaged"],
  // A file that ends in the middle of a page.
  ["SQLITE_IOERR_SHORT_READ", "file_damaged"],
  ["SQLITE_IOERR", "disk_failing"],
  ["SQLITE_CANTOPEN", "disk_failing"],
];

/** What an error says of the disk or the file; undefined where it says nothing of them. */
export function faultOf(error: unknown): StorageFault | undefined {
  if (error instanceof StorageError) return error.fault;
  if (error instanceof DamagedFileError) return "file_damaged";
  if (!(error instanceof Database.SqliteError)) return undefined;
  return FAULTS.find(([code]) => error.code.startsWith(code))?.[1];
}

/** An error of SQLite about the disk or the file as one of ours that names the file; undefined for any other. */
export function fileErrorOf(error: unknown, path: string): MillraceError | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const fault = faultOf(error);
  if (fault === undefined) return undefined;
  if (fault === "file_damaged") {
    noteDamage(path, error.message);
    return new DamagedFileError(path, error.message, { cause: error });
  }
  const message = `${basename(path)} cannot be read or written: ${error.message}.`;
  return new StorageError(message, { fatal: false, fault, cause: error });
}

/** What is said of a file that cannot be opened at the start, to the person who starts Millrace. */
export function openErrorOf(thrown: unknown, path: string): unknown {
  const error = fileErrorOf(thrown, path) ?? thrown;
  if (error instanceof DamagedFileError) return atStart(error);
  // A full disk may have room the next time; a file that cannot be written will not change by itself.
  if (!(error instanceof StorageError) || error.fault !== "disk_read_only") return error;
  const { code, message, remedy } = error;
  return new DataFolderError(code, message, { cause: thrown, ...(remedy !== undefined && { remedy }) });
}

function atStart({ path, cause }: DamagedFileError): DamagedFileError {
  return new DamagedFileError(path, messageOf(cause), { named: path, cause });
}
