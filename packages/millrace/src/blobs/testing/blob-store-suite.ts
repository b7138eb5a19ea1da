import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BlobKey, BlobStore } from "../blob-store.ts";

/** A backend under test, over a place of its own. */
export interface BlobStoreFixture {
  readonly store: BlobStore;
  /** Names of what is really there, with everything in them, sorted. */
  list(): Promise<readonly string[]>;
  /** Makes what is there look written so long ago. */
  age(milliseconds: number): Promise<void>;
  remove(): Promise<void>;
}

const PROJECT = "01a1fc27-a71e-787d-baf8-3eef3d9ddd67";
const OTHER = "01a1fc27-a71e-787d-baf8-3eef3d9ddd68";
const DAY = 24 * 3_600_000;

/** What every {@link BlobStore} must hold. */
export function blobStoreSuite(name: string, makeFixture: () => Promise<BlobStoreFixture>): void {
  describe(name, () => {
    let fixture: BlobStoreFixture;
    let store: BlobStore;
    beforeEach(async () => {
      fixture = await makeFixture();
      store = fixture.store;
    });
    afterEach(async () => {
      await store.close();
      await fixture.remove();
    });
    const put = (position: number, part = 0, projectId = PROJECT) =>
      store.put({ projectId, position, part }, Buffer.from(`[${position}]`));

    it("gives back what was put, byte for byte", async () => {
      const bytes = Buffer.from(`[${"😀ünï,".repeat(300_000)}]`);
      const key = { projectId: PROJECT, position: 7, part: 3 };
      await store.put(key, bytes);
      const blob = await store.open(key);
      expect(blob?.bytes).toBe(bytes.length);
      expect(Buffer.concat(await chunksOf(store, key)).equals(bytes)).toBe(true);
      blob?.stream.destroy();
      expect(await fixture.list()).toEqual([`${PROJECT}/0000000000000007-3.json`]);
    });

    it("knows what it has", async () => {
      await put(1);
      expect(await store.has({ projectId: PROJECT, position: 1, part: 0 })).toBe(true);
      for (const missing of [
        { projectId: PROJECT, position: 1, part: 1 },
        { projectId: PROJECT, position: 2, part: 0 },
        { projectId: OTHER, position: 1, part: 0 },
      ]) {
        expect(await store.has(missing)).toBe(false);
        expect(await store.open(missing)).toBeUndefined();
      }
    });

    it("takes the same blob any number of times, also at once", async () => {
      await Promise.all(Array.from({ length: 8 }, () => put(1)));
      await put(1);
      expect(await textOf(store, { projectId: PROJECT, position: 1, part: 0 })).toBe("[1]");
      expect(await fixture.list()).toHaveLength(1);
    });

    it("writes over what is no copy of the blob: cut short, or left from before a backup was restored", async () => {
      const key = { projectId: PROJECT, position: 1, part: 0 };
      for (const text of ["[1", "[1]", "[2]"]) {
        await store.put(key, Buffer.from(text));
        expect(await textOf(store, key)).toBe(text);
      }
    });

    it("removes what is at and below a position, of one project alone", async () => {
      for (const position of [1, 2, 10, 9_007_199_254_740_991]) await put(position);
      await put(2, 5);
      await put(1, 0, OTHER);
      await fixture.age(DAY);
      expect(await store.removeThrough(PROJECT, 2, Date.now() - 1_000)).toBe(3);
      expect(await fixture.list()).toEqual([
        `${PROJECT}/0000000000000010-0.json`,
        `${PROJECT}/9007199254740991-0.json`,
        `${OTHER}/0000000000000001-0.json`,
      ]);
      expect(await store.removeThrough(PROJECT, 2, Date.now())).toBe(0);
      expect(await store.removeThrough("no-such-project", 2, Date.now())).toBe(0);
    });

    it("leaves what was put, or put again, since a moment: URLs to it are still good", async () => {
      await put(1);
      await put(2);
      await fixture.age(2 * DAY);
      await put(2);
      expect(await store.removeThrough(PROJECT, 100, Date.now() - DAY)).toBe(1);
      expect(await store.has({ projectId: PROJECT, position: 2, part: 0 })).toBe(true);
    });

    it("removes many", async () => {
      for (let part = 0; part < 300; part += 100)
        await Promise.all(Array.from({ length: 100 }, (_, i) => put(1, part + i)));
      // One stays: the S3 emulator fails where several deletions at once leave a folder empty.
      await put(2);
      await fixture.age(DAY);
      expect(await store.removeThrough(PROJECT, 1, Date.now() - 1_000)).toBe(300);
      expect(await fixture.list()).toEqual([`${PROJECT}/0000000000000002-0.json`]);
    });

    it.each(["../up", "..", ".", "a/b", "a\\b", "", "a\0b", "%2e%2e", "x".repeat(129)])(
      "refuses the project %j, which could lead elsewhere",
      async (projectId) => {
        await expect(put(1, 0, projectId)).rejects.toThrow(/cannot name a folder/);
        await expect(store.removeThrough(projectId, 1, Date.now())).rejects.toThrow(/cannot name a folder/);
        expect(await fixture.list()).toEqual([]);
      },
    );

    it.each([-1, 0.5, Number.NaN, 2 ** 53, 1e21])("refuses the position %s", async (position) => {
      await expect(put(position)).rejects.toThrow(/No blob has/);
      await expect(put(1, position)).rejects.toThrow(/No blob has/);
    });
  });
}

async function chunksOf(store: BlobStore, key: BlobKey): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await store.open(key))?.stream ?? []) chunks.push(Buffer.from(chunk));
  return chunks;
}

async function textOf(store: BlobStore, key: BlobKey): Promise<string> {
  return Buffer.concat(await chunksOf(store, key)).toString();
}
