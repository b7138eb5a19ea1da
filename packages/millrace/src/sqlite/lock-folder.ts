import { join } from "node:path";
import Database from "better-sqlite3";
import { MillraceError } from "../core/errors.ts";

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
 * @throws {FolderInUseError}
 */
export function lockFolder(folder: string): () => void {
  const database = new Database(join(folder, "lock.db"), { timeout: 0 });
  try {
    database.pragma("journal_mode = DELETE");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY"))
      throw new FolderInUseError(folder);
    throw error;
  }
  return () => database.close();
}
