import { Compile } from "typebox/compile";
import type { Issue } from "../core/errors.ts";
import { PARTS } from "../core/parts.ts";
import type { RequestTemplate } from "../destinations/http/settings.ts";
import { issuesOf } from "../core/validation/issues.ts";
import { plainOf } from "../manifest/located.ts";
import type { YamlText } from "../manifest/read-yaml.ts";
import { readYaml } from "../manifest/read-yaml.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import { tileDefinition } from "../tiles/definition.ts";
import type { FileFault, FilePlace } from "./file-fault.ts";
import { FileFaultsError, issueFaults, placeOfName, yamlFaults } from "./file-fault.ts";
import { FolderFiles, readOr } from "./folder-files.ts";
import type { FilePart, TileFile } from "./tile-file.ts";
import { tileFile } from "./tile-file.ts";
import { readGolden } from "./tile-golden.ts";
import type { FolderSample } from "./tile-samples.ts";
import { readSamples } from "./tile-samples.ts";

/** A tile as its folder has it. */
export interface TileFolder {
  readonly folder: string;
  readonly name: string;
  /** With the samples as far as a definition has room for them. */
  readonly definition: TileDefinition;
  /** The bytes of `logo.png`. */
  readonly logo?: Buffer;
  readonly samples: readonly FolderSample[];
  /** Where something of the definition stands, such as `events.body`; `line` and `column` are those within a template. */
  readonly placeOf: (
    name: string,
    within?: { readonly line?: number; readonly column?: number },
  ) => FilePlace;
}

/** Source: `tileDefinition.samples`. */
const MAX_SAMPLES = 20;

const MAX_YAML_BYTES = 1_048_576;

/** A body's template has at most 262,144 characters, of four bytes each. */
const MAX_BODY_BYTES = 1_048_576;

const MAX_LOGO_BYTES = 4_194_304;

const SUBJECT = { name: "tile", root: "a map with name, displayName, category and so on" };

const fileValidator = Compile(tileFile);
const definitionValidator = Compile(tileDefinition);

/**
 * Reads a tile's folder: `tile.yaml`, the templates and the description it may have beside it, logo and samples.
 * @throws {FileFaultsError} with every fault of every file, and where it stands
 */
export async function readTileFolder(folder: string): Promise<TileFolder> {
  const files = new FolderFiles(folder);
  const faults: FileFault[] = [];
  const file = files.pathOf("tile.yaml");
  const text = await readOr(faults, file, () => files.text("tile.yaml", MAX_YAML_BYTES));
  if (text === undefined) {
    if (faults.length === 0) faults.push(wholeFile(file, "is missing; `millrace tiles init` makes one"));
    throw faulty(folder, faults);
  }
  const yaml = readYaml(text, SUBJECT);
  faults.push(...yamlFaults(file, yaml));
  const given = yaml.root === undefined ? undefined : readTileFile({ file, yaml, faults });
  const samples = await readSamples(files, faults);
  const logo = await readOr(faults, files.pathOf("logo.png"), () => files.bytes("logo.png", MAX_LOGO_BYTES));
  if (given === undefined) throw faulty(folder, faults);
  const bodies = new Map<string, string>();
  const made = await definitionOf({ files, given, samples, bodies, faults, yaml });
  if (faults.length > 0 || made === undefined) throw faulty(folder, faults);
  return {
    folder,
    name: given.name,
    definition: made,
    ...(logo !== undefined && { logo }),
    samples,
    placeOf: (name, within) => placeIn({ file, yaml, bodies }, name, within),
  };
}

interface Reading {
  readonly file: string;
  readonly yaml: YamlText;
  readonly faults: FileFault[];
}

function readTileFile({ file, yaml, faults }: Reading): TileFile | undefined {
  const value: unknown = yaml.root === undefined ? undefined : plainOf(yaml.root);
  if (fileValidator.Check(value)) return value;
  const issues = issuesOf([...fileValidator.Errors(value)], { schema: tileFile, value, in: "body" });
  faults.push(...issueFaults(file, issues, yaml));
  return undefined;
}

interface Making {
  readonly files: FolderFiles;
  readonly given: TileFile;
  readonly samples: readonly FolderSample[];
  /** Files of bodies by the name that a server's faults have for them, such as `events.body`. */
  readonly bodies: Map<string, string>;
  readonly faults: FileFault[];
  readonly yaml: YamlText;
}

