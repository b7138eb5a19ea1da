import type { Event, Position } from "../core/event.ts";
import type { DeliveryError } from "../core/message.ts";

/** How a lane is doing. */
export interface LaneState {
  readonly state: "healthy" | "failing" | "paused";
  /** When the lane came into this state, RFC 3339. */
  readonly since: string;
  /** Everything at and below it is settled. */
  readonly cursor: Position;
  /** Events of the project behind the cursor, matching or not. */
  readonly lag: number;
  /** Deliveries that failed on their own account and wait for their next attempt. */
  readonly parked: number;
  readonly deadLetters: number;
  readonly counts: LaneCounts;
  readonly lastError?: DeliveryError & { readonly at: string };
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
  readonly deadLetterId?: string;
}

/** The running lanes, as the API sees them. */
export interface DeliveryEngine {
  /**
   * Routes or destinations of the project changed: lanes start, stop and reopen accordingly. Resolves when they have.
   * @param routeId where only this route changed; a project may have ten thousand
   */
  refresh(projectId: string, routeId?: string): Promise<void>;
  /** Undefined where no such lane runs. */
  stateOf(routeId: string): LaneState | undefined;
  /** What became of the event on every route of its project that matches it and whose start lies before it. */
  deliveriesOf(event: Event): readonly DeliveryState[];
}
