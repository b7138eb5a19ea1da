import { messageOf } from "../core/errors.ts";
import type { DeliveryHistory } from "../history/delivery-history.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Store } from "../store/open-store.ts";
import { removedLanesAreGone, someRemovedLanes } from "../store/removed-lanes.ts";

/** Lanes that are removed together. */
const LANES_AT_ONCE = 100;

/** What {@link forgetRemovedLanes} works with. */
export interface RemovedLanesOptions {
  readonly store: Store;
  readonly ledger: Pick<Ledger, "removeLane">;
  readonly history: Pick<DeliveryHistory, "removeRoute">;
  readonly logger: { warn(fields: object, message: string): void };
}

/**
 * Removes what lanes have left whose routes and replays are removed: a crash may have come in between. Never rejects; what
 * cannot be removed goes after the next start.
 */
export async function forgetRemovedLanes({
  store,
  ledger,
  history,
  logger,
}: RemovedLanesOptions): Promise<void> {
  try {
    for (;;) {
      const lanes = await someRemovedLanes(store, LANES_AT_ONCE);
      if (lanes.length === 0) return;
      await Promise.all(
        lanes.map(async (lane) => {
          await ledger.removeLane(lane.laneId);
          await history.removeRoute(lane.projectId, lane.laneId);
        }),
      );
      await removedLanesAreGone(store, lanes);
    }
  } catch (error) {
    logger.warn(
      { error: messageOf(error) },
      "what removed routes owed could not be removed; it goes after the next start",
    );
  }
}
