import type { JsonObject } from "../core/json/object.ts";

/** A fault of a manifest, where it stands in the YAML text; lines and columns count from 1. */
export interface ManifestFault {
  readonly line: number;
  readonly column: number;
  /** Such as `integrations[0].read.objects[1].destination`. */
  readonly path: string;
  readonly message: string;
}

/** An object of `read` or `subscribe`, as far as routing is concerned. */
export interface DeployableObject {
  readonly action: "read" | "subscribe";
  /** As the provider names it. */
  readonly objectName: string;
  /** A destination's name. */
  readonly destination: string;
}

/** An integration of a manifest, ready to be deployed. */
interface DeployableIntegration {
  readonly name: string;
  readonly provider: string;
  /** The integration as it is kept and later handed to whoever composes messages. */
  readonly content: JsonObject;
  readonly objects: readonly DeployableObject[];
}

/** Reads a manifest against the names of the destinations there are. */
export type ReadManifest = (
  sourceYaml: string,
  known: { readonly destinationNames: readonly string[] },
) =>
  | { readonly ok: true; readonly integrations: readonly DeployableIntegration[] }
  | { readonly ok: false; readonly faults: readonly ManifestFault[] };
