import type { Migration } from "../sqlite/database.ts";
import { configured } from "./migrations/01-configured.ts";
import { orderAndPace } from "./migrations/02-order-and-pace.ts";
import { lostDataKeys } from "./migrations/03-lost-data-keys.ts";
import { tilesAndSyncs } from "./migrations/04-tiles-and-syncs.ts";
import { routeRestarts } from "./migrations/05-route-restarts.ts";
import { eventStreams } from "./migrations/06-event-streams.ts";
import { deletedProjects } from "./migrations/07-deleted-projects.ts";
import { usedSignatures } from "./migrations/08-used-signatures.ts";
import { removedLanes } from "./migrations/09-removed-lanes.ts";

/** The steps of `store.db`'s schema, in their order. Ids are UUIDv7, so ordering by id is ordering by age. */
export const storeMigrations: readonly Migration[] = [
  configured,
  orderAndPace,
  lostDataKeys,
  tilesAndSyncs,
  routeRestarts,
  eventStreams,
  deletedProjects,
  usedSignatures,
  removedLanes,
];
