import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import type { DestinationType } from "../core/destination.ts";
import { isJsonObject } from "../core/json/object.ts";
import { destinationTypes } from "../destinations/registry.ts";
import { addChange, COLUMNS, DELIVERY } from "./change-destination.ts";
import type { Connection } from "./context.ts";
import { connect, withConnection } from "./context.ts";
import { objectOption, parseMembers } from "./object-option.ts";
import { printable, printJson, printTable } from "./output.ts";
import { parseInput, readInput } from "./read-input.ts";

/** `millrace destinations create|change|list|get|check|secrets|delete`; each type's options come from its own schema. */
export function addDestinations(program: Command): void {
  const destinations = program
    .command("destinations")
    .description("Destinations: the named places messages go to.");
  const create = destinations.command("create").description("Create a destination.");
  for (const type of destinationTypes.values()) addCreate(create, type);
  addChange(destinations);
  withConnection(destinations.command("list").description("List destinations.")).action(
    async (_options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const found = await api.all(`${project}/destinations`);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    },
  );
  const one = (
    name: string,
    description: string,
    act: (connection: Connection, path: string, which: string) => Promise<void>,
  ): void => {
    withConnection(destinations.command(name).description(description))
      .argument("<destination>", "id or name")
      .action(async (which: string, _options: unknown, command: Command) => {
        const connection = connect(command);
        await act(connection, `${connection.project}/destinations/${encodeURIComponent(which)}`, which);
      });
  };
  one("get", "Show a destination; never its credentials.", async ({ api }, path) =>
    printJson(await api.call("GET", path)),
  );
  one("delete", "Delete a destination that no route uses.", async ({ api, json }, path, which) => {
    await api.call("DELETE", path);
    if (!json) process.stdout.write(`Deleted ${which}.\n`);
  });
  one("check", "Try a destination for real.", async ({ api, json }, path) =>
    printReport(await api.call("POST", `${path}:check`), json),
  );
  addSecrets(destinations);
}

/** `millrace destinations secrets`: what Millrace itself made for a destination, such as a key it signs with. */
function addSecrets(destinations: Command): void {
  withConnection(
    destinations
      .command("secrets")
      .description("Show the secrets Millrace made, such as a webhook's signing key."),
  )
    .argument("<destination>", "id or name")
    .option("--rotate", "make new ones first; the ones before stay good for 24 hours")
    .action(async (which: string, { rotate }: { readonly rotate?: boolean }, command: Command) => {
      const { api, project, json } = connect(command);
      const path = `${project}/destinations/${encodeURIComponent(which)}`;
      const found = rotate
        ? await api.call("POST", `${path}:rotateSecrets`)
        : await api.call("GET", `${path}?includeSecrets=true`);
      const secrets = isJsonObject(found) && isJsonObject(found.secrets) ? found.secrets : {};
      const rows = Object.entries(secrets).map(([name, value]) => ({ name, value }));
      if (json) printJson(secrets);
      else if (rows.length === 0)
        process.stdout.write(`Millrace makes no secrets for ${printable(which)}.\n`);
      else
        printTable(rows, [
          { title: "NAME", member: "name" },
          { title: "VALUE", member: "value" },
        ]);
    });
}

function addCreate(create: Command, type: DestinationType): void {
  const command = withConnection(create.command(type.type))
    .description(`Create a destination of type ${type.type} (${type.label}).`)
    .requiredOption("--name <name>", "letters, digits and dashes; unique in the project")
    .option(
      "--secrets <file>",
      "credentials as JSON, or - for standard input: keeps them out of the process list",
    )
    .addOption(objectOption("delivery", DELIVERY));
  const settings = addMembers(command, type.settings.properties, type.type, type.settings.required);
  // Secrets may come from a file: the server says what is missing.
  const secrets = addMembers(command, type.secrets.properties, "secret");
  command.action(async (options: Readonly<Record<string, unknown>>, self: Command) => {
    const { api, project, json } = connect(self);
    const fromFile =
      typeof options.secrets === "string"
        ? parseInput(options.secrets, await readInput(options.secrets))
        : {};
    const created = await api.call("POST", `${project}/destinations`, {
      name: options.name,
      type: type.type,
      delivery: options.delivery,
      metadata: settings(options),
      secrets: { ...(isJsonObject(fromFile) ? fromFile : {}), ...secrets(options) },
    });
    if (json) printJson(created);
    else printTable([created], COLUMNS);
  });
}

/**
 * Adds an option for each member, called as the member; where the command has one of that name, `prefix` comes first
 * (`--webhook-url`). Answers what reads the members that were given.
 */
function addMembers(
  command: Command,
  members: Readonly<Record<string, object>>,
  prefix: string,
  required: readonly string[] = [],
): (options: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const names = Object.entries(members).map(([member, schema]) => {
    const taken = command.options.some(({ long }) => long === flagOf(member));
    const name = taken ? `${prefix}${member.charAt(0).toUpperCase()}${member.slice(1)}` : member;
    command.addOption(optionOf(name, member, schema).makeOptionMandatory(required.includes(member)));
    return [member, name] as const;
  });
  return (options) =>
    Object.fromEntries(
      names.flatMap(([member, name]) => (options[name] === undefined ? [] : [[member, options[name]]])),
    );
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function optionOf(name: string, member: string, schema: object): Option {
  const choices = "enum" in schema && Array.isArray(schema.enum) ? schema.enum.map(String) : undefined;
  const kind = choices === undefined ? "object" : "string";
  const { description, type } = { description: "", type: kind, ...schema };
  const option = new Option(`${flagOf(name)} ${type === "object" ? "<json>" : "<value>"}`, description);
  // Commander's own camel case of "--max-record-size-in-ki-b" is not every member's: the member is set by name.
  option.attributeName = () => name;
  if (choices !== undefined) return option.choices(choices);
  if (type === "integer" || type === "number") return option.argParser(Number);
  if (type === "boolean") return option.argParser(booleanOf);
  return type === "object" ? option.argParser((text) => parseMembers(member, text)) : option;
}

function booleanOf(text: string): boolean {
  if (text !== "true" && text !== "false") throw new InvalidArgumentError("It is true or false.");
  return text === "true";
}

function printReport(report: unknown, json: boolean): void {
  if (json) printJson(report);
  else if (isJsonObject(report) && Array.isArray(report.steps)) {
    printTable(report.steps, [
      { title: "OK", member: "ok" },
      { title: "STEP", member: "name" },
      { title: "FOUND", member: "detail" },
    ]);
    printDocuments(report.documents);
  }
  if (isJsonObject(report) && report.ok === false) process.exitCode = 1;
}

/** What is to be pasted somewhere else, each under its title. */
function printDocuments(documents: unknown): void {
  if (!Array.isArray(documents)) return;
  for (const each of documents) {
    if (!isJsonObject(each)) continue;
    const lines = [`${String(each.title)}:`, ...(JSON.stringify(each.json, null, 2) ?? "").split("\n")];
    process.stdout.write(`\n${lines.map(printable).join("\n")}\n`);
  }
}
