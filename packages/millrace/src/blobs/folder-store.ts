import { randomUUID } from "node:crypto";
import { constants, mkdirSync, rmSync, statSync, unlinkSync, utimesSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { EpochMilliseconds } from "../core/time.ts";
import type { BlobKey, BlobStore, OpenBlob } from "./blob-store.ts";
import { BlobStoreError } from "./blob-store.ts";
import { blobFolder, blobPath, parseBlobName } from "./blob-key.ts";

/** Holds what is being written. On the same file system, so that a rename is all that is left to do. */
const UNFINISHED = ".unfinished";

/** Files removed in one go, before other work has its turn. */
const REMOVED_AT_ONCE = 100;

/** Keeps blobs in a folder of one process. Readable for its user alone. */
export class FolderStore implements BlobStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the folder, makes it where it is missing, and clears away what a crash left unfinished. */
  static open(folder: string): FolderStore {
    const store = new FolderStore(folder);
    attempt(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rmSync(join(folder, UNFINISHED), { recursive: true, force: true });
      mkdirSync(join(folder, UNFINISHED), { mode: 0o700 });
    });
    return store;
  }

  async put(key: BlobKey, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(key);
    if ((await holds(path, bytes)) && attempt(() => touched(path, bytes.length))) return;
    const unfinished = join(this.#folder, UNFINISHED, randomUUID());
    try {
      const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await write(unfinished, bytes);
      await rename(unfinished, path);
      await flushFolder(dirname(path));
      if (made !== undefined) await flushFolder(this.#folder);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => {});
      throw failed(error);
    }
  }

  async open(key: BlobKey): Promise<OpenBlob | undefined> {
    try {
      const file = await open(this.#pathOf(key), constants.O_RDONLY | constants.O_NOFOLLOW);
      const { size } = await file.stat();
      return { bytes: size, stream: file.createReadStream() };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw failed(error);
    }
  }

  async has(key: BlobKey): Promise<boolean> {
    return attempt(() => statSync(this.#pathOf(key), { throwIfNoEntry: false }) !== undefined);
  }

  urlFor(): undefined {
    return undefined;
  }

  async removeThrough(projectId: string, position: Position, putBefore: EpochMilliseconds): Promise<number> {
    const folder = join(this.#folder, blobFolder(projectId));
    let removed = 0;
    const names = await namesIn(folder);
    for (const [i, name] of names.entries()) {
      const key = parseBlobName(projectId, name);
      if (key === undefined || key.position > position) continue;
      if (attempt(() => removedIfOld(join(folder, name), putBefore))) removed++;
      if (i % REMOVED_AT_ONCE === 0) await new Promise(setImmediate);
    }
    return removed;
  }

  async removeProject(projectId: string): Promise<void> {
    await this.removeThrough(projectId, Number.MAX_SAFE_INTEGER, Infinity);
    try {
      await rmdir(join(this.#folder, blobFolder(projectId)));
    } catch (error) {
      if (!isMissing(error)) throw failed(error);
    }
  }

  async close(): Promise<void> {}

  #pathOf(key: BlobKey): string {
    return join(this.#folder, blobPath(key));
  }
}

// In these two, looking and doing are one step, with nothing of this process between them: a blob that is put while old
// ones are removed is either found and touched, or gone and written anew.

/** Makes a file of that size count as written now; false where there is none. */
function touched(path: string, bytes: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.size !== bytes) return false;
  const now = new Date();
  utimesSync(path, now, now);
  return true;
}

function removedIfOld(path: string, putBefore: EpochMilliseconds): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.mtimeMs >= putBefore) return false;
  unlinkSync(path);
  return true;
}

/** True where the file is a whole copy. Positions may come again with other events, after a backup was restored. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.size === bytes.length && (await readFile(path)).equals(bytes);
  } catch (error) {
    if (isMissing(error)) return false;
    throw failed(error);
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A renamed file is there after a power cut only when its folder was flushed too. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw failed(error);
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failed(error);
  }
}

function failed(error: unknown): BlobStoreError {
  return new BlobStoreError(`The folder of large results cannot be used: ${messageOf(error)}.`, error);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
