import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { MillraceError, messageOf } from "../core/errors.ts";

/**
 * The text of a file, or of standard input for `-`.
 * @throws {MillraceError} where it cannot be read
 */
export async function readInput(path: string): Promise<string> {
  try {
    return path === "-" ? await text(process.stdin) : await readFile(path, "utf8");
  } catch (error) {
    throw new MillraceError("unreadable_file", `${path} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** A text as JSON. @throws {MillraceError} that names the file */
export function parseInput(path: string, input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    throw new MillraceError("unreadable_file", `${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
