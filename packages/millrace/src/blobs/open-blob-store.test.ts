import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { BucketStore } from "./bucket-store.ts";
import { FolderStore } from "./folder-store.ts";
import { openBlobStore } from "./open-blob-store.ts";

describe("where blobs are kept", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "millrace-blobs-")), "blobs");
  afterAll(() => rmSync(join(folder, ".."), { recursive: true }));
  const keys = { blobsAccessKeyId: "AKIAEXAMPLE", blobsSecretAccessKey: "wJalrXUtnFEMI" };

  it("is the bucket where one is named, and then no folder is made", async () => {
    const store = openBlobStore(folder, { blobsBucket: "blobs", blobsRegion: "us-west-2", ...keys });
    expect(store).toBeInstanceOf(BucketStore);
    expect(existsSync(folder)).toBe(false);
    await store.close();
  });

  it("is the folder where none is", () => {
    expect(openBlobStore(folder, {})).toBeInstanceOf(FolderStore);
    expect(existsSync(folder)).toBe(true);
  });

  it.each([
    [{ blobsBucket: "blobs", ...keys }, "blobsBucket without blobsRegion"],
    [
      { blobsBucket: "blobs", blobsRegion: "us-west-2" },
      "blobsBucket without blobsAccessKeyId, blobsSecretAccessKey",
    ],
    [
      { blobsPrefix: "a/", ...keys },
      "blobsPrefix, blobsAccessKeyId, blobsSecretAccessKey without blobsBucket",
    ],
  ])("is not guessed from %o", (settings, what) => {
    expect(() => openBlobStore(folder, settings)).toThrow(
      `The settings of large results are not complete: ${what}.`,
    );
  });
});
