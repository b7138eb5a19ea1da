import type { BlobStore } from "../blobs/blob-store.ts";
import type { DeliveryHistory } from "../history/delivery-history.ts";
import type { SqliteEndpoints } from "../endpoints/sqlite-endpoints.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { EventLog } from "../log/event-log.ts";
import type { SqliteProfiles } from "../profiles/sqlite-profiles.ts";
import type { Store } from "../store/open-store.ts";
import { removedLanesAreGone, someLanesOfDeleted } from "../store/removed-lanes.ts";
import type { ProjectPart } from "./deletions.ts";

/** Lanes that are removed together. */
const LANES_AT_ONCE = 100;

/** A stretch of the log whose events of one project are removed before something else may come between. */
const POSITIONS_AT_ONCE = 5_000;

/** Where projects have what is not in the store. */
export interface PartsOf {
  readonly store: Store;
  readonly log: Pick<EventLog, "oldest" | "remove" | "forget">;
  readonly ledger: Pick<Ledger, "removeLane" | "removeSomeOfProject">;
  readonly profiles: Pick<SqliteProfiles, "removeSomeOfProject">;
  readonly endpoints: Pick<SqliteEndpoints, "removeSomeOfProject">;
  readonly history: Pick<DeliveryHistory, "removeProject">;
  readonly blobs: Pick<BlobStore, "removeProject">;
}

/**
 * What a project leaves behind, in the order in which it goes. The events go before the profiles, which follow the log: a
 * start would make them of the events again.
 */
export function partsOf({
  store,
  log,
  ledger,
  profiles,
  endpoints,
  history,
  blobs,
}: PartsOf): readonly ProjectPart[] {
  return [
    { name: "lanes", removeSome: (projectId) => removeLanes(store, ledger, projectId) },
    {
      name: "dead letters",
      removeSome: async (projectId) => (await ledger.removeSomeOfProject(projectId)) > 0,
    },
    { name: "events", removeSome: (projectId) => removeEvents(log, projectId) },
    {
      name: "profiles",
      removeSome: async (projectId) => (await profiles.removeSomeOfProject(projectId)) > 0,
    },
    {
      name: "endpoints",
      removeSome: async (projectId) => (await endpoints.removeSomeOfProject(projectId)) > 0,
    },
    {
      name: "history",
      removeSome: async (projectId) => {
        await history.removeProject(projectId);
        return false;
      },
    },
    {
      name: "large results",
      removeSome: async (projectId) => {
        await blobs.removeProject(projectId);
        return false;
      },
    },
  ];
}

async function removeLanes(
  store: Store,
  ledger: Pick<Ledger, "removeLane">,
  projectId: string,
): Promise<boolean> {
  const lanes = await someLanesOfDeleted(store, projectId, LANES_AT_ONCE);
  if (lanes.length === 0) return false;
  await Promise.all(lanes.map(({ laneId }) => ledger.removeLane(laneId)));
  await removedLanesAreGone(store, lanes);
  return true;
}

async function removeEvents(
  log: Pick<EventLog, "oldest" | "remove" | "forget">,
  projectId: string,
): Promise<boolean> {
  const oldest = log.oldest(projectId);
  if (oldest === undefined) return !(await log.forget(projectId));
  await log.remove(projectId, oldest.position + POSITIONS_AT_ONCE);
  return true;
}
