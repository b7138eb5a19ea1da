import type { Command } from "commander";
import { connect, withConnection } from "./context.ts";
import { printJson, printTable } from "./output.ts";
import { readInput } from "./read-input.ts";

/** `millrace deploy amp.yaml` */
export function addDeploy(program: Command): void {
  withConnection(program.command("deploy"))
    .summary("deploy an amp.yaml")
    .description(
      "Creates or updates the integrations that a manifest names, and the routes of their objects. All or nothing; the same manifest again changes nothing.",
    )
    .argument("[manifest]", "file, or - for standard input", "amp.yaml")
    .action(async (path: string, _options: unknown, command: Command) => {
      const { api, project, json } = connect(command);
      const sourceYaml = await readInput(path);
      const integrations = await api.call("PUT", `${project}/integrations:batch`, { sourceYaml });
      if (json) {
        printJson(integrations);
        return;
      }
      const names = Array.isArray(integrations) ? integrations : [];
      process.stdout.write(
        `Deployed ${names.length} integration${names.length === 1 ? "" : "s"} from ${path}.\n\n`,
      );
      printTable(await api.all(`${project}/routes`), [
        { title: "ROUTE", member: "name" },
        { title: "STATE", member: "state" },
        { title: "LAG", member: "lag" },
      ]);
    });
}
