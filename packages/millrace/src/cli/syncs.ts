import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { connect, wholeNumber, withConnection } from "./context.ts";
import { oneOf } from "./one-of.ts";
import { printable, printJson, printTable } from "./output.ts";
import type { SyncOptions } from "./sync-options.ts";
import { readSync, withSyncOptions } from "./sync-options.ts";
import { addSyncReports } from "./sync-reports.ts";

const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "STATE", member: "state" },
  { title: "TILE", member: "tile.name" },
  { title: "VERSION", member: "tile.version" },
  { title: "NEWER", member: "tile.newerVersion" },
  { title: "DESTINATION", member: "destination.name" },
  { title: "ROUTES", member: "lanes" },
  { title: "LAG", member: "lag" },
  { title: "MISSING", member: "lacks" },
];

const SYNC = { kind: "sync", list: "syncs" };

interface FromOption {
  readonly from?: string;
}

const FROM = "where it starts: now, the default, earliest, or an RFC 3339 time";

/** `millrace syncs create|change|list|get|enable|pause|disable|delete|move|dry-run|failures|metrics` */
export function addSyncs(program: Command): void {
  const syncs = program
    .command("syncs")
    .description("Syncs: what customers make of tiles, and which events they send.");
  addCreate(syncs);
  addChange(syncs);
  addSyncReports(syncs);
  withConnection(syncs.command("list").description("List syncs with their state.")).action(
    async (_options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const found = await api.all(`${project}/syncs`);
      if (json) printJson(found);
      else printTable(found.map(rowOf), COLUMNS);
    },
  );
  oneOf(
    syncs.command("get").description("Show all there is to know of a sync, as JSON."),
    SYNC,
    async (one) => printJson(await one.api.call("GET", one.path)),
  );
  oneOf<FromOption>(
    syncs.command("enable").description("Let a sync send. One that was paused goes on where it stopped."),
    SYNC,
    async ({ api, path, json }, { from }) => print(await api.call("POST", `${path}:enable`, { from }), json),
  ).option("--from <time>", FROM);
  for (const [verb, description] of [
    ["pause", "Stop a sync from sending; what comes in meanwhile is sent later."],
    ["disable", "Stop a sync; what comes in meanwhile is never sent."],
  ] as const)
    oneOf(syncs.command(verb).description(description), SYNC, async ({ api, path, json }) =>
      print(await api.call("POST", `${path}:${verb}`), json),
    );
  oneOf(
    syncs.command("delete").description("Delete a sync with its routes and the destination of its own."),
    SYNC,
    async ({ api, path, which, json }) => {
      await api.call("DELETE", path);
      if (!json) process.stdout.write(`Deleted ${printable(which)}.\n`);
    },
  );
  oneOf<{ readonly tileVersion?: number }>(
    syncs
      .command("move")
      .description("Move a sync to another version of its tile; parameters and mappings stay."),
    SYNC,
    async ({ api, path, json }, { tileVersion }) =>
      print(
        await api.call("PATCH", path, { tileVersion: tileVersion ?? (await newerVersion(api, path)) }),
        json,
      ),
  ).option("--tile-version <n>", "the newest that the project can use by default", wholeNumber);
}

function addCreate(syncs: Command): void {
  withSyncOptions(
    withConnection(syncs.command("create").description("Make a sync of a tile, or to a destination.")),
  )
    .option("--enable", "let it send at once")
    .option("--from <time>", FROM)
    .action(async (options: SyncOptions & FromOption & { readonly enable?: boolean }, command: Command) => {
      const { api, project, json } = connect(command);
      const { enable, from } = options;
      const body = {
        ...(await readSync(options)),
        ...(enable === true && { state: "enabled" }),
        ...(from !== undefined && { from }),
      };
      print(await api.call("POST", `${project}/syncs`, body), json);
    });
}

function addChange(syncs: Command): void {
  const command = withSyncOptions(
    syncs
      .command("change")
      .description("Change a sync; what is not given stays, and so does its place in the log."),
  );
  oneOf<SyncOptions>(command, SYNC, async ({ api, path, json }, options) => {
    const definition = await definitionNow(api, path, options);
    const change = await readSync(options);
    if (Object.keys(change).length === 0)
      throw new MillraceError("missing_option", "Nothing to change is given.", {
        remedy: "Give --file or any of the flags: see --help.",
      });
    const { tile: _, ...rest } = change;
    print(await api.call("PATCH", path, merged(rest, definition)), json);
  });
}

/** A definition is set whole: flags change members of the one that is there, a file replaces it. */
async function definitionNow(
  api: { call(method: string, path: string): Promise<unknown> },
  path: string,
  { file }: SyncOptions,
): Promise<JsonObject> {
  if (file !== undefined) return {};
  const found = await api.call("GET", path);
  return isJsonObject(found) && isJsonObject(found.definition) ? found.definition : {};
}

function merged(change: JsonObject, before: JsonObject): JsonObject {
  if (!isJsonObject(change.definition)) return change;
  const { mappings } = change.definition;
  const both = { ...before, ...change.definition };
  if (isJsonObject(before.mappings) && isJsonObject(mappings))
    return { ...change, definition: { ...both, mappings: { ...before.mappings, ...mappings } } };
  return { ...change, definition: both };
}

async function newerVersion(
  api: { call(method: string, path: string): Promise<unknown> },
  path: string,
): Promise<number> {
  const found = await api.call("GET", path);
  const tile = isJsonObject(found) && isJsonObject(found.tile) ? found.tile : {};
  if (typeof tile.newerVersion === "number") return tile.newerVersion;
  throw new MillraceError("nothing_newer", "The sync has the newest version of its tile already.", {
    remedy: "Name another one with --tile-version.",
  });
}

function print(sync: unknown, json: boolean): void {
  if (json) printJson(sync);
  else printTable([rowOf(sync)], COLUMNS);
}

function rowOf(sync: unknown): unknown {
  if (!isJsonObject(sync)) return sync;
  const routes = Array.isArray(sync.routes) ? sync.routes.filter(isJsonObject) : [];
  const missing = Array.isArray(sync.missing) ? sync.missing.filter(isJsonObject) : [];
  return {
    ...sync,
    lanes: [...new Set(routes.map(({ state }) => String(state)))].join(", "),
    lag: routes.reduce((sum, { lag }) => sum + (typeof lag === "number" ? lag : 0), 0),
    lacks: missing.map(({ name }) => String(name)).join(", "),
  };
}
