import type { Command } from "commander";
import { connectInstance, withConnection } from "./context.ts";
import { printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "ID", member: "id" },
  { title: "NAME", member: "name" },
  { title: "CREATED", member: "createTime" },
];

/** `millrace projects create|list` */
export function addProjects(program: Command): void {
  const projects = program.command("projects").description("Projects: the tenants.");
  withConnection(projects.command("list").description("List projects.")).action(
    async (_options: unknown, command: Command) => {
      const { api, json } = connectInstance(command);
      const found = await api.all("/v1/projects");
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    },
  );
  withConnection(projects.command("create").description("Create a project."))
    .argument("<name>")
    .action(async (name: string, _options: unknown, command: Command) => {
      const { api, json } = connectInstance(command);
      const project = await api.call("POST", "/v1/projects", { name });
      if (json) printJson(project);
      else printTable([project], COLUMNS);
    });
}
