import { accessSync, constants, readdirSync } from "node:fs";
import { join } from "node:path";
import { DataFolderError, messageOf } from "../core/errors.ts";

/** The databases and the files that belong to them. */
const DATABASE_FILE = /\.db(-wal|-shm|-journal)?$/;

/**
 * Refuses a data folder that cannot be written: SQLite would open its files all the same and refuse the first event.
 * @throws {DataFolderError} naming what cannot be written
 */
export function requireWritable(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const name of readdirSync(folder))
      if (DATABASE_FILE.test(name)) accessSync(join(folder, name), constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new DataFolderError(
      "data_folder_not_writable",
      `The data folder ${folder} cannot be written: ${messageOf(error)}`,
      {
        remedy: `Make the folder and the files in it writable for the user Millrace runs as, or choose another one with --data-dir.`,
        cause: error,
      },
    );
  }
}
