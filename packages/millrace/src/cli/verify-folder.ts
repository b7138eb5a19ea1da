import { TemplateSyntaxError } from "@millrace/freemarker";
import { compiledTemplate } from "../destinations/http/template-cache.ts";
import { templatesOf } from "../destinations/http/template-list.ts";
import { FileFaultsError } from "./file-fault.ts";
import type { FileFault } from "./file-fault.ts";
import { FolderFiles } from "./folder-files.ts";
import { renderSample } from "./render-sample.ts";
import type { TileFolder } from "./tile-folder.ts";
import { readTileFolder } from "./tile-folder.ts";
import { differences, readGolden, writeGolden } from "./tile-golden.ts";
import type { FolderSample } from "./tile-samples.ts";

/** How a sample did: `new` has no golden file yet. */
export interface Verified {
  readonly name: string;
  readonly result: "same" | "different" | "new" | "written";
  readonly differences: readonly string[];
}

/**
 * Verifies each sample of a folder.
 * @throws {FileFaultsError} for a folder with faults, templates that do not compile among them
 */
export async function verifyFolder(
  path: string,
  { renew = false }: { readonly renew?: boolean } = {},
): Promise<readonly Verified[]> {
  const tile = await readTileFolder(path);
  const faults = templateFaults(tile);
  if (faults.length > 0)
    throw new FileFaultsError(`The tile in ${path} has templates that do not compile:`, faults);
  const files = new FolderFiles(path);
  const verified: Verified[] = [];
  for (const sample of tile.samples) verified.push(await verifySample({ tile, files, sample, renew }));
  return verified;
}

async function verifySample({
  tile,
  files,
  sample,
  renew,
}: {
  readonly tile: TileFolder;
  readonly files: FolderFiles;
  readonly sample: FolderSample;
  readonly renew: boolean;
}): Promise<Verified> {
  const { name } = sample;
  const found = renderSample(tile.definition, sample);
  const expected = await readGolden(files, name);
  const differing = expected === undefined ? [] : differences(expected, found);
  if (expected !== undefined && differing.length === 0) return { name, result: "same", differences: [] };
  if (!renew) return { name, result: expected === undefined ? "new" : "different", differences: differing };
  await writeGolden(files, name, found);
  return { name, result: "written", differences: differing };
}

/** Every fault of every template, in the files that they stand in. */
function templateFaults({ definition, placeOf }: TileFolder): readonly FileFault[] {
  return templatesOf(definition).flatMap(({ name, source, use }) => {
    try {
      compiledTemplate(source, use);
      return [];
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      return error.faults.map(({ line, column, description }) =>
        Object.assign({ name, message: description }, placeOf(name, { line, column })),
      );
    }
  });
}
