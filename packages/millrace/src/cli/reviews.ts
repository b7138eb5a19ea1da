import { Option } from "commander";
import type { Command } from "commander";
import { isJsonObject } from "../core/json/object.ts";
import type { Connection } from "./context.ts";
import { connectInstance, wholeNumber, withConnection } from "./context.ts";
import { printable, printJson, printTable } from "./output.ts";
import { readInput } from "./read-input.ts";
import { printReport, printUsage, tileRow } from "./tile-report.ts";
import { HISTORY } from "./tiles.ts";

const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "VERSION", member: "version" },
  { title: "STATE", member: "state" },
  { title: "CATEGORY", member: "category" },
  { title: "SUMMARY", member: "summary" },
  { title: "UPDATED", member: "updateTime" },
];

interface NotesOptions {
  readonly notes?: string;
  readonly notesFile?: string;
}

const DECISIONS = [
  ["approve", "Approve a version; it can be released then."],
  ["return", "Return a version to its partner, with what is to be changed."],
  ["release", "Release an approved version: everybody finds it in the catalog."],
] as const;

/** `millrace reviews list|get|approve|return|release`, with a key of the scope `review` or `admin`. */
export function addReviews(program: Command): void {
  const reviews = program
    .command("reviews")
    .description("Reviews of tiles that partners have handed in, of all projects.");
  withConnection(reviews.command("list").description("List the versions that wait for a review."))
    .addOption(
      new Option("--state <state>", "those in this state instead").choices([
        "submitted",
        "returned",
        "approved",
        "released",
      ]),
    )
    .action(async ({ state }: { readonly state?: string }, command: Command) => {
      const { api, json } = connectInstance(command);
      const found = await api.all(`/v1/tile-reviews${state === undefined ? "" : `?state=${state}`}`);
      if (json) printJson(found);
      else printTable(found.map(tileRow), COLUMNS);
    });
  ofVersion(
    reviews.command("get").description("Show a version, what a check of it finds, and its history."),
    async ({ api, json }, path) => {
      const found = await api.call("GET", path);
      if (json) printJson(found);
      else printVersion(found);
    },
  );
  for (const [name, description] of DECISIONS) {
    const command = reviews.command(name).description(description);
    ofVersion(command, async ({ api, json }, path, options) => {
      const decided = await api.call("POST", `${path}:${name}`, { notes: await notesOf(options) });
      if (json) printJson(decided);
      else printTable([tileRow(decided)], COLUMNS);
    })
      .option("--notes <text>", "what the partner is told")
      .option("--notes-file <file>", "the same from a file, or - for standard input");
  }
}

function ofVersion(
  command: Command,
  act: (connection: Omit<Connection, "project">, path: string, options: NotesOptions) => Promise<void>,
): Command {
  return withConnection(command)
    .argument("<tile>", "id or name")
    .argument("<version>", "number of the version", wholeNumber)
    .action(async (tile: string, version: number, options: NotesOptions, self: Command) =>
      act(connectInstance(self), `/v1/tile-reviews/${encodeURIComponent(tile)}/versions/${version}`, options),
    );
}

async function notesOf({ notes, notesFile }: NotesOptions): Promise<string | undefined> {
  return notesFile === undefined ? notes : (await readInput(notesFile)).trim();
}

function printVersion(found: unknown): void {
  if (!isJsonObject(found)) return;
  printTable([tileRow(found)], COLUMNS);
  const { definition, report, history } = found;
  if (isJsonObject(definition) && typeof definition.description === "string")
    process.stdout.write(`\n${definition.description.split("\n").map(printable).join("\n")}\n`);
  process.stdout.write("\n");
  printUsage(report);
  printReport(report);
  if (!Array.isArray(history) || history.length === 0) return;
  process.stdout.write("\n");
  printTable(history, HISTORY);
}
