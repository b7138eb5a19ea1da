import { basename } from "node:path";
import type { Registry } from "prom-client";
import { MillraceError, StorageError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock, Timestamp } from "../core/time.ts";
import { formatTimestamp } from "../core/time.ts";
import type { EventLog } from "../log/event-log.ts";
import { damageIn } from "../sqlite/damage.ts";
import { DiskGuard } from "./disk-guard.ts";
import type { OnRemoved, OwedFrom, RetentionLog } from "./retention.ts";
import { Retention } from "./retention.ts";
import { retentionMetrics } from "./retention-metrics.ts";
import { StorageWatch } from "./storage-watch.ts";

/** What {@link Upkeep} is made of. */
export interface UpkeepOptions {
  readonly folder: string;
  readonly retentionHours: number;
  readonly owedRetentionHours: number;
  readonly minFreeBytes: Bytes;
  readonly maxLogBytes?: Bytes | undefined;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: RetentionLog;
  readonly metrics: Registry;
  readonly owedFrom: OwedFrom;
  readonly onRemoved: readonly OnRemoved[];
  /** Why a database takes no writes, of every one that does not. */
  readonly failures: () => readonly Error[];
}

/** How the storage is doing. Sizes in bytes. */
interface StorageStatus {
  readonly log: {
    readonly head: Position;
    readonly bytes: Bytes;
    readonly freeBytes: Bytes;
    readonly oldestEventTime?: Timestamp;
  };
  readonly disk: { readonly freeBytes?: Bytes; readonly minFreeBytes: Bytes };
  readonly retention: {
    readonly removed: number;
    readonly cutOff: number;
    readonly endangered: readonly {
      readonly projectId: string;
      readonly position: Position;
      readonly acceptedTime: Timestamp;
      readonly cutTime: Timestamp;
      readonly events: number;
    }[];
  };
  readonly damaged: readonly { readonly file: string; readonly detail: string }[];
}

/** Keeps the storage in order while Millrace runs: old events go, the disk does not fill up, and what is wrong is said. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #guard: DiskGuard;
  readonly #retention: Retention;
  readonly #watch: StorageWatch;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    const { folder, log, clock, logger, metrics } = options;
    const { minFreeBytes, maxLogBytes } = options;
    this.#guard = new DiskGuard({ folder, minFreeBytes, maxLogBytes, log, clock });
    const { retentionHours, owedRetentionHours, owedFrom, onRemoved } = options;
    this.#retention = new Retention({
      folder,
      log,
      clock,
      logger,
      retentionHours,
      owedRetentionHours,
      owedFrom,
      onRemoved,
      diskIsShort: () => this.#guard.diskIsShort,
    });
    this.#watch = new StorageWatch(() => this.problems(), clock, logger);
    retentionMetrics(metrics, { log, retention: this.#retention, guard: this.#guard, clock });
  }

  /** Starts to guard the disk; before any event is taken in. */
  async guard(): Promise<void> {
    await this.#guard.start();
    this.#watch.start();
  }

  /** Starts to remove old events; when every lane is open. */
  removeOldEvents(): void {
    this.#retention.start();
  }

  /** Why an append is refused at the moment, if it is. */
  refuse(): MillraceError | undefined {
    return this.#guard.refuse();
  }

  /** Why no events can be taken in; empty where they can. */
  problems(): readonly MillraceError[] {
    const { refusal } = this.#guard;
    return [...(refusal === undefined ? [] : [refusal]), ...this.#options.failures().map(typed)];
  }

  status(): StorageStatus {
    const { folder, log, minFreeBytes } = this.#options;
    const { freeBytes } = this.#guard;
    const oldest = log.oldest();
    return {
      log: {
        head: log.head(),
        ...log.size(),
        ...(oldest !== undefined && { oldestEventTime: formatTimestamp(oldest.acceptedAt) }),
      },
      disk: { ...(freeBytes !== undefined && { freeBytes }), minFreeBytes },
      retention: {
        removed: this.#retention.removed,
        cutOff: this.#retention.cutOff,
        endangered: this.#retention.endangered.map(({ projectId, position, events, acceptedAt, cutAt }) => ({
          projectId,
          position,
          events,
          acceptedTime: formatTimestamp(acceptedAt),
          cutTime: formatTimestamp(cutAt),
        })),
      },
      damaged: damageIn(folder).map(({ path, found }) => ({ file: basename(path), detail: found })),
    };
  }

  async close(): Promise<void> {
    this.#guard.close();
    this.#watch.close();
    await this.#retention.close();
  }
}

function typed(failure: Error): MillraceError {
  if (failure instanceof MillraceError) return failure;
  return new StorageError(failure.message, { fatal: true, cause: failure });
}
