import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import { isJsonObject } from "../core/json/object.ts";
import { connect, several, withConnection } from "./context.ts";
import { printable, printTable } from "./output.ts";
import type { FollowOption } from "./replays.ts";
import { FOLLOW, printStarted } from "./replays.ts";

const COLUMNS = [
  { title: "ID", member: "id" },
  { title: "ENDED", member: "endedAt" },
  { title: "HOW", member: "ended" },
  { title: "EVENT", member: "event.id" },
  { title: "ATTEMPTS", member: "attempts" },
  { title: "CODE", member: "error.code" },
  { title: "WHY", member: "error.message" },
];

const FILTERS = ["route", "ended", "code", "from", "to"] as const;

interface FilterOptions extends Partial<Record<(typeof FILTERS)[number], string>> {
  readonly all?: boolean;
}

/** `millrace dead-letters [list|show|delete|replay]` */
export function addDeadLetters(program: Command): void {
  const letters = program
    .command("dead-letters")
    .description("Dead letters: deliveries that ended discarded or expired.");
  withFilters(letters.command("list", { isDefault: true }).description("List them, the newest first."))
    .option("--limit <n>", "show at most this many", pageSize)
    .action(async (options: FilterOptions & { readonly limit?: number }, command: Command) => {
      const { api, project, json } = connect(command);
      const query = queryOf(options);
      const found =
        options.limit === undefined
          ? await api.allTexts(`${project}/dead-letters?${query}`)
          : await api.pageTexts(`${project}/dead-letters?${query}pageSize=${options.limit}`);
      // The events in them are customers': their numbers are printed as the characters they came in.
      if (json) process.stdout.write(`[${found.join(",\n")}]\n`);
      else
        printTable(
          found.map((letter) => JSON.parse(letter)),
          COLUMNS,
        );
    });
  withConnection(letters.command("show").description("Show a dead letter whole, with its event, as JSON."))
    .argument("<id>")
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, project } = connect(command);
      process.stdout.write(`${await api.text("GET", `${project}/dead-letters/${encodeURIComponent(id)}`)}\n`);
    });
  addDelete(letters);
  addReplay(letters);
}

function addDelete(letters: Command): void {
  withFilters(letters.command("delete").description("Delete dead letters; they cannot be brought back."))
    .argument("[ids...]", "these; or those that meet the filter")
    .option("--all", "every dead letter of the project")
    .action(async (ids: readonly string[], options: FilterOptions, command: Command) => {
      const { api, project, json } = connect(command);
      if (ids.length > 0) {
        refuseBoth(options);
        for (const id of ids) await api.call("DELETE", `${project}/dead-letters/${encodeURIComponent(id)}`);
      }
      const all = options.all === true ? "all=true" : "";
      const answer =
        ids.length > 0
          ? { deleted: ids.length }
          : await api.call("DELETE", `${project}/dead-letters?${queryOf(options)}${all}`);
      const deleted = isJsonObject(answer) ? String(answer.deleted) : "0";
      if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
      else process.stdout.write(`Deleted ${printable(deleted)} dead letter${deleted === "1" ? "" : "s"}.\n`);
    });
}

function addReplay(letters: Command): void {
  withFilters(
    letters
      .command("replay")
      .description("Send dead letters once more; those that are delivered are deleted, one replay a route."),
  )
    .option("--id <id>", "this dead letter; may be given again", several)
    .option("--all", "every dead letter of the project")
    .option("--follow", FOLLOW)
    .action(async (options: ReplayOptions, command: Command) => {
      const connection = connect(command);
      const { id: ids, all } = options;
      const filter = Object.fromEntries(FILTERS.map((name) => [name, options[name]]));
      const path = `${connection.project}/dead-letters:replay`;
      const answer = await connection.api.call("POST", path, { ...filter, ids, all });
      const started = isJsonObject(answer) && Array.isArray(answer.results) ? answer.results : [];
      await printStarted(connection, started, options);
    });
}

interface ReplayOptions extends FilterOptions, FollowOption {
  readonly id?: readonly string[];
}

function withFilters(command: Command): Command {
  return withConnection(command)
    .option("--route <id or name>", "of one route; one that is deleted by its id")
    .addOption(new Option("--ended <how>", "that ended so").choices(["discarded", "expired"]))
    .option("--code <code>", "with this error, such as record_too_large")
    .option("--from <time>", "that ended at this time or later, RFC 3339")
    .option("--to <time>", "that ended before this time, RFC 3339");
}

/** The filters of a query, each with an `&` behind it. */
function queryOf(options: FilterOptions): string {
  return FILTERS.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}&`];
  }).join("");
}

function refuseBoth(options: FilterOptions): void {
  if (options.all !== true && queryOf(options) === "") return;
  throw new MillraceError("contradicting_options", "Give ids or filters, not both.");
}

function pageSize(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 1_000)
    throw new InvalidArgumentError("It must be a whole number, from 1 to 1,000.");
  return Number(text);
}
