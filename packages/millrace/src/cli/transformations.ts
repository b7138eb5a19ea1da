import type { Command } from "commander";
import { isMembers, parseLossless, printLossless } from "../core/json/lossless.ts";
import { checkDocument } from "../core/json/scan.ts";
import { plainOf } from "../manifest/located.ts";
import { readYaml } from "../manifest/read-yaml.ts";
import { MillraceError } from "../core/errors.ts";
import { connect, withConnection } from "./context.ts";
import { FileFaultsError, yamlFaults } from "./file-fault.ts";
import { printable } from "./output.ts";
import { readInput } from "./read-input.ts";

interface PreviewOptions {
  readonly rules?: string;
  readonly event?: string;
  readonly sample?: string;
}

/** `millrace transformations get|set|preview`. Answers are printed as they came: numbers in tables and events keep their digits. */
export function addTransformations(program: Command): void {
  const transformations = program
    .command("transformations")
    .description("Transformations: how events look to those who choose transformed events.");
  withConnection(
    transformations.command("get").description("Show the project's transformations, as JSON."),
  ).action(async (_options: unknown, command: Command) => {
    const { api, project } = connect(command);
    print(await api.text("GET", `${project}/transformations`));
  });
  withConnection(transformations.command("set").description("Replace the project's transformations."))
    .argument("<file>", "rules as YAML or JSON: {rules: […]} or a JSON list; - for standard input")
    .action(async (file: string, _options: unknown, command: Command) => {
      const { api, project } = connect(command);
      print(await api.text("PUT", `${project}/transformations`, `{"rules":${await readRules(file)}}`));
    });
  withConnection(
    transformations.command("preview").description("Show an event as it came in, and as it would look."),
  )
    .option("--rules <file>", "by these rules, not the project's; - for standard input")
    .option("--event <id>", "an event of the project")
    .option("--sample <file>", "an event in the export format, as JSON; - for standard input")
    .action(async ({ rules, event, sample }: PreviewOptions, command: Command) => {
      const { api, project } = connect(command);
      const members = [
        ...(rules === undefined ? [] : [`"rules":${await readRules(rules)}`]),
        ...(event === undefined ? [] : [`"eventId":${JSON.stringify(event)}`]),
        ...(sample === undefined ? [] : [`"event":${await readEvent(sample)}`]),
      ];
      print(await api.text("POST", `${project}/transformations:preview`, `{${members.join(",")}}`));
    });
}

/** The rules of a file as JSON. @throws {MillraceError} for what holds none */
async function readRules(path: string): Promise<string> {
  const text = await readInput(path);
  if (isJson(text)) {
    // Read without loss, as YAML is not: numbers in tables keep their digits.
    const value = parseLossless(text);
    if (Array.isArray(value)) return text;
    if (isMembers(value) && value.rules !== undefined) return printLossless(value.rules);
  }
  const yaml = readYaml(text, { name: "file", root: "a map with rules" });
  if (yaml.root === undefined || yaml.faults.length > 0)
    throw new FileFaultsError(`${path} cannot be read:`, yamlFaults(path, yaml));
  const { rules } = plainOf(yaml.root);
  if (rules === undefined) throw new MillraceError("unreadable_file", `${path} has no rules.`);
  return printLossless(rules);
}

async function readEvent(path: string): Promise<string> {
  const text = await readInput(path);
  if (isJson(text)) return text;
  throw new MillraceError("unreadable_file", `${path} is not JSON.`);
}

function isJson(text: string): boolean {
  try {
    checkDocument(text);
    return true;
  } catch {
    return false;
  }
}

function print(answer: string): void {
  process.stdout.write(`${answer.split("\n").map(printable).join("\n")}\n`);
}
