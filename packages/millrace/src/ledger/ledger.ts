import type { Event, Position } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { EpochMilliseconds } from "../core/time.ts";

/** The right to a lane, with the number its commits must carry, and how far the lane has come. */
export interface LaneLease {
  /** The id of a route, or of a replay. */
  readonly laneId: string;
  /** Everything at and below it is settled. */
  readonly cursor: Position;
  /** Grows each time a lane is opened; a commit under an older number changes nothing. */
  readonly fence: number;
  readonly totals: LaneTotals;
}

/** How a lane's deliveries have ended since it was made. */
export interface LaneTotals {
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
}

/** One attempt that failed. */
export interface Failure {
  readonly at: EpochMilliseconds;
  readonly error: DeliveryError;
}

/** A delivery that waits for its next attempt, or for an earlier one of its ordering key to end. Points into the log. */
export interface ParkedDelivery {
  readonly position: Position;
  /** Empty where order means nothing. */
  readonly orderingKey: string;
  /** Attempts made so far; 0 where it waits behind another of its key. */
  readonly attempts: number;
  readonly firstAttemptAt?: EpochMilliseconds;
  readonly nextAttemptAt: EpochMilliseconds;
  /** The last failure; in a commit: the one to add to those already written, if there is a new one. */
  readonly failure?: Failure;
}

/** A delivery that ended without success, kept whole: it carries the event itself, so that retention cannot take it. */
export interface DeadLetter {
  readonly id: string;
  /** The lane that gave it up: the route's own, or a replay's into another destination. */
  readonly laneId: string;
  readonly routeId: string;
  readonly destinationId: string;
  readonly event: Event;
  /** `discarded`: can never be sent. `expired`: all attempts used up. */
  readonly ended: "discarded" | "expired";
  readonly error: DeliveryError;
  /** Attempts made; 0 where the message could not even be formed. */
  readonly attempts: number;
  readonly firstAttemptAt?: EpochMilliseconds;
  readonly endedAt: EpochMilliseconds;
  /** Every attempt's error, oldest first; in a commit: those to add to what the parked row holds. */
  readonly failures: readonly Failure[];
}

/** Dead letters that belong together. */
export interface LettersOf {
  /** The lane that gave them up. */
  readonly laneId: string;
  readonly destinationId: string;
  /** They are tried once more: one that somebody has deleted meanwhile is not made again. */
  readonly existing: boolean;
}

/** What a lane settles in one transaction. */
export interface LaneCommit {
  readonly laneId: string;
  readonly fence: number;
  /** Where the cursor moves to; absent where it stays. */
  readonly cursor?: Position;
  /** Newly parked deliveries, and parked ones with another attempt behind them. */
  readonly parked: readonly ParkedDelivery[];
  /** Parked deliveries that ended, well or badly. */
  readonly unparked: readonly Position[];
  readonly dead: readonly DeadLetter[];
  /** Positions of dead letters whose events were delivered after all: they go. */
  readonly resolved: readonly Position[];
  /** The dead letters that `dead` adds to and `resolved` takes from. */
  readonly letters: LettersOf;
  /** To add to the lane's totals. */
  readonly delivered: number;
}

/** Deliveries that failed in one way. */
export interface FailureCount {
  /** `parked`: they wait for another attempt. */
  readonly standing: "parked" | DeadLetter["ended"];
  /** Code of the last error; empty where a delivery waits for another of its ordering key. */
  readonly code: string;
  readonly count: number;
}

/** Which dead letters are meant. */
export interface DeadLetterFilter {
  readonly projectId: string;
  readonly ids?: readonly string[];
  readonly routeId?: string;
  readonly laneId?: string;
  readonly destinationId?: string;
  readonly ended?: DeadLetter["ended"];
  /** Error code. */
  readonly code?: string;
  /** Bounds on the moment the delivery ended: from inclusive, to exclusive. */
  readonly from?: EpochMilliseconds;
  readonly to?: EpochMilliseconds;
  /** Letters made later than this one are not meant. */
  readonly throughId?: string;
}

/** A page of dead letters, newest first. */
export interface DeadLetterPage extends DeadLetterFilter {
  /** Answers those behind this dead letter's id. */
  readonly after?: string;
  readonly limit: number;
}

/** The dead letters of one lane that a filter means. */
export interface LettersOfLane {
  readonly laneId: string;
  readonly routeId: string;
  readonly destinationId: string;
  readonly count: number;
  readonly first: Position;
  readonly last: Position;
}

/** What is owed: cursors, parked deliveries and dead letters. Every change is durable before its promise resolves. */
export interface Ledger {
  /**
   * Takes ownership of a lane; one that was never opened starts at `start`.
   * @param restarts a number higher than the ones before it starts the lane at `start` again
   */
  openLane(laneId: string, start: Position, restarts?: number): Promise<LaneLease>;
  /** Answers false, with nothing changed, where another owner has opened the lane since or it was removed. */
  commit(entry: LaneCommit): Promise<boolean>;
  /** Forgets a lane's cursor and parked deliveries; its dead letters stay. */
  removeLane(laneId: string): Promise<void>;
  /** Removes the dead letters that the filter means; answers how many there were. */
  removeDeadLetters(filter: DeadLetterFilter): Promise<number>;
  /** Removes some of a deleted project's dead letters, a few milliseconds' worth; answers how many, 0 where none is left. */
  removeSomeOfProject(projectId: string): Promise<number>;
  /** Where a lane has come to; undefined for one that was never opened. */
  laneOf(laneId: string): { readonly cursor: Position; readonly totals: LaneTotals } | undefined;
  /** In order of position. */
  parkedOf(laneId: string): readonly ParkedDelivery[];
  /** Every attempt of a parked delivery that failed, oldest first. */
  failuresOf(laneId: string, position: Position): readonly Failure[];
  /** Positions of the lane's dead letters behind `after`, in order. */
  deadPositions(laneId: string, after: Position): readonly Position[];
  /** Dead letters of a route, its replays' included. */
  deadLettersOf(routeId: string): number;
  findDeadLetter(laneId: string, position: Position): DeadLetter | undefined;
  getDeadLetter(projectId: string, id: string): DeadLetter | undefined;
  listDeadLetters(page: DeadLetterPage): readonly DeadLetter[];
  /** Dead letters that the filter means, behind a position, in order of position: what a replay reads. */
  readDeadLetters(filter: DeadLetterFilter, after: Position, limit: number): readonly DeadLetter[];
  /** How many deliveries of a route's own lane wait for another attempt, and how many of the route have ended badly, by why. */
  countByCode(routeId: string): readonly FailureCount[];
  /** The newest deliveries of a lane that wait after an error of this code; an empty one is of those that wait for another. */
  newestParked(laneId: string, code: string, limit: number): readonly ParkedDelivery[];
  /** A route's newest dead letters of a kind. */
  newestLetters(
    routeId: string,
    kind: Pick<FailureCount, "code"> & Pick<DeadLetter, "ended">,
    limit: number,
  ): readonly DeadLetter[];
  /** What the filter means, by lane. */
  countDeadLetters(filter: DeadLetterFilter): readonly LettersOfLane[];
  close(): Promise<void>;
}
