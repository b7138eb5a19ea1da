import { objectsOf } from "../manifest/objects-of.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import type { ReadManifest } from "../routing/manifest-reader.ts";

/** Reads a manifest for whoever deploys it: integrations as they are kept, and the objects that get routes. */
export const readManifest: ReadManifest = (sourceYaml, { destinationNames }) => {
  const read = parseManifest(sourceYaml, { destinationNames });
  if (!read.ok) return { ok: false, faults: read.faults };
  return {
    ok: true,
    integrations: read.manifest.integrations.map((integration) => ({
      name: integration.name,
      provider: integration.provider,
      content: { ...integration },
      objects: objectsOf(integration).map(({ action, objectName, destination }) => ({
        action,
        objectName,
        destination,
      })),
    })),
  };
};
