import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import { connectInstance, several, withConnection } from "./context.ts";
import { printable, printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "ID", member: "id" },
  { title: "NAME", member: "name" },
  { title: "CREATED", member: "createTime" },
];

const NAME_RULE = "letters, digits, dots, underscores and dashes; unique in the instance";

interface UpdateOptions {
  readonly name?: string;
  readonly appName?: string;
  readonly tag?: readonly string[];
  readonly unset?: readonly string[];
}

/** `millrace projects create|list|update|delete` */
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
    .argument("<name>", NAME_RULE)
    .option("--app-name <name>", "the product's name, for people")
    .action(async (name: string, { appName }: Pick<UpdateOptions, "appName">, command: Command) => {
      const { api, json } = connectInstance(command);
      const project = await api.call("POST", "/v1/projects", { name, appName });
      if (json) printJson(project);
      else printTable([project], COLUMNS);
    });
  addUpdate(projects);
  addDelete(projects);
}

function addUpdate(projects: Command): void {
  withConnection(projects.command("update").description("Change a project; members that are not given stay."))
    .argument("<project>", "id or name")
    .option("--name <name>", NAME_RULE)
    .option("--app-name <name>", "the product's name, for people")
    .option("--tag <key=value>", "set this tag; may be given again", several)
    .option("--unset <field>", "remove it: appName, tags or tags.KEY; may be given again", several)
    .action(async (which: string, options: UpdateOptions, command: Command) => {
      const { api, json } = connectInstance(command);
      const { name, appName, tag = [], unset = [] } = options;
      const tags = Object.fromEntries(tag.map(tagOf));
      const updateMask = [
        ...(name === undefined ? [] : ["name"]),
        ...(appName === undefined ? [] : ["appName"]),
        ...Object.keys(tags).map((key) => `tags.${key}`),
        ...unset,
      ];
      if (updateMask.length === 0)
        throw new MillraceError("missing_option", "Nothing to change is given.", {
          remedy: "Give --name, --app-name, --tag or --unset.",
        });
      const project = { name, appName, ...(tag.length > 0 && { tags }) };
      const changed = await api.call("PATCH", pathOf(which), { updateMask, project });
      if (json) printJson(changed);
      else printTable([changed], COLUMNS);
    });
}

function addDelete(projects: Command): void {
  withConnection(projects.command("delete").description("Delete a project with everything of it, for good."))
    .argument("<project>", "id or name")
    .option("--yes", "really: events, dead letters, destinations and keys cannot be had back")
    .action(async (which: string, { yes }: { readonly yes?: boolean }, command: Command) => {
      const { api, json } = connectInstance(command);
      if (yes !== true)
        throw new MillraceError("missing_option", `Nothing of ${printable(which)} would be left.`, {
          remedy: "Give --yes to delete it with everything of it, for good.",
        });
      await api.call("DELETE", pathOf(which));
      if (!json) process.stdout.write(`Deleted ${printable(which)}.\n`);
    });
}

function pathOf(project: string): string {
  return `/v1/projects/${encodeURIComponent(project)}`;
}

function tagOf(text: string): [key: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new MillraceError("invalid_option", `"${printable(text)}" is no tag.`, {
    remedy: "Write it as key=value.",
  });
}
