import { Compile } from "typebox/compile";
import type { JsonObject } from "../core/json/object.ts";
import type { ManifestFault, PlacedFault } from "./fault.ts";
import { placeOf, plainOf, textOfPath } from "./located.ts";
import type { Manifest } from "./manifest.ts";
import { manifestSchema } from "./manifest.ts";
import type { YamlText } from "./read-yaml.ts";
import { readYaml } from "./read-yaml.ts";
import { checkRules } from "./rules.ts";
import { shapeFaults } from "./shape-faults.ts";

/** What a manifest is held against. */
export interface ManifestContext {
  /** Names of the project's destinations. */
  readonly destinationNames: Iterable<string>;
}

/** A manifest, or everything that is wrong with it in the order it stands there. */
export type ParsedManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly faults: readonly ManifestFault[] };

/** More are counted, not told one by one: nobody reads them, and a hostile text could have a hundred thousand. */
const MAX_FAULTS = 1000;

/** Longer sentences and paths are cut: characters. */
const MAX_SENTENCE = 500;

const validator = Compile(manifestSchema);

/**
 * Reads an amp.yaml (Ampersand's manifest, specVersion 1.0.0; its rules stand in `rules.ts`).
 *
 * Never throws for what is wrong with the text: every fault of shape and of rule is answered at once, sorted by place.
 * Only where the text is no YAML at all, that alone is told.
 */
export function parseManifest(sourceYaml: string, context: ManifestContext): ParsedManifest {
  const yaml = readYaml(sourceYaml);
  const { root } = yaml;
  if (root === undefined) return { ok: false, faults: told(yaml.faults, yaml) };
  const manifest = plainOf(root);
  const faults = [...yaml.faults, ...shapeFaults(manifestSchema, root)];
  checkRules(manifest, {
    destinationNames: new Set(context.destinationNames),
    report: (path, message) => faults.push({ at: placeOf(root, path), path, message }),
  });
  if (faults.length > 0) return { ok: false, faults: told(faults, yaml) };
  return validator.Check(manifest)
    ? { ok: true, manifest }
    : { ok: false, faults: told([refusedBySchema(manifest)], yaml) };
}

function told(faults: readonly PlacedFault[], { positionOf }: YamlText): readonly ManifestFault[] {
  const sorted = faults.toSorted((a, b) => a.at - b.at);
  const shown = sorted.slice(0, MAX_FAULTS);
  const next = sorted[MAX_FAULTS];
  if (next !== undefined) {
    const message = `${sorted.length - MAX_FAULTS} more faults stand from here on; mend those above first.`;
    shown.push({ at: next.at, path: [], message });
  }
  return shown.map(({ at, path, message }) => {
    const { line, column } = positionOf(at);
    return { line, column, path: shortened(textOfPath(path)), message: shortened(message) };
  });
}

/** Names out of the text stand in paths and sentences, and the text is a stranger's. */
function shortened(text: string): string {
  return text.length <= MAX_SENTENCE ? text : `${text.slice(0, MAX_SENTENCE - 1)}…`;
}

/** The schema has the last word on what a manifest is, should the checks above ever let something pass. */
function refusedBySchema(manifest: JsonObject): PlacedFault {
  const [error] = validator.Errors(manifest);
  const where = error === undefined ? "" : ` at ${error.instancePath}: ${error.message}`;
  return { at: 0, path: [], message: `This is no manifest${where}.` };
}
