import { setImmediate } from "node:timers/promises";
import type { Store } from "./open-store.ts";
import { inTransaction } from "./open-store.ts";
import type { Row } from "./tables.ts";

/** Lanes that are noted in one transaction, some milliseconds of work. */
const LANES_A_TRANSACTION = 100;

/** The lane that a route or a replay had which is no more. */
export interface RemovedLane {
  readonly projectId: string;
  readonly laneId: string;
}

/**
 * Some of the lanes whose route or replay is removed and which may still have something elsewhere, but for those of deleted
 * projects. The store notes them by itself, in the transaction that removes the route or the replay, whatever it is removed
 * with.
 */
export async function someRemovedLanes(store: Store, limit: number): Promise<readonly RemovedLane[]> {
  const rows = await store
    .selectFrom("removed_lanes")
    .selectAll()
    .where("project_id", "not in", store.selectFrom("deleted_projects").select("id"))
    .limit(limit)
    .execute();
  return rows.map(toRemovedLane);
}

/** Some of those of a deleted project: of routes and replays that went with it, or before and were not done with. */
export async function someLanesOfDeleted(
  store: Store,
  projectId: string,
  limit: number,
): Promise<readonly RemovedLane[]> {
  const rows = await store
    .selectFrom("removed_lanes")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("lane_id")
    .limit(limit)
    .execute();
  return rows.map(toRemovedLane);
}

/** Notes that nothing is left of removed lanes. Many share a transaction: each takes as long as the disk does. */
export async function removedLanesAreGone(store: Store, lanes: readonly RemovedLane[]): Promise<void> {
  for (let i = 0; i < lanes.length; i += LANES_A_TRANSACTION) {
    await inTransaction(store, async (transaction) => {
      for (const { projectId, laneId } of lanes.slice(i, i + LANES_A_TRANSACTION))
        await transaction
          .deleteFrom("removed_lanes")
          .where("project_id", "=", projectId)
          .where("lane_id", "=", laneId)
          .execute();
    });
    // Statements are synchronous: without a break the whole process would stand still until the last of them.
    await setImmediate();
  }
}

function toRemovedLane(row: Row<"removed_lanes">): RemovedLane {
  return { projectId: row.project_id, laneId: row.lane_id };
}
