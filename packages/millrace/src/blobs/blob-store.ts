import type { Readable } from "node:stream";
import { MillraceError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";

/** Which piece of which event's result a blob holds. What it holds follows from the key: it never changes. */
export interface BlobKey {
  readonly projectId: string;
  /** The event's. */
  readonly position: Position;
  /** 0 for the whole result, n for its nth record alone. */
  readonly part: number;
}

/** A blob on its way out. */
export interface OpenBlob {
  readonly bytes: Bytes;
  /** To be read to its end or destroyed. */
  readonly stream: Readable;
}

/**
 * Where results too large for a message are kept, one blob a key. All methods but {@link urlFor} reject with
 * {@link BlobStoreError} where the place cannot be reached or refuses.
 */
export interface BlobStore {
  /**
   * Keeps the bytes under the key: wholly or not at all, and when this resolves for good. A key that is kept already is
   * not written again, but counts as written now; so any number of attempts may put the same blob.
   */
  put(key: BlobKey, bytes: Uint8Array): Promise<void>;
  /** The blob; undefined where there is none (any more). */
  open(key: BlobKey): Promise<OpenBlob | undefined>;
  /** True where the blob is kept. */
  has(key: BlobKey): Promise<boolean>;
  /** A URL under which anybody can fetch the blob for `ttl`; undefined where the place gives none, or none for so long. */
  urlFor(key: BlobKey, ttl: Milliseconds): string | undefined;
  /**
   * Removes the project's blobs of events at and below `position` that were last put before `putBefore`. Answers how many.
   * A blob that is put at the same time stays.
   */
  removeThrough(projectId: string, position: Position, putBefore: EpochMilliseconds): Promise<number>;
  /** Removes all blobs of a deleted project, and whatever else would name it. */
  removeProject(projectId: string): Promise<void>;
  close(): Promise<void>;
}

/** Blobs cannot be kept or fetched at the moment: the disk is full, the bucket refuses. Trying again later is right. */
export class BlobStoreError extends MillraceError {
  constructor(message: string, cause?: unknown) {
    super("blob_store_failed", message, {
      status: 503,
      retryAfterSeconds: 5,
      remedy:
        "See whether the disk of the data folder is full, or whether the settings blobs… lead to a bucket.",
      cause,
    });
  }
}
