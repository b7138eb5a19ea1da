import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { messageOf } from "../core/errors.ts";
import type { Bytes } from "../core/message.ts";
import type { FileFault } from "./file-fault.ts";

/** Why a file of a folder cannot be had, as the end of a sentence that begins with its name. */
export class FolderFileError extends Error {}

/** Reads files of one folder and of no other, whatever names and links say. */
export class FolderFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The folder with a name behind it, for sentences. */
  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /**
   * A file's bytes, undefined where there is no such file.
   * @throws {FolderFileError} where it lies outside of the folder, is larger than `maxBytes` or cannot be read
   */
  async bytes(name: string, maxBytes: Bytes): Promise<Buffer | undefined> {
    if (isAbsolute(name) || name.includes("\0"))
      throw new FolderFileError("must be a path inside the folder");
    try {
      const path = join(this.#folder, name);
      const [root, file] = await Promise.all([realpath(this.#folder), realpath(path)]);
      const inside = relative(root, file);
      if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside))
        throw new FolderFileError("leads out of the folder");
      const found = await stat(file);
      if (!found.isFile()) throw new FolderFileError("is no file");
      if (found.size > maxBytes)
        throw new FolderFileError(`has ${found.size} bytes; ${maxBytes} is the limit`);
      return await readFile(file);
    } catch (error) {
      if (error instanceof FolderFileError) throw error;
      if (isMissing(error)) return undefined;
      throw new FolderFileError(`cannot be read: ${messageOf(error)}`);
    }
  }

  /** The same as text, which must be UTF-8. @throws {FolderFileError} as `bytes` does */
  async text(name: string, maxBytes: Bytes): Promise<string | undefined> {
    const bytes = await this.bytes(name, maxBytes);
    if (bytes === undefined) return undefined;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new FolderFileError("is not UTF-8");
    }
  }

  /** Names of the files in a folder of the folder, sorted; none where it is not there. */
  async names(folder: string, ending: string): Promise<readonly string[]> {
    try {
      const found = await readdir(join(this.#folder, folder));
      return found.filter((name) => name.endsWith(ending) && !name.startsWith(".")).toSorted();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** What `read` gives; where it cannot, that is pushed onto `faults` and nothing given. */
export async function readOr<T>(
  faults: FileFault[],
  file: string,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FolderFileError)) throw error;
    faults.push({ file, line: 1, column: 1, name: "", message: error.message });
    return undefined;
  }
}
