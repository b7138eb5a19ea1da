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

/** How much {@link EventLog.read} answers at most. */
export interface ReadLimit {
  readonly events: number;
  /** Of event data; the first event is answered whatever its size. */
  readonly bytes: Bytes;
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
   */
  append(events: readonly NewEvent[]): Promise<readonly Appended[]>;
  /** The highest position there is; 0 for an empty log. */
  head(): Position;
  /** The project's events behind `after`, in order. Fewer than asked for, or none, means the end was reached. */
  read(projectId: string, after: Position, limit: ReadLimit): readonly Event[];
  /** One event by its position, for deliveries that were parked. */
  at(position: Position): Event | undefined;
  find(projectId: string, id: string): Event | undefined;
  /** The position of the project's newest event; 0 where it has none. */
  headOf(projectId: string): Position;
  /** The highest position at and below which every event was accepted before `time`: where a replay "from then" starts. */
  positionBefore(time: EpochMilliseconds): Position;
  /** How many of the project's events stand behind `after`. */
  countBehind(projectId: string, after: Position): number;
  /** Calls `listener` for new events until the answer is called. */
  onAppend(listener: AppendListener): () => void;
  /** Ends after what was handed in is on disk. */
  close(): Promise<void>;
}
