import type { Command } from "commander";
import { connect, wholeNumber, withConnection } from "./context.ts";
import type { One } from "./one-of.ts";
import { oneOf } from "./one-of.ts";
import { printable, printJson, printTable } from "./output.ts";
import { addTileDeploy } from "./tile-deploy.ts";
import { addTileInit } from "./tile-init.ts";
import { printReport, printUsage, tileRow } from "./tile-report.ts";
import { addTileTry } from "./tile-try.ts";
import { addTileVerify } from "./tile-verify.ts";

const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "VERSION", member: "version" },
  { title: "STATE", member: "state" },
  { title: "INTERNAL", member: "internal" },
  { title: "DISPLAY NAME", member: "displayName" },
  { title: "UPDATED", member: "updateTime" },
];

const VERSIONS = [
  { title: "VERSION", member: "version" },
  { title: "STATE", member: "state" },
  { title: "INTERNAL", member: "internal" },
  { title: "CREATED", member: "createTime" },
  { title: "UPDATED", member: "updateTime" },
];

/** What a table shows of a tile's history. */
export const HISTORY = [
  { title: "TIME", member: "time" },
  { title: "VERSION", member: "version" },
  { title: "ACTION", member: "action" },
  { title: "BY", member: "by" },
  { title: "NOTES", member: "notes" },
];

const TILE = { kind: "tile", list: "tiles" };

interface VersionOption {
  readonly tileVersion?: number;
}

const STEPS = [
  ["submit", "submit", "Hand a version in for review."],
  ["withdraw", "withdraw", "Take a version back that is in review."],
  ["release", "release", "Release an approved version: everybody finds it in the catalog."],
  ["release-internally", "releaseInternally", "Release a version to the catalog of its own project."],
] as const;

/** `millrace tiles init|verify|deploy|list|get|versions|history|preview|test|check|submit|withdraw|release|delete` */
export function addTiles(program: Command): void {
  const tiles = program
    .command("tiles")
    .description("Tiles: integrations that partners define and customers make syncs of.");
  addTileInit(tiles);
  addTileVerify(tiles);
  addTileDeploy(tiles);
  withConnection(tiles.command("list").description("List the project's tiles.")).action(
    async (_options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const found = await api.all(`${project}/tiles`);
      if (json) printJson(found);
      else printTable(found.map(tileRow), COLUMNS);
    },
  );
  withVersion(
    tiles.command("get").description("Show a tile and what it says, as JSON."),
    async (one, { tileVersion }) =>
      printJson(
        await one.api.call(
          "GET",
          `${one.path}${tileVersion === undefined ? "" : `/versions/${tileVersion}`}`,
        ),
      ),
  );
  addList(tiles.command("versions").description("List a tile's versions, the newest first."), VERSIONS);
  addList(tiles.command("history").description("List what happened to a tile, and who did it."), HISTORY);
  withVersion(
    tiles
      .command("check")
      .description("Show what keeps a tile from being submitted, and what its parameters are used in."),
    async ({ api, path, json }, { tileVersion: version }) => {
      const report = await api.call("POST", `${path}:check`, { version });
      if (json) printJson(report);
      else printUsage(report);
      const isGood = json ? isOk(report) : printReport(report);
      if (!isGood) process.exitCode = 1;
    },
  );
  addTileTry(tiles);
  for (const [name, action, description] of STEPS)
    withVersion(tiles.command(name).description(description), async (one, { tileVersion: version }) => {
      const changed = await one.api.call("POST", `${one.path}:${action}`, { version });
      if (one.json) printJson(changed);
      else printTable([tileRow(changed)], COLUMNS);
    });
  oneOf(
    tiles.command("delete").description("Delete a tile that no sync is made of, with its history."),
    TILE,
    async ({ api, path, which, json }) => {
      await api.call("DELETE", path);
      if (!json) process.stdout.write(`Deleted ${printable(which)}.\n`);
    },
  );
}

function withVersion(command: Command, act: (one: One, options: VersionOption) => Promise<void>): void {
  oneOf(command, TILE, act).option("--tile-version <n>", "the newest by default", wholeNumber);
}

function addList(command: Command, columns: typeof VERSIONS): void {
  oneOf(command, TILE, async ({ api, path, json }) => {
    const found = await api.all(`${path}/${command.name()}`);
    if (json) printJson(found);
    else printTable(found, columns);
  });
}

function isOk(report: unknown): boolean {
  return typeof report !== "object" || report === null || !("ok" in report) || report.ok !== false;
}
