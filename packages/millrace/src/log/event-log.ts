import { MillraceError } from "../core/errors.ts";
import type { Event, NewEvent, Position } from "../core/event.ts";
import type { Bytes } from "../core/message.ts";
import type { EpochMilliseconds } from "../core/time.ts";

/** What the log says of one event handed to {@link EventLog.append}. */
export interface Appended {
  readonly id: string;
  /** Where it stands; of a duplicate, where the first one stands. */
  readonly position: Position;
  /** The id was known in the project already: the event was not stored again. */
  readonly duplicate: boolean;
}

/** How much {@link EventLog.read} and {@link EventLog.readLast} answer at most. */
export interface ReadLimit {
  readonly events: number;
  /** Of event data; the first event is answered whatever its size. */
  readonly bytes: Bytes;
}

/** How large the log is on disk. */
export interface LogSize {
  /** What the log takes of the disk, `freeBytes` included. */
  readonly bytes: Bytes;
  /** Room inside it that removed events have left and new ones will take. */
  readonly freeBytes: Bytes;
}

/** Where a log begins. */
export interface OldestEvent {
  readonly position: Position;
  readonly acceptedAt: EpochMilliseconds;
}

/** A reader asked for events that retention has taken: status 410. What is kept begins behind {@link removedThrough}. */
export class EventsRemovedError extends MillraceError {
  /** The highest position of the project that was removed: reading on behind it leaves out nothing that is kept. */
  readonly removedThrough: Position;

  constructor(after: Position, removedThrough: Position) {
    super(
      "events_removed",
      `Events behind position ${after} are no longer kept; the log goes on behind position ${removedThrough}.`,
      { status: 410, remedy: `Read on after ${removedThrough}. What lies before it cannot be had any more.` },
    );
    this.removedThrough = removedThrough;
  }
}

/** Told of every batch of new events, in log order, after they are durable. */
export type AppendListener = (events: readonly Event[]) => void;

/**
 * The durable, ordered store of events. Every backend passes the conformance suite in `log/testing/`.
 * Positions grow over all projects; a project's events are read in order of position.
 */
export interface EventLog {
  /**
   * Stores events. Resolves once all of them are on disk, in the order given; rejects with nothing stored.
   * An id known in its project (or repeated within the call) is accepted once and answered as a duplicate.
   * @throws {NotFoundError} for a project that takes in no more events
   */
  append(events: readonly NewEvent[]): Promise<readonly Appended[]>;
  /** The highest position there is; 0 for an empty log. */
  head(): Position;
  /**
   * The project's events behind `after`, in order. None means the end was reached.
   * @throws {EventsRemovedError} where some behind `after` were removed: a reader must not go over a hole without knowing
   * @throws {DamagedFileError} where the next event cannot be read any more; those before it are answered first
   */
  read(projectId: string, after: Position, limit: ReadLimit): readonly Event[];
  /**
   * The project's newest events, in order: fewer than asked for where there are no more, or where the next older one cannot
   * be read any more.
   * @throws {DamagedFileError} where not even the newest can be read
   */
  readLast(projectId: string, limit: ReadLimit): readonly Event[];
  /** One event by its position, for deliveries that were parked. */
  at(position: Position): Event | undefined;
  find(projectId: string, id: string): Event | undefined;
  /** The position of the project's newest event, removed or not; 0 where it never had any. */
  headOf(projectId: string): Position;
  /** The highest position at and below which every event was accepted before `time`: where a replay "from then" starts. */
  positionBefore(time: EpochMilliseconds): Position;
  /** How many of the project's events stand behind `after`. */
  countBehind(projectId: string, after: Position): number;
  /** The projects that ever had an event. */
  projects(): readonly string[];
  /** The oldest event that is kept: of a project, or of all. */
  oldest(projectId?: string): OldestEvent | undefined;
  /** The highest position of the project that was removed; 0 where none was. */
  removedThrough(projectId: string): Position;
  /**
   * Removes the project's events at and below `through`, in small pieces between which others are written, and answers
   * how many there were. Positions are never given again; the ids of removed events are forgotten.
   * What a crash interrupts has removed the oldest ones.
   */
  remove(projectId: string, through: Position): Promise<number>;
  /** Takes in no more events of a project, which is deleted: what is appended for it is refused with {@link NotFoundError}. */
  refuse(projectId: string): void;
  /**
   * Forgets a project that takes in no more events, once all of its events are removed. Answers false, with nothing changed,
   * where it still has some.
   */
  forget(projectId: string): Promise<boolean>;
  /**
   * Gives no position at and below this one from now on. For a log that was restored from an older backup than the
   * cursors that point into it: they would take new events for ones that were settled.
   */
  skipTo(position: Position): Promise<void>;
  /** The size on disk. */
  size(): LogSize;
  /** Gives room inside the log back to the disk, in small pieces, until no more than `keep` is left for new events. */
  giveBack(keep: Bytes): Promise<void>;
  /** Calls `listener` for new events until the answer is called. */
  onAppend(listener: AppendListener): () => void;
  /** Ends after what was handed in is on disk. */
  close(): Promise<void>;
}
