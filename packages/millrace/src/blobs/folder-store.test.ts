import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BlobStoreError } from "./blob-store.ts";
import { FolderStore } from "./folder-store.ts";
import { blobStoreSuite } from "./testing/blob-store-suite.ts";

const filesIn = async (folder: string) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
};

blobStoreSuite("folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-blobs-"));
  return {
    store: FolderStore.open(folder),
    list: () => filesIn(folder),
    async age(milliseconds) {
      const then = new Date(Date.now() - milliseconds);
      for (const file of await filesIn(folder)) utimesSync(join(folder, file), then, then);
    },
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

describe("a folder of blobs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-blobs-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const key = { projectId: "project-1", position: 1, part: 0 };

  it("is readable for its user alone", async () => {
    const root = join(folder, "blobs");
    await FolderStore.open(root).put(key, Buffer.from("[]"));
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, "project-1")).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, "project-1", "0000000000000001-0.json")).mode & 0o777).toBe(0o600);
  });

  it("keeps the file that is there where the same blob is put again", async () => {
    const store = FolderStore.open(folder);
    const file = join(folder, "project-1", "0000000000000001-0.json");
    await store.put(key, Buffer.from("[]"));
    const { ino } = statSync(file);
    utimesSync(file, 1, 1);
    await store.put(key, Buffer.from("[]"));
    expect(statSync(file).ino).toBe(ino);
    expect(statSync(file).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it("is cleared at the start of what a crash left unfinished, and of nothing else", async () => {
    await FolderStore.open(folder).put(key, Buffer.from("[]"));
    writeFileSync(join(folder, ".unfinished", "half"), "[1");
    FolderStore.open(folder);
    expect(await filesIn(folder)).toEqual(["project-1/0000000000000001-0.json"]);
  });

  it("does not follow links that somebody put there", async () => {
    const store = FolderStore.open(folder);
    mkdirSync(join(folder, "project-1"));
    symlinkSync("/etc/hostname", join(folder, "project-1", "0000000000000001-0.json"));
    await expect(store.open(key)).rejects.toThrow(BlobStoreError);
  });

  it("says what stands in the way, and leaves nothing behind", async () => {
    const store = FolderStore.open(folder);
    writeFileSync(join(folder, "project-1"), "a file where a folder should be");
    await expect(store.put(key, Buffer.from("[]"))).rejects.toThrow(BlobStoreError);
    expect(await filesIn(folder)).toEqual(["project-1"]);
  });
});
