import { messageOf, StorageError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import type { LaneCommit, LaneLease, Ledger, LettersOf } from "../ledger/ledger.ts";
import type { LaneLog } from "./lane-context.ts";
import type { Settled } from "./settled.ts";

/** After a commit that the disk refused, how long until it is tried again. */
const RETRY_AFTER: Milliseconds = 1_000;

/** What {@link LaneCommits} works with. */
export interface LaneCommitsOptions {
  readonly ledger: Ledger;
  readonly lease: LaneLease;
  /** Where its dead letters belong. */
  readonly letters: LettersOf;
  readonly clock: Clock;
  readonly logger: LaneLog;
  readonly onFenced: () => void;
  readonly onCommitted: () => void;
}

/**
 * A lane's writes to the ledger: one commit in flight, everything settled meanwhile goes into the next.
 * Nothing settled is ever given up: a commit that fails is tried again until the disk takes it.
 */
export class LaneCommits {
  readonly #options: LaneCommitsOptions;
  #next: Settled | undefined;
  #underWay: Promise<void> | undefined;
  #committed: Position;
  #uncommitted = 0;
  #abandoned = false;

  constructor(options: LaneCommitsOptions) {
    this.#options = options;
    this.#committed = options.lease.cursor;
  }

  /** The cursor as it is on disk. */
  get committed(): Position {
    return this.#committed;
  }

  /** What was settled and is not yet on disk, in calls of {@link add}: what a crash would repeat. */
  get uncommitted(): number {
    return this.#uncommitted;
  }

  add(settled: Settled): void {
    if (this.#next === undefined) this.#next = settled;
    else this.#next.add(settled);
    this.#uncommitted++;
    this.#underWay ??= this.#run();
  }

  /**
   * Resolves when everything added so far is on disk; at the latest after `limit`, and then nothing more is written: what
   * was settled and is not on disk is sent again by the next owner. Answers whether everything is.
   */
  async flushed(limit: Milliseconds): Promise<boolean> {
    const { clock } = this.#options;
    let cancel = (): void => {};
    const tooLate = new Promise<void>((resolve) => {
      cancel = clock.after(limit, () => {
        this.#abandoned = true;
        resolve();
      });
    });
    await Promise.race([this.#underWay, tooLate]);
    cancel();
    return !this.#abandoned;
  }

  async #run(): Promise<void> {
    const { lease, letters, onFenced, onCommitted } = this.#options;
    while (this.#next !== undefined) {
      const { next, parts } = { next: this.#next, parts: this.#uncommitted };
      this.#next = undefined;
      const { cursor, delivered, parked, unparked, dead, resolved } = next;
      const { laneId, fence } = lease;
      const entry = { laneId, fence, letters, delivered, parked, unparked, dead, resolved };
      if (!(await this.#commit(cursor === undefined ? entry : { ...entry, cursor }))) {
        onFenced();
        break;
      }
      this.#committed = cursor ?? this.#committed;
      this.#uncommitted -= parts;
      onCommitted();
    }
    this.#underWay = undefined;
  }

  async #commit(entry: LaneCommit): Promise<boolean> {
    const { ledger, logger, clock } = this.#options;
    while (!this.#abandoned) {
      try {
        return await ledger.commit(entry);
      } catch (error) {
        if (error instanceof StorageError && error.fatal) return false;
        logger.error(
          { laneId: entry.laneId, error: messageOf(error) },
          "the ledger refused a commit; it is tried again",
        );
        await new Promise<void>((resolve) => clock.after(RETRY_AFTER, resolve));
      }
    }
    return false;
  }
}
