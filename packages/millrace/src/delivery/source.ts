import type { Event, Position } from "../core/event.ts";

/** Where a lane's events come from, in log order. */
export interface Source {
  /** Looks for more where what was found is used up. */
  fill(): void;
  /** The next event, left in place. */
  peek(): Event | undefined;
  /** Takes the event that {@link peek} showed. */
  take(): void;
  /** True where there is more to look for. */
  readonly behind: boolean;
  /** True once nothing will ever come any more. */
  readonly exhausted: boolean;
  /** The highest position at and below which every event was taken or is not wanted. */
  readonly takenTo: Position;
  /** An event that was taken before; undefined where it is gone for good. */
  at(position: Position): Event | undefined;
}
