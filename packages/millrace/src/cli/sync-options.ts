import type { Command } from "commander";
import { Option } from "commander";
import { MillraceError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { plainOf } from "../manifest/located.ts";
import { readYaml } from "../manifest/read-yaml.ts";
import { several, wholeNumber } from "./context.ts";
import { FileFaultsError, yamlFaults } from "./file-fault.ts";
import { objectOption } from "./object-option.ts";
import type { ParameterOptions } from "./parameter-options.ts";
import { MAP, mappings, readParameters, SELECT, selection, withParameters } from "./parameter-options.ts";
import { readInput } from "./read-input.ts";

/** What says what a sync is: a file, flags, or flags over a file. */
export interface SyncOptions extends ParameterOptions {
  readonly file?: string;
  readonly name?: string;
  readonly tile?: string;
  readonly tileVersion?: number;
  readonly destination?: string;
  readonly allEvents?: boolean;
  readonly event?: readonly string[];
  readonly transformed?: boolean;
  readonly identifies?: string;
  readonly groups?: string;
  readonly where?: JsonObject;
  readonly map?: JsonObject;
  readonly select?: JsonObject;
}

/** Adds the options of {@link SyncOptions}. */
export function withSyncOptions(command: Command): Command {
  command
    .option("--file <file>", "what the sync is, as YAML or JSON, or - for standard input; flags go before it")
    .option("--name <name>", "unique in the project")
    .option("--tile <id or name>", "the tile of the catalog that it is made of")
    .option("--tile-version <n>", "the newest that the project can use by default", wholeNumber)
    .option("--destination <id or name>", "where it leads, instead of a tile")
    .option("--all-events", "send events of every type")
    .option("--event <type>", "send events of this type; may be given again", several)
    .option("--transformed", "send events as transformations make them, not as they came in")
    .addOption(new Option("--identifies <when>", "send users too").choices(["identify", "change", "event"]))
    .addOption(new Option("--groups <when>", "send groups too").choices(["identify", "change"]))
    .addOption(objectOption("where", "condition that events must meet"))
    .option("--map <field=source>", MAP, mappings)
    .option("--select <kind=names>", SELECT, selection);
  return withParameters(command);
}

/**
 * What a request about a sync says.
 * @throws {MillraceError} for a file that cannot be read and options that contradict each other
 */
export async function readSync(options: SyncOptions): Promise<JsonObject> {
  const { name, tile, tileVersion, destination } = options;
  const file = options.file === undefined ? {} : await readSyncFile(options.file);
  const before = isJsonObject(file.definition) ? file.definition : {};
  const definition = definitionOf(options, before);
  const parameters = await readParameters(options);
  return {
    ...file,
    ...given({ name, tile, tileVersion, destination }),
    ...(parameters !== undefined && {
      parameters: { ...(isJsonObject(file.parameters) && file.parameters), ...parameters },
    }),
    ...(Object.keys(definition).length > 0 && { definition }),
  };
}

async function readSyncFile(path: string): Promise<JsonObject> {
  const yaml = readYaml(await readInput(path), {
    name: "sync",
    root: "a map with name, tile and definition",
  });
  if (yaml.root === undefined || yaml.faults.length > 0)
    throw new FileFaultsError(`${path} cannot be read:`, yamlFaults(path, yaml));
  return plainOf(yaml.root);
}

function definitionOf(options: SyncOptions, before: JsonObject): JsonObject {
  const { identifies, groups, where, map, select } = options;
  return {
    ...before,
    ...given({
      events: eventsOf(options),
      where,
      select,
      identifies: identifies === undefined ? undefined : onOf(before.identifies, identifies),
      groups: groups === undefined ? undefined : onOf(before.groups, groups),
      mappings:
        map === undefined ? undefined : { ...(isJsonObject(before.mappings) && before.mappings), ...map },
    }),
  };
}

function eventsOf({ allEvents, event, transformed }: SyncOptions): JsonObject | undefined {
  if (allEvents === true && event !== undefined)
    throw new MillraceError("contradicting_options", "Give --all-events or --event, not both.");
  const types = allEvents === true ? "all" : event;
  if (types !== undefined) return transformed === true ? { transformed: types } : { raw: types };
  if (transformed !== true) return undefined;
  throw new MillraceError("missing_option", "--transformed does not say which events.", {
    remedy: "Give --all-events or --event with it.",
  });
}

function onOf(before: unknown, on: string): JsonObject {
  return { ...(isJsonObject(before) && before), on };
}

/** Without the members that are undefined. */
function given(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
