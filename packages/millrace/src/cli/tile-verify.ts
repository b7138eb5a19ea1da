import type { Command } from "commander";
import { TemplateSyntaxError } from "@millrace/freemarker";
import type { JsonObject } from "../core/json/object.ts";
import { templatesOf } from "../destinations/http/template-list.ts";
import { compiledTemplate } from "../destinations/http/template-cache.ts";
import { FileFaultsError } from "./file-fault.ts";
import type { FileFault } from "./file-fault.ts";
import { FolderFiles } from "./folder-files.ts";
import { printable, printJson } from "./output.ts";
import { renderSample } from "./render-sample.ts";
import type { TileFolder } from "./tile-folder.ts";
import { readTileFolder } from "./tile-folder.ts";
import { differences, readGolden, writeGolden } from "./tile-golden.ts";
import type { FolderSample } from "./tile-samples.ts";

/** How a sample did: `new` has no golden file yet. */
interface Verified {
  readonly name: string;
  readonly result: "same" | "different" | "new" | "written";
  readonly differences: readonly string[];
}

interface VerifyOptions {
  readonly renew?: boolean;
  readonly json?: boolean;
}

/** `millrace tiles verify FOLDER…`: needs no server. */
export function addTileVerify(tiles: Command): void {
  tiles
    .command("verify")
    .summary("compare what samples come to with golden files")
    .description(
      "Renders the samples of a tile's folder on this machine, without a server, and compares the requests with golden/. Ends with status 1 where one differs or has no golden file.",
    )
    .argument("<folders...>")
    .option("--renew", "write what comes out as what is to come out")
    .option("--json", "print JSON")
    .action(async (paths: readonly string[], { renew = false, json = false }: VerifyOptions) => {
      const all: JsonObject[] = [];
      for (const path of paths) {
        const samples = await verifyFolder(path, { renew });
        all.push({ folder: path, samples });
        if (!json) for (const each of samples) print(path, each);
        if (samples.some(({ result }) => result === "different" || result === "new")) process.exitCode = 1;
      }
      if (json) printJson(all);
    });
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

const WORDS: Readonly<Record<Verified["result"], string>> = {
  same: "ok",
  different: "DIFFERENT",
  new: "no golden file yet; --renew writes it",
  written: "written",
};

function print(folder: string, { name, result, differences }: Verified): void {
  process.stdout.write(`${printable(`${folder}  ${name}`)}: ${WORDS[result]}\n`);
  for (const line of differences) process.stdout.write(`    ${printable(line)}\n`);
}