async function definitionOf(making: Making): Promise<TileDefinition | undefined> {
  const { files, given, samples, faults, yaml } = making;
  const { name: _name, description, events, identifies, groups, ...rest } = given;
  const said =
    description ??
    (await readOr(faults, files.pathOf("description.md"), () =>
      files.text("description.md", MAX_BODY_BYTES),
    ));
  const parts: Partial<Record<(typeof PARTS)[number], RequestTemplate>> = {};
  for (const part of PARTS) {
    const found = { events, identifies, groups }[part];
    if (found !== undefined) parts[part] = await partOf(making, part, found);
  }
  const kept = await definitionSamples(files, samples);
  const definition = {
    ...rest,
    ...(said !== undefined && { description: said.trim() }),
    ...parts,
    ...(kept.length > 0 && { samples: kept }),
  };
  if (definitionValidator.Check(definition)) return definition;
  const issues = issuesOf([...definitionValidator.Errors(definition)], {
    schema: tileDefinition,
    value: definition,
    in: "body",
  });
  faults.push(...placedIn(making, issues, yaml));
  return undefined;
}

/** A tile must come to a request with each of its samples: those that are there to show that none comes out are not among them. */
async function definitionSamples(
  files: FolderFiles,
  samples: readonly FolderSample[],
): Promise<NonNullable<TileDefinition["samples"]>> {
  const kept = [];
  for (const { name, part, event } of samples) {
    const golden = await readGolden(files, name);
    if (golden === undefined || "body" in golden) kept.push({ name, part, event });
  }
  return kept.slice(0, MAX_SAMPLES);
}

/** Faults of what came from files of their own are told of these; a description that is nowhere, of `tile.yaml`. */
function placedIn({ files, bodies }: Making, issues: readonly Issue[], yaml: YamlText): readonly FileFault[] {
  const file = files.pathOf("tile.yaml");
  return issueFaults(file, issues, yaml).map((fault) => {
    const { name, message } = fault;
    if (message === '"description" is required')
      return Object.assign(fault, { message: `${message}, here or as description.md` });
    const body = bodies.get(name);
    return body === undefined ? fault : { file: body, line: 1, column: 1, name, message };
  });
}

async function partOf(
  { files, bodies, faults, yaml }: Making,
  part: string,
  { bodyFile, ...given }: FilePart,
): Promise<RequestTemplate> {
  if (bodyFile === undefined) return given;
  const at = (message: string): void => {
    const issue = { in: "body", name: `${part}.bodyFile`, detail: message } as const;
    faults.push(...issueFaults(files.pathOf("tile.yaml"), [issue], yaml));
  };
  if (given.body !== undefined) at("stands beside body; give one of the two");
  const unreadable: FileFault[] = [];
  const body = await readOr(unreadable, bodyFile, () => files.text(bodyFile, MAX_BODY_BYTES));
  for (const { message } of unreadable) at(`"${bodyFile}" ${message}`);
  if (body === undefined) {
    if (unreadable.length === 0) at(`there is no file "${bodyFile}" in the folder`);
    return given;
  }
  bodies.set(`${part}.body`, files.pathOf(bodyFile));
  // The line end that editors put at the end of a file is no part of a body.
  return { ...given, body: body.replace(/\r?\n$/, "") };
}

function placeIn(
  { file, yaml, bodies }: { file: string; yaml: YamlText; bodies: ReadonlyMap<string, string> },
  name: string,
  within: { readonly line?: number; readonly column?: number } = {},
): FilePlace {
  const body = bodies.get(name);
  if (body !== undefined) return { file: body, line: within.line ?? 1, column: within.column ?? 1 };
  return { file, ...yaml.positionOf(yaml.root === undefined ? 0 : placeOfName(yaml.root, name)) };
}

function wholeFile(file: string, message: string): FileFault {
  return { file, line: 1, column: 1, name: "", message };
}

function faulty(folder: string, faults: readonly FileFault[]): FileFaultsError {
  return new FileFaultsError(
    `The tile in ${folder} has ${faults.length === 1 ? "a fault" : "faults"}:`,
    faults,
  );
}
