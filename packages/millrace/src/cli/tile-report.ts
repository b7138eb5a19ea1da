import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { lineOf } from "./file-fault.ts";
import { printable, printTable } from "./output.ts";
import type { TileFolder } from "./tile-folder.ts";

/** Where faults of a tile stand: in the files of its folder, where there is one. */
export type TilePlaces = Pick<TileFolder, "placeOf">;

/** Prints what a check of a tile found. Answers whether nothing stands in the way of submitting it. */
export function printReport(report: unknown, places?: TilePlaces): boolean {
  if (!isJsonObject(report)) return true;
  for (const issue of listOf(report.issues)) {
    const severity = issue.severity === "warning" ? "warning" : "error";
    process.stdout.write(`  ${severity.padEnd(7)}  ${findingOf(issue, places)}\n`);
  }
  // Those that failed stand among the issues.
  const samples = listOf(report.samples);
  const good = samples.filter(({ ok }) => ok === true).length;
  if (samples.length > 0) process.stdout.write(`  samples  ${good} of ${samples.length} came to a request\n`);
  return report.ok !== false;
}

/** A version of a tile as tables show it: answers about one have what it says under `definition`, lists have it beside. */
export function tileRow(tile: unknown): unknown {
  return isJsonObject(tile) && isJsonObject(tile.definition) ? { ...tile.definition, ...tile } : tile;
}

/** Prints which parameters and mapped fields are declared, and where templates use them. */
export function printUsage(report: unknown): void {
  if (!isJsonObject(report)) return;
  const rows = [
    ...listOf(report.parameters).map((each) => usageRow("parameter", each)),
    ...listOf(report.mappedFields).map((each) => usageRow("mapped field", each)),
  ];
  if (rows.length === 0) return;
  printTable(rows, [
    { title: "KIND", member: "kind" },
    { title: "NAME", member: "name" },
    { title: "DECLARED", member: "declared" },
    { title: "USED IN", member: "used" },
  ]);
}

function usageRow(kind: string, { name, declared, used }: JsonObject): JsonObject {
  const templates = listOf(used).map(({ template }) => textOf(template));
  return { kind, name, declared, used: [...new Set(templates)].join(", ") };
}

/** One finding in a line: in the files of a folder where there is one, else in the template that it is of. */
export function findingOf(
  { code, message, template, line, column }: JsonObject,
  places?: TilePlaces,
): string {
  const name = textOf(template);
  const said = `${textOf(message)}${typeof code === "string" ? ` (${code})` : ""}`;
  if (name === "") return printable(said);
  const within = {
    ...(typeof line === "number" && { line }),
    ...(typeof column === "number" && { column }),
  };
  if (places === undefined) {
    const at = within.line === undefined ? "" : `:${within.line}:${within.column ?? 1}`;
    return printable(`${name}${at}  ${said}`);
  }
  return lineOf({ ...places.placeOf(name, within), name, message: said });
}

/** The objects of what should be a list of them. */
export function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((each) => isJsonObject(each)) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
