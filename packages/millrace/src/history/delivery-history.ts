import type { HistoryAnswer } from "./history-reader.ts";
import type { HistoryRange } from "./resolution.ts";
import type { RouteCounter } from "./route-counter.ts";

/** Where lanes count what becomes of their deliveries. */
export interface DeliveryCounters {
  /** The counter of a route, the same one each time. Asked for once, when a lane opens, and kept: it costs nothing while idle. */
  counterOf(projectId: string, routeId: string): RouteCounter;
  /** Lets go of a route's counter, when its lane ends in this process. What it holds is still written. */
  forget(routeId: string): void;
  /** The route is deleted: its history is gone at once, its part in the sums of its project stays. Never rejects. */
  removeRoute(projectId: string, routeId: string): Promise<void>;
}

/** What became of deliveries, by route and minute; kept for 90 days, more coarsely as it grows older. */
export interface DeliveryHistory extends DeliveryCounters {
  /** The project is deleted, and all its history with it. Never rejects. */
  removeProject(projectId: string): Promise<void>;
  /**
   * What was counted, up to the last flush, which is some ten seconds ago at most.
   * @param routeId absent for the sum over the project's routes
   */
  read(projectId: string, routeId: string | undefined, range: HistoryRange): HistoryAnswer;
  /** {@link read} of several routes of a project together. */
  readRoutes(projectId: string, routeIds: readonly string[], range: HistoryRange): HistoryAnswer;
  /** Writes what was counted since the last flush, and stops. */
  close(): Promise<void>;
}
