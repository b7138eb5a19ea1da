import type { Event, Position } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";
import type { Order } from "../core/order.ts";
import type { Failure, LaneTotals } from "../ledger/ledger.ts";
import type { BreakerState, SeenError } from "./breaker.ts";

/** How a lane is doing. */
export interface LaneState {
  /** `open`: the destination does not work, and one probe at a time goes out. */
  readonly state: BreakerState | "paused";
  /** When the lane came into this state, RFC 3339. */
  readonly since: string;
  /** Why it is failing or open. */
  readonly cause?: SeenError;
  /** Of an open lane: when the next probe goes out; absent while one is under way. */
  readonly nextProbeAt?: string;
  /** The order that holds. */
  readonly order: Order;
  /** Everything at and below it is settled. */
  readonly cursor: Position;
  /** Events of the project behind the cursor, matching or not. */
  readonly lag: number;
  /** Deliveries that failed on their own account and wait for their next attempt, and those that wait behind them. */
  readonly parked: number;
  readonly deadLetters: number;
  readonly counts: LaneCounts;
  /** Records a second that the destination is thought to take at the moment; only after it has throttled. */
  readonly pacedTo?: number;
  readonly lastError?: SeenError;
  /** When the next parked delivery is due. */
  readonly nextAttemptAt?: string;
}

/** Since the process started. */
export interface LaneCounts {
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
  readonly attempts: number;
  readonly retries: number;
}

/** What became of one event on one route. */
export interface DeliveryState {
  readonly routeId: string;
  readonly status: "delivered" | "waiting" | "parked" | "discarded" | "expired";
  readonly attempts?: number;
  readonly nextAttemptAt?: string;
  readonly error?: DeliveryError;
  readonly failures?: readonly Failure[];
  readonly deadLetterId?: string;
}

/** How far a replay has come. */
export interface ReplayProgress {
  readonly cursor: Position;
  readonly totals: LaneTotals;
  readonly parked: number;
  /** How its lane does; absent while it is paused. */
  readonly state?: BreakerState;
  readonly cause?: SeenError;
}

/** The running lanes, as the API sees them. */
export interface DeliveryEngine {
  /**
   * Routes, replays or destinations of the project changed: lanes start, stop and reopen accordingly. Resolves when they have.
   * @param routeId where only this route and its replays changed; a project may have ten thousand
   */
  refresh(projectId: string, routeId?: string): Promise<void>;
  /**
   * The project was deleted: its lanes end, and what they have under way is aborted. Resolves when nothing of it is sent any
   * more and the lanes write nothing more; what the ledger and the history hold of them stays.
   */
  removeProject(projectId: string): Promise<void>;
  /** Undefined where no such lane runs. */
  stateOf(routeId: string): LaneState | undefined;
  /** Undefined where the replay has no lane. */
  progressOf(replayId: string): ReplayProgress | undefined;
  /** What became of the event on every route of its project that matches it and whose start lies before it. */
  deliveriesOf(event: Event): readonly DeliveryState[];
  /**
   * The lowest position of the project that some lane still needs, as it is on disk; undefined where none needs any.
   * What retention must keep.
   */
  owedFrom(projectId: string): Position | undefined;
}
