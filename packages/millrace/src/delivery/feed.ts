import type { Event, Position } from "../core/event.ts";
import { EventsRemovedError } from "../log/event-log.ts";
import type { EventLog, ReadLimit } from "../log/event-log.ts";
import type { SharedReads } from "./shared-reads.ts";
import type { Source } from "./source.ts";

/** Events a lane holds ready at the tail; past this it lets go and reads the log instead. */
const MAX_QUEUED = 2_000;

/** Taken events are let go of once there are so many, and they are half of the queue. */
const COMPACT_FROM = 1_024;

/** One look into the log by a lane that has fallen behind. */
const READ: ReadLimit = { events: 1_000, bytes: 8 * 1_048_576 };

/** What a feed is of. */
export interface Wanted {
  readonly projectId: string;
  readonly wants: (event: Event) => boolean;
}

/** Told that the events behind `after`, up to and with `through`, are gone. */
export type CutOffListener = (after: Position, through: Position) => void;

/**
 * The matching events a lane has yet to take, in log order.
 *
 * At the tail they are handed over as they are appended, decoded once for all lanes, and events that do not match cost
 * the lane nothing. A lane that has fallen behind (or was paused, or has just started) reads the log from where it stands.
 */
export class Feed implements Source {
  /** New events may always come. */
  readonly exhausted = false;
  readonly #log: EventLog;
  readonly #reads: SharedReads;
  readonly #projectId: string;
  readonly #wanted: (event: Event) => boolean;
  /** Positions that were dealt with before the lane was opened, though they stand behind its cursor. */
  readonly #skip: Set<Position>;
  readonly #onCutOff: CutOffListener;
  #queue: (Event | undefined)[] = [];
  #taken = 0;
  /** Every event at and below it has been seen. */
  #seenTo: Position;
  #behind = true;

  /**
   * @param reads how the log is read where the lane has fallen behind
   * @param from events behind this position are wanted
   * @param skip but for those at these positions
   * @param onCutOff told where retention took events that were still wanted
   */
  constructor(
    log: EventLog,
    reads: SharedReads,
    wanted: Wanted,
    from: Position,
    skip: Iterable<Position>,
    onCutOff: CutOffListener,
  ) {
    this.#log = log;
    this.#reads = reads;
    this.#projectId = wanted.projectId;
    this.#wanted = wanted.wants;
    this.#seenTo = from;
    this.#skip = new Set(skip);
    this.#onCutOff = onCutOff;
  }

  at(position: Position): Event | undefined {
    return this.#log.at(position);
  }

  /** Hands over a matching event that was just appended. */
  offer(event: Event): void {
    if (this.#behind || event.position <= this.#seenTo) return;
    if (this.#queue.length - this.#taken >= MAX_QUEUED) {
      this.#behind = true;
      this.#seenTo = event.position - 1;
      return;
    }
    this.#queue.push(event);
    this.#seenTo = event.position;
  }

  /** Reads on in the log where the queue has run dry. */
  fill(): void {
    while (this.#behind && this.#taken === this.#queue.length) {
      // Most lanes have nothing to catch up on: that must cost no look into the database.
      if (this.#seenTo >= this.#log.headOf(this.#projectId)) {
        this.#behind = false;
        return;
      }
      const events = this.#read();
      const last = events.at(-1);
      if (last === undefined) {
        this.#behind = false;
        return;
      }
      this.#queue = events.filter((event) => this.#wants(event));
      this.#taken = 0;
      this.#seenTo = last.position;
      // A long stretch without a match must not keep the process from everyone else.
      if (this.#queue.length === 0) return;
    }
  }

  /** Events that retention has cut off are gone: what is kept goes on behind them. */
  #read(): readonly Event[] {
    try {
      return this.#reads.read(this, this.#projectId, this.#seenTo, READ);
    } catch (error) {
      if (!(error instanceof EventsRemovedError)) throw error;
      this.#onCutOff(this.#seenTo, error.removedThrough);
      this.#seenTo = error.removedThrough;
      return this.#reads.read(this, this.#projectId, this.#seenTo, READ);
    }
  }

  /** The next event, left in place. */
  peek(): Event | undefined {
    return this.#queue[this.#taken];
  }

  /** Takes the event that {@link peek} showed. */
  take(): void {
    // An array that lived long enough to be collected rarely would keep all its events until then.
    this.#queue[this.#taken] = undefined;
    this.#taken++;
    if (this.#taken === this.#queue.length) {
      this.#queue = [];
      this.#taken = 0;
    } else if (this.#taken >= COMPACT_FROM && this.#taken * 2 >= this.#queue.length) {
      // A lane that keeps up without ever running dry must not hold on to all it has taken.
      this.#queue = this.#queue.slice(this.#taken);
      this.#taken = 0;
    }
  }

  /** True where the log holds events this feed has not looked at. */
  get behind(): boolean {
    return this.#behind;
  }

  /** The highest position at and below which every event was taken or does not match. */
  get takenTo(): Position {
    const next = this.peek();
    if (next !== undefined) return next.position - 1;
    return this.#behind ? this.#seenTo : Math.max(this.#seenTo, this.#log.head());
  }

  #wants(event: Event): boolean {
    if (!this.#wanted(event)) return false;
    return this.#skip.size === 0 || !this.#skip.delete(event.position);
  }
}
