import { mkdirSync } from "node:fs";
import { DataFolderError, messageOf } from "../core/errors.ts";

/**
 * Makes the data folder where there is none, for its owner alone.
 * @throws {DataFolderError}
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DataFolderError(
      "data_folder",
      `The data folder ${folder} cannot be made: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}
