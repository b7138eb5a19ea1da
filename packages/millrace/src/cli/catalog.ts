import { Option } from "commander";
import type { Command } from "commander";
import { CATEGORIES } from "../tiles/categories.ts";
import { connect, wholeNumber, withConnection } from "./context.ts";
import { oneOf } from "./one-of.ts";
import { printJson, printTable } from "./output.ts";

const COLUMNS = [
  { title: "NAME", member: "name" },
  { title: "DISPLAY NAME", member: "displayName" },
  { title: "CATEGORY", member: "category" },
  { title: "VERSION", member: "version" },
  { title: "SENDS", member: "features.parts" },
  { title: "SUMMARY", member: "summary" },
];

/** `millrace catalog list|get` */
export function addCatalog(program: Command): void {
  const catalog = program.command("catalog").description("Catalog: the tiles that syncs can be made of.");
  withConnection(catalog.command("list").description("List the tiles that the project can use."))
    .addOption(new Option("--category <category>", "of this category").choices([...CATEGORIES]))
    .option("--text <text>", "that stands in the name or the summary")
    .action(async (options: { readonly category?: string; readonly text?: string }, command: Command) => {
      const { api, project, json } = connect(command);
      const query = new URLSearchParams();
      for (const name of ["category", "text"] as const) {
        const value = options[name];
        if (value !== undefined) query.set(name, value);
      }
      const found = await api.all(`${project}/catalog${query.size === 0 ? "" : `?${query.toString()}`}`);
      if (json) printJson(found);
      else printTable(found, COLUMNS);
    });
  oneOf<{ readonly tileVersion?: number }>(
    catalog.command("get").description("Show a tile's page and what its form asks for, as JSON."),
    { kind: "tile", list: "catalog" },
    async ({ api, path }, { tileVersion }) =>
      printJson(
        await api.call("GET", `${path}${tileVersion === undefined ? "" : `?version=${tileVersion}`}`),
      ),
  ).option("--tile-version <n>", "the newest that the project can use by default", wholeNumber);
}
