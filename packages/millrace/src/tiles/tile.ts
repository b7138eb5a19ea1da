import type { Timestamp } from "../core/time.ts";
import type { TileDefinition } from "./definition.ts";

/**
 * Where a version stands: `draft` until it is handed in, `submitted` until a reviewer has looked at it, `returned` with
 * notes or `approved`, and `released` once everybody finds it in the catalog.
 */
export const TILE_STATES = ["draft", "submitted", "returned", "approved", "released"] as const;

/** One of {@link TILE_STATES}. */
export type TileState = (typeof TILE_STATES)[number];

/** A partner's integration: a name that stays, and versions. */
export interface Tile {
  readonly id: string;
  /** The project it was made in. */
  readonly projectId: string;
  /** Unique on the instance: lower-case letters, digits and dashes. */
  readonly name: string;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** One version of a tile. What a sync was made of stays as it is. */
export interface TileVersion {
  readonly tileId: string;
  /** From 1. */
  readonly version: number;
  readonly state: TileState;
  /** It is in the catalog of the project it was made in, whatever its state. */
  readonly internal: boolean;
  readonly definition: TileDefinition;
  /** SHA-256 of the logo, in hexadecimal; absent where there is none. */
  readonly logo?: string;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** What happened to a version, and who did it: kept for good. */
export interface TileReview {
  readonly version: number;
  readonly action: "submitted" | "withdrawn" | "approved" | "returned" | "released" | "released_internally";
  /** Label of the API key. */
  readonly by: string;
  readonly notes?: string;
  readonly time: Timestamp;
}
