import type { Command } from "commander";
import { connect, withConnection } from "./context.ts";
import { printJson, printTable } from "./output.ts";
import { parseInput, readInput } from "./read-input.ts";

const COLUMNS = [
  { title: "ID", member: "id" },
  { title: "INTEGRATION", member: "integrationId" },
  { title: "GROUP", member: "groupRef" },
  { title: "CONSUMER", member: "consumerRef" },
  { title: "UPDATED", member: "updateTime" },
];

/** `millrace installations create|list` */
export function addInstallations(program: Command): void {
  const installations = program
    .command("installations")
    .description("Installations: a customer's use of an integration.");
  withConnection(installations.command("list").description("List installations.")).action(
    async (_options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const found = await api.all(`${project}/installations`);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    },
  );
  withConnection(installations.command("create").description("Create an installation."))
    .argument("<integration>", "id or name")
    .requiredOption("--group-ref <ref>", "your id of the customer's group")
    .option("--group-name <name>")
    .option("--consumer-ref <ref>", "your id of the person")
    .option("--consumer-name <name>")
    .option("--config <file>", "config as JSON, or - for standard input")
    .action(async (integration: string, options: InstallationOptions, command: Command) => {
      const { api, project, json } = connect(command);
      const { groupRef, groupName, consumerRef, consumerName } = options;
      const config =
        options.config === undefined
          ? undefined
          : parseInput(options.config, await readInput(options.config));
      const path = `${project}/integrations/${encodeURIComponent(integration)}/installations`;
      const created = await api.call("POST", path, {
        groupRef,
        groupName,
        consumerRef,
        consumerName,
        config,
      });
      if (json) printJson(created);
      else printTable([created], COLUMNS);
    });
}

interface InstallationOptions {
  readonly groupRef: string;
  readonly groupName?: string;
  readonly consumerRef?: string;
  readonly consumerName?: string;
  readonly config?: string;
}
