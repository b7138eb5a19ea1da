import { messageOf, StorageError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Clock, Milliseconds } from "../core/time.ts";
import type { DeadLetter, LaneCommit, LaneLease, Ledger, ParkedDelivery } from "../ledger/ledger.ts";
import type { LaneLog } from "./lane-context.ts";

/** After a commit that the disk refused, how long until it is tried again. */
const RETRY_AFTER: Milliseconds = 1_000;

/** What settling a batch adds to the next commit. */
export interface Settled {
  readonly cursor?: Position | undefined;
  readonly parked: readonly ParkedDelivery[];
  readonly unparked: readonly Position[];
  readonly dead: readonly DeadLetter[];
}

/**
 * A lane's writes to the ledger: one commit in flight, everything settled meanwhile goes into the next.
 * Nothing settled is ever given up: a commit that fails is tried again until the disk takes it.
 */
export class LaneCommits {
  readonly #ledger: Ledger;
  readonly #lease: LaneLease;
  readonly #clock: Clock;
  readonly #log: LaneLog;
  readonly #onFenced: () => void;
  readonly #onCommitted: () => void;
  #next:
    | { cursor?: Position; parked: ParkedDelivery[]; unparked: Position[]; dead: DeadLetter[] }
    | undefined;
  #underWay: Promise<void> | undefined;
  #committed: Position;
  #uncommitted = 0;

  constructor(
    ledger: Ledger,
    lease: LaneLease,
    clock: Clock,
    log: LaneLog,
    hooks: { readonly onFenced: () => void; readonly onCommitted: () => void },
  ) {
    this.#ledger = ledger;
    this.#lease = lease;
    this.#clock = clock;
    this.#log = log;
    this.#onFenced = hooks.onFenced;
    this.#onCommitted = hooks.onCommitted;
    this.#committed = lease.cursor;
  }

  /** The cursor as it is on disk. */
  get committed(): Position {
    return this.#committed;
  }

  /** Batches settled and not yet on disk: what a crash would repeat. */
  get uncommitted(): number {
    return this.#uncommitted;
  }

  add(settled: Settled): void {
    this.#next ??= { parked: [], unparked: [], dead: [] };
    if (settled.cursor !== undefined) this.#next.cursor = settled.cursor;
    this.#next.parked.push(...settled.parked);
    this.#next.unparked.push(...settled.unparked);
    this.#next.dead.push(...settled.dead);
    this.#uncommitted++;
    this.#underWay ??= this.#run();
  }

  /** Resolves when everything added so far is on disk. */
  async flushed(): Promise<void> {
    await this.#underWay;
  }

  async #run(): Promise<void> {
    while (this.#next !== undefined) {
      const { next, batches } = { next: this.#next, batches: this.#uncommitted };
      this.#next = undefined;
      if (!(await this.#commit({ routeId: this.#lease.routeId, fence: this.#lease.fence, ...next }))) {
        this.#onFenced();
        break;
      }
      this.#committed = next.cursor ?? this.#committed;
      this.#uncommitted -= batches;
      this.#onCommitted();
    }
    this.#underWay = undefined;
  }

  async #commit(entry: LaneCommit): Promise<boolean> {
    for (;;) {
      try {
        return await this.#ledger.commit(entry);
      } catch (error) {
        if (error instanceof StorageError && error.fatal) return false;
        this.#log.error(
          { routeId: entry.routeId, error: messageOf(error) },
          "the ledger refused a commit; it is tried again",
        );
        await new Promise<void>((resolve) => this.#clock.after(RETRY_AFTER, resolve));
      }
    }
  }
}
