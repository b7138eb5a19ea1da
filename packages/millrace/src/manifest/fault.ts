import type { ManifestPath } from "./located.ts";

/** A fault of a manifest, where it stands in the YAML text; lines and columns count from 1. */
export interface ManifestFault {
  readonly line: number;
  readonly column: number;
  /** Such as `integrations[0].read.objects[1].destination`; empty for the text as a whole. */
  readonly path: string;
  /** One sentence: what is wrong, and what to write instead where that is known. */
  readonly message: string;
}

/** A fault on its way to becoming a {@link ManifestFault}. */
export interface PlacedFault {
  /** The character it stands at. */
  readonly at: number;
  readonly path: ManifestPath;
  readonly message: string;
}
