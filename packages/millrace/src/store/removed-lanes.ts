import type { Store } from "./open-store.ts";

/** The lane that a route or a replay had which is no more. */
export interface RemovedLane {
  readonly projectId: string;
  readonly laneId: string;
}

/**
 * Some of the lanes whose route or replay is removed and which may still have something elsewhere. The store notes them by
 * itself, in the transaction that removes the route or the replay, whatever it is removed with.
 */
export async function someRemovedLanes(store: Store, limit: number): Promise<readonly RemovedLane[]> {
  const rows = await store.selectFrom("removed_lanes").selectAll().limit(limit).execute();
  return rows.map((row) => ({ projectId: row.project_id, laneId: row.lane_id }));
}

/** Notes that nothing is left of a removed lane. */
export async function removedLaneIsGone(store: Store, { projectId, laneId }: RemovedLane): Promise<void> {
  await store
    .deleteFrom("removed_lanes")
    .where("project_id", "=", projectId)
    .where("lane_id", "=", laneId)
    .execute();
}
