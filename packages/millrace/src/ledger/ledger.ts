import type { Event, Position } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { EpochMilliseconds } from "../core/time.ts";

/** The right to a lane, with the number its commits must carry. */
export interface LaneLease {
  readonly routeId: string;
  /** Everything at and below it is settled. */
  readonly cursor: Position;
  /** Grows each time a lane is opened; a commit under an older number changes nothing. */
  readonly fence: number;
}

/** A delivery that failed on its own account and waits for its next attempt. Points into the log. */
export interface ParkedDelivery {
  readonly position: Position;
  /** Attempts made so far, 1 or more. */
  readonly attempts: number;
  readonly firstAttemptAt: EpochMilliseconds;
  readonly nextAttemptAt: EpochMilliseconds;
  readonly lastError: DeliveryError;
}

/** A delivery that ended without success, kept whole: it carries the event itself, so that retention cannot take it. */
export interface DeadLetter {
  readonly id: string;
  readonly routeId: string;
  readonly event: Event;
  /** `discarded`: can never be sent. `expired`: all attempts used up. */
  readonly ended: "discarded" | "expired";
  readonly error: DeliveryError;
  /** Attempts made; 0 where the message could not even be formed. */
  readonly attempts: number;
  readonly firstAttemptAt?: EpochMilliseconds;
  readonly endedAt: EpochMilliseconds;
}

/** What a lane settles in one transaction. */
export interface LaneCommit {
  readonly routeId: string;
  readonly fence: number;
  /** Where the cursor moves to; absent where only parked deliveries were dealt with. */
  readonly cursor?: Position;
  /** Newly parked deliveries, and parked ones with another attempt behind them. */
  readonly parked: readonly ParkedDelivery[];
  /** Parked deliveries that ended, well or badly. */
  readonly unparked: readonly Position[];
  readonly dead: readonly DeadLetter[];
}

/** Which dead letters a list asks for, newest first. */
export interface DeadLetterFilter {
  readonly projectId: string;
  readonly routeId?: string;
  readonly ended?: DeadLetter["ended"];
  /** Error code. */
  readonly code?: string;
  /** RFC 3339 bounds on the moment the delivery ended: from inclusive, to exclusive. */
  readonly from?: EpochMilliseconds;
  readonly to?: EpochMilliseconds;
  /** Answers those behind this dead letter's id. */
  readonly after?: string;
  readonly limit: number;
}

/** What is owed: cursors, parked deliveries and dead letters. Every change is durable before its promise resolves. */
export interface Ledger {
  /** Takes ownership of a route's lane; one that was never opened starts at `start`. */
  openLane(routeId: string, start: Position): Promise<LaneLease>;
  /** Answers false, with nothing changed, where another owner has opened the lane since or it was removed. */
  commit(entry: LaneCommit): Promise<boolean>;
  /** Forgets a route's cursor and parked deliveries; its dead letters stay. */
  removeLane(routeId: string): Promise<void>;
  parkedOf(routeId: string): readonly ParkedDelivery[];
  deadLettersOf(routeId: string): number;
  findDeadLetter(routeId: string, position: Position): DeadLetter | undefined;
  getDeadLetter(projectId: string, id: string): DeadLetter | undefined;
  listDeadLetters(filter: DeadLetterFilter): readonly DeadLetter[];
  close(): Promise<void>;
}
