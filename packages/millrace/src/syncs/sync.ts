import type { Timestamp } from "../core/time.ts";
import type { SyncDefinition, SyncState } from "./definition.ts";

/** A customer's configured use of a tile, or of a destination without one. It makes routes; they deliver. */
export interface Sync {
  readonly id: string;
  readonly projectId: string;
  /** Unique in the project. */
  readonly name: string;
  readonly state: SyncState;
  /** Which version of which tile it was made of. */
  readonly tile?: { readonly id: string; readonly version: number };
  /** Where it leads: a destination of its own where there is a tile. */
  readonly destinationId: string;
  readonly definition: SyncDefinition;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}
