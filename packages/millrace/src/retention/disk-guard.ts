import { statfs } from "node:fs/promises";
import { BackPressureError } from "../core/errors.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import type { EventLog } from "../log/event-log.ts";

/** How often the disk is looked at: a few microseconds of work, against what can be written between two looks. */
const LOOK_EVERY: Milliseconds = 1_000;

/** When a refused caller should come again. */
const RETRY_AFTER_SECONDS = 10;

/** What a {@link DiskGuard} is made of. */
export interface DiskGuardOptions {
  /** The data folder. */
  readonly folder: string;
  /** Below this much free space no more events are taken in: the rest is for cursors, dead letters and the system. */
  readonly minFreeBytes: Bytes;
  /** Above this much of events no more are taken in; no limit where there is none. */
  readonly maxLogBytes?: Bytes | undefined;
  readonly log: Pick<EventLog, "size">;
  readonly clock: Clock;
  /** Of the disk that holds a folder; the system's own answer where none is given. */
  readonly freeBytesOf?: (folder: string) => Promise<Bytes>;
}

/**
 * Stops taking in events before the disk is full, so that nothing that was accepted is at risk and deliveries, which
 * make room, can go on. It lets go by itself when there is room again.
 */
export class DiskGuard {
  readonly #options: DiskGuardOptions;
  readonly #freeBytesOf: (folder: string) => Promise<Bytes>;
  #cancel: (() => void) | undefined;
  #refusal: BackPressureError | undefined;
  #freeBytes: Bytes | undefined;
  #refused = 0;
  #closed = false;

  constructor(options: DiskGuardOptions) {
    this.#options = options;
    this.#freeBytesOf = options.freeBytesOf ?? freeBytesOf;
  }

  /** Looks for the first time, and from then on every second. */
  async start(): Promise<void> {
    await this.look();
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(LOOK_EVERY, () => void this.start());
  }

  /** Why no events are taken in at the moment, if so. */
  get refusal(): BackPressureError | undefined {
    return this.#refusal;
  }

  /** The refusal, for one append that is refused with it. */
  refuse(): BackPressureError | undefined {
    if (this.#refusal !== undefined) this.#refused++;
    return this.#refusal;
  }

  /** Appends refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Free space at the last look; undefined where the system did not say. */
  get freeBytes(): Bytes | undefined {
    return this.#freeBytes;
  }

  /** The disk itself is short, so that room inside the log should go back to it. */
  get diskIsShort(): boolean {
    return this.#freeBytes !== undefined && this.#freeBytes < this.#options.minFreeBytes * 2;
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  /** One look. A disk that does not say how much is free refuses nothing: the writes themselves will tell. */
  async look(): Promise<void> {
    const { folder, minFreeBytes, maxLogBytes, log } = this.#options;
    this.#freeBytes = await this.#freeBytesOf(folder).catch(() => undefined);
    const used = maxLogBytes === undefined ? undefined : usedBytes(log);
    if (this.#freeBytes !== undefined && this.#freeBytes < minFreeBytes)
      this.#refusal = diskNearlyFull(this.#freeBytes, minFreeBytes);
    else if (used !== undefined && maxLogBytes !== undefined && used > maxLogBytes)
      this.#refusal = logFull(used, maxLogBytes);
    else this.#refusal = undefined;
  }
}

async function freeBytesOf(folder: string): Promise<Bytes> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function usedBytes(log: Pick<EventLog, "size">): Bytes | undefined {
  try {
    const { bytes, freeBytes } = log.size();
    return bytes - freeBytes;
  } catch {
    // A file that cannot be read has its own way of saying so.
    return undefined;
  }
}

function diskNearlyFull(free: Bytes, least: Bytes): BackPressureError {
  return new BackPressureError(
    "disk_nearly_full",
    `The disk that holds the data folder has ${mebibytes(free)} free, less than the ${mebibytes(least)} of minFreeBytes; no more events are taken in.`,
    {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      remedy:
        "Make room on the disk or shorten retentionHours. Nothing accepted is at risk, and Millrace goes on by itself.",
    },
  );
}

function logFull(used: Bytes, most: Bytes): BackPressureError {
  return new BackPressureError(
    "log_full",
    `The log holds ${mebibytes(used)}, more than the ${mebibytes(most)} of maxLogBytes; no more events are taken in.`,
    {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      remedy:
        "Raise maxLogBytes, shorten retentionHours, or see which routes lag. Nothing accepted is at risk, and Millrace goes on by itself.",
    },
  );
}

function mebibytes(bytes: Bytes): string {
  return `${Math.floor(bytes / 1_048_576).toLocaleString("en")} MiB`;
}
