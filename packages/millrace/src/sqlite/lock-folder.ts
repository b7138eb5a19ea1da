import { join } from "node:path";
import Database from "better-sqlite3";
import { MillraceError } from "../core/errors.ts";
import { openErrorOf } from "./faults.ts";

/** Another process uses the data folder. */
export class FolderInUseError extends MillraceError {
  constructor(folder: string) {
    super("data_folder_in_use", `The data folder ${folder} is in use by another Millrace.`, {
      remedy: "Stop the other process, or give this one a folder of its own with --data-dir.",
    });
  }
}

/**
 * Takes the data folder for this process alone, until the answer is called or the process ends, however it ends:
 * the lock is the operating system's, held through an open transaction on a file that holds nothing.
 * @throws {FolderInUseError} {@link DataFolderError} where the folder cannot be written
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock.db");
  const database = open(path);
  try {
    database.pragma("journal_mode = DELETE");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY"))
      throw new FolderInUseError(folder);
    throw openErrorOf(error, path);
  }
  return () => database.close();
}

function open(path: string): Database.Database {
  try {
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw openErrorOf(error, path);
  }
}
