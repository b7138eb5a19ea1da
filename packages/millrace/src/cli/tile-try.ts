import { Option } from "commander";
import type { Command } from "commander";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { printLossless } from "../core/json/lossless.ts";
import { PARTS } from "../core/parts.ts";
import { wholeNumber } from "./context.ts";
import { FileFaultsError } from "./file-fault.ts";
import type { FileFault } from "./file-fault.ts";
import type { One } from "./one-of.ts";
import { oneOf } from "./one-of.ts";
import { printable, printJson } from "./output.ts";
import type { ParameterOptions } from "./parameter-options.ts";
import { MAP, mappings, readParameters, SELECT, selection, withParameters } from "./parameter-options.ts";
import { readInput } from "./read-input.ts";
import type { TileFolder } from "./tile-folder.ts";
import type { SampleFile } from "./tile-file.ts";
import { findingOf, listOf } from "./tile-report.ts";

interface TryOptions extends ParameterOptions {
  readonly folder?: string;
  readonly tileVersion?: number;
  readonly sample?: string;
  readonly event?: string;
  readonly part?: string;
  readonly map?: JsonObject;
  readonly select?: JsonObject;
  readonly showSecrets?: boolean;
  readonly curl?: boolean;
}

const TILE = { kind: "tile", list: "tiles" };

/** `millrace tiles preview|test`: what an event comes to, and sending it. */
export function addTileTry(tiles: Command): void {
  addTry(
    tiles.command("preview").description("Show the request that an event comes to. Nothing is sent."),
    "preview",
  );
  addTry(
    tiles.command("test").description("Send the request that an event comes to, once, and show the answer."),
    "test",
  );
}

function addTry(command: Command, action: "preview" | "test"): void {
  oneOf<TryOptions>(command, TILE, async (one, options) => {
    const folder = options.folder === undefined ? undefined : await folderAt(options.folder);
    const found = await one.api.call("POST", `${one.path}:${action}`, await bodyOf(options, folder));
    print(one, found, { curl: options.curl === true, folder });
  })
    .option("--folder <folder>", "try what the folder says, without deploying it")
    .option("--tile-version <n>", "the newest by default", wholeNumber)
    .option(
      "--sample <file or name>",
      "a file such as samples/ordinary.json, - for standard input, or the name of a sample of the tile",
    )
    .option("--event <id>", "an event of the project")
    .addOption(new Option("--part <part>", "what the event is sent as").choices([...PARTS]))
    .option("--map <field=source>", MAP, mappings)
    .option("--select <kind=names>", SELECT, selection)
    .option("--show-secrets", "show the secret parameters that are given")
    .option("--curl", "print the request as a command to paste, and nothing else");
  withParameters(command);
}

async function folderAt(path: string): Promise<TileFolder> {
  const { readTileFolder } = await import("./tile-folder.ts");
  return readTileFolder(path);
}

/** The body as text: numbers of events keep their digits. */
async function bodyOf(options: TryOptions, folder: TileFolder | undefined): Promise<string> {
  const { tileVersion: version, event: eventId, showSecrets: includeSecrets } = options;
  const file =
    options.sample !== undefined && isFile(options.sample) ? await sampleAt(options.sample) : undefined;
  const parameters = { ...file?.parameters, ...(await readParameters(options)) };
  const mapped = { ...file?.mappings, ...options.map };
  return printLossless({
    version,
    definition: folder?.definition,
    part: options.part ?? file?.part,
    event: file?.event,
    eventId,
    sample: file === undefined ? options.sample : undefined,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(mapped).length > 0 && { mappings: mapped }),
    select: options.select ?? file?.select,
    includeSecrets,
  });
}

function isFile(sample: string): boolean {
  return sample === "-" || sample.endsWith(".json");
}

async function sampleAt(path: string): Promise<SampleFile> {
  const { readSample } = await import("./tile-samples.ts");
  const faults: FileFault[] = [];
  const sample = readSample(path, await readInput(path), faults);
  if (sample === undefined) throw new FileFaultsError(`${path} is no sample:`, faults);
  return sample;
}

interface Shown {
  readonly curl: boolean;
  readonly folder: TileFolder | undefined;
}

function print({ json }: One, found: unknown, { curl, folder }: Shown): void {
  const answer = isJsonObject(found) ? found : {};
  const faults = listOf(answer.faults);
  const { response, failure } = answer;
  const isBad =
    faults.length > 0 ||
    failure !== undefined ||
    (isJsonObject(response) && response.outcome !== "delivered");
  if (isBad) process.exitCode = 1;
  if (json) return printJson(found);
  for (const fault of faults) process.stderr.write(`${findingOf(fault, folder)}\n`);
  if (curl) {
    if (typeof answer.curl === "string") process.stdout.write(`${answer.curl}\n`);
    return;
  }
  if (isJsonObject(answer.request)) printRequest(answer.request);
  for (const note of Array.isArray(answer.notes) ? answer.notes : []) printLines(`Note: ${String(note)}`);
  if (isJsonObject(response)) printResponse(response);
  if (isJsonObject(failure)) printLines(`\nNo answer: ${String(failure.message)} (${String(failure.code)})`);
}

function printRequest({ method, url, headers, body }: JsonObject): void {
  printLines(`${String(method)} ${String(url)}`);
  printHeaders(headers);
  printLines(`\n${String(body)}\n`);
}

function printResponse({ status, headers, body, durationMs, outcome, meaning, cut }: JsonObject): void {
  printLines(
    `\n${String(status)} in ${Math.round(Number(durationMs))} ms: ${String(outcome)}. ${String(meaning)}`,
  );
  printHeaders(headers);
  printLines(`\n${String(body)}${cut === true ? "…" : ""}\n`);
}

function printHeaders(headers: unknown): void {
  if (!isJsonObject(headers)) return;
  for (const [name, value] of Object.entries(headers)) printLines(`${name}: ${String(value)}`);
}

/** Lines of a stranger's text: they stay lines, and nothing else in them steers the terminal. */
function printLines(text: string): void {
  process.stdout.write(`${text.split("\n").map(printable).join("\n")}\n`);
}
