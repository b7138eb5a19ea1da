import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { connect, several, withConnection } from "./context.ts";
import { objectOption } from "./object-option.ts";
import { printJson, printTable } from "./output.ts";
import { parseInput, readInput } from "./read-input.ts";

/** What a table shows of a destination. */
export const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "TYPE", member: "type" },
  { title: "ID", member: "id" },
  { title: "METADATA", member: "metadata" },
  { title: "DELIVERY", member: "delivery" },
];

/** What the option `--delivery` says of itself. */
export const DELIVERY =
  'when failed deliveries are attempted again, and how fast messages go out, such as \'{"retry":{"attempts":5},"pace":{"requestsPerSecond":10}}\'';

interface ChangeOptions {
  readonly name?: string;
  readonly metadata?: JsonObject;
  readonly delivery?: JsonObject;
  readonly secrets?: string;
  readonly unset?: readonly string[];
}

/** `millrace destinations change` */
export function addChange(destinations: Command): void {
  withConnection(
    destinations.command("change").description("Change a destination; members that are not given stay."),
  )
    .argument("<destination>", "id or name")
    .option("--name <name>", "letters, digits and dashes; unique in the project")
    .addOption(objectOption("metadata", 'settings to change, such as \'{"streamName":"other"}\''))
    .addOption(objectOption("delivery", `${DELIVERY}; retry and pace are each set whole`))
    .option("--secrets <file>", "credentials to change as JSON, or - for standard input")
    .option(
      "--unset <field>",
      "remove it, such as metadata.keyTemplate or delivery.pace; may be given again",
      several,
    )
    .action(async (which: string, options: ChangeOptions, command: Command) => {
      const { api, project, json } = connect(command);
      const { name, metadata = {}, delivery = {}, unset = [] } = options;
      const secrets = options.secrets === undefined ? {} : await readObject(options.secrets);
      const updateMask = [
        ...(name === undefined ? [] : ["name"]),
        ...Object.entries({ metadata, delivery, secrets }).flatMap(([field, value]) =>
          Object.keys(value).map((member) => `${field}.${member}`),
        ),
        ...unset,
      ];
      if (updateMask.length === 0)
        throw new MillraceError("missing_option", "Nothing to change is given.", {
          remedy: "Give --name, --metadata, --delivery, --secrets or --unset.",
        });
      const changed = await api.call("PATCH", `${project}/destinations/${encodeURIComponent(which)}`, {
        updateMask,
        destination: { name, metadata, delivery, secrets },
      });
      if (json) printJson(changed);
      else printTable([changed], COLUMNS);
    });
}

async function readObject(file: string): Promise<JsonObject> {
  const parsed = parseInput(file, await readInput(file));
  if (isJsonObject(parsed)) return parsed;
  throw new MillraceError("unreadable_file", `${file} holds no JSON object.`);
}
