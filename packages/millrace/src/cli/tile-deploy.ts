import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { printLossless } from "../core/json/lossless.ts";
import { ApiProblemError } from "./client.ts";
import type { Connection } from "./context.ts";
import { connect, withConnection } from "./context.ts";
import type { FileFault } from "./file-fault.ts";
import { FileFaultsError } from "./file-fault.ts";
import { printable, printJson } from "./output.ts";
import type { TileFolder } from "./tile-folder.ts";
import { printReport } from "./tile-report.ts";
import { underBar } from "./under-bar.ts";

interface DeployOptions {
  readonly submit?: boolean;
  readonly releaseInternally?: boolean;
}

/** What became of a folder. */
interface Deployed {
  readonly folder: TileFolder;
  readonly did: "created" | "changed" | "unchanged" | "failed";
  /** As the server answers it; its `report` is what the check found. */
  readonly tile?: JsonObject;
  readonly error?: MillraceError;
}

/** `millrace tiles deploy FOLDER…` */
export function addTileDeploy(tiles: Command): void {
  withConnection(tiles.command("deploy"))
    .summary("create or update tiles from their folders")
    .description(
      "Creates or updates tiles from folders with a tile.yaml, and prints what the checks find. The same folder again changes nothing. Ends with status 1 where a tile has faults.",
    )
    .argument("<folders...>")
    .option("--submit", "hand the versions in for review, where their checks find no errors")
    .option("--release-internally", "release them to the catalog of their own project")
    .action(async (paths: readonly string[], options: DeployOptions, command: Command) => {
      const connection = connect(command);
      // Every folder is read before the first tile changes.
      const folders = await readAll(paths);
      const deployed = await underBar(folders, 2, !connection.json && folders.length > 1, (folder) =>
        deploy(connection, folder, options),
      );
      if (connection.json) printJson(deployed.map(jsonOf));
      else for (const each of deployed) print(each);
      if (deployed.some(({ error, tile }) => error !== undefined || hasErrors(tile))) process.exitCode = 1;
    });
}

async function readAll(paths: readonly string[]): Promise<readonly TileFolder[]> {
  const { readTileFolder } = await import("./tile-folder.ts");
  const read = await Promise.allSettled(paths.map((path) => readTileFolder(path)));
  const failed = read.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  if (failed.length > 0)
    throw failed.length === 1 && failed[0] instanceof Error
      ? failed[0]
      : new MillraceError("faulty_files", failed.map((error) => String(error.message)).join("\n"));
  return read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

async function deploy(connection: Connection, folder: TileFolder, options: DeployOptions): Promise<Deployed> {
  try {
    const { did, tile } = await save(connection, folder);
    return { folder, did, tile: await step(connection, folder.name, tile, options) };
  } catch (error) {
    if (error instanceof ApiProblemError) return { folder, did: "failed", error: placed(error, folder) };
    if (error instanceof MillraceError) return { folder, did: "failed", error };
    throw error;
  }
}

/** Creates the tile, or changes what differs: an edit of a version that is released would make another one. */
async function save(
  { api, project }: Connection,
  { name, definition, logo }: TileFolder,
): Promise<{ did: Deployed["did"]; tile: JsonObject }> {
  const path = `${project}/tiles/${encodeURIComponent(name)}`;
  const text = printLossless(definition);
  const before = await found(() => api.call("GET", path));
  let did: Deployed["did"] = "unchanged";
  let tile = before;
  if (before === undefined) {
    did = "created";
    tile = objectOf(
      await api.call("POST", `${project}/tiles`, `{"name":${JSON.stringify(name)},"definition":${text}}`),
    );
  } else if (!isDeepStrictEqual(before.definition, JSON.parse(text))) {
    did = "changed";
    tile = objectOf(await api.call("PUT", path, `{"definition":${text}}`));
  }
  if (logo !== undefined && tile?.logo !== createHash("sha256").update(logo).digest("hex")) {
    if (did === "unchanged") did = "changed";
    const { report } = tile ?? {};
    tile = { ...objectOf(await api.send("PUT", `${path}/logo`, new Uint8Array(logo), "image/png")) };
    if (report !== undefined) tile = { ...tile, report };
  }
  // Saving answers what the check finds, but the logo came after it or nothing was saved: the check is asked for itself.
  const report = objectOf(await api.call("POST", `${path}:check`));
  return { did, tile: { ...tile, report } };
}

async function step(
  { api, project }: Connection,
  name: string,
  tile: JsonObject,
  { submit, releaseInternally }: DeployOptions,
): Promise<JsonObject> {
  const path = `${project}/tiles/${encodeURIComponent(name)}`;
  const { report, version } = tile;
  let now = tile;
  if (hasErrors(tile)) return now;
  if (releaseInternally === true && now.internal !== true)
    now = objectOf(await api.call("POST", `${path}:releaseInternally`, { version }));
  // What is handed in, approved or released already needs no second time.
  if (submit === true && (now.state === "draft" || now.state === "returned"))
    now = objectOf(await api.call("POST", `${path}:submit`, { version }));
  return { ...now, report };
}

function hasErrors(tile: JsonObject | undefined): boolean {
  return isJsonObject(tile?.report) && tile.report.ok === false;
}

/** The server's faults of a definition, at the places in the files that they are of. */
function placed(error: ApiProblemError, folder: TileFolder): MillraceError {
  if (error.issues.length === 0) return error;
  const faults = error.issues.map(({ name, detail, line, column }): FileFault => {
    const within = name.replace(/^(?:body\.)?definition\.?/, "");
    const inTemplate = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    return { ...folder.placeOf(within, inTemplate), name: within, message: detail };
  });
  return new FileFaultsError(`The server refuses the tile in ${folder.folder}:`, faults);
}

async function found(get: () => Promise<unknown>): Promise<JsonObject | undefined> {
  try {
    return objectOf(await get());
  } catch (error) {
    if (error instanceof ApiProblemError && error.status === 404 && error.code.includes("tile_not_found"))
      return undefined;
    throw error;
  }
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function print({ folder, did, tile, error }: Deployed): void {
  if (error !== undefined) {
    process.stdout.write(`${folder.name}: failed\n${error.message}\n`);
    if (error.remedy !== undefined) process.stdout.write(`${error.remedy}\n`);
    return;
  }
  const { version, state, internal, report } = tile ?? {};
  const standing = `version ${String(version)}, ${String(state)}${internal === true ? ", released internally" : ""}`;
  process.stdout.write(`${printable(`${folder.name}: ${did} (${standing})`)}\n`);
  printReport(report, folder);
}

function jsonOf({ folder, did, tile, error }: Deployed): JsonObject {
  return {
    folder: folder.folder,
    name: folder.name,
    did,
    ...(tile !== undefined && { tile }),
    ...(error !== undefined && { error: { code: error.code, message: error.message } }),
    ...(error instanceof FileFaultsError && { faults: error.faults }),
  };
}
