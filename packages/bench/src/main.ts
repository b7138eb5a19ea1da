import { parseArgs } from "node:util";
import type { Case, Effort, Result } from "./case.ts";
import { summarise } from "./case.ts";
import { backlog, idleRoutes } from "./cases/flat.ts";
import { freemarkerRender } from "./cases/freemarker-render.ts";
import { httpDeliveries } from "./cases/http-deliveries.ts";
import { httpTile } from "./cases/http-tile.ts";
import { ingestBatch } from "./cases/ingest-batch.ts";
import { httpToKinesis, logToKinesis } from "./cases/kinesis.ts";
import { manyApps } from "./cases/many-apps.ts";
import { manySyncs } from "./cases/many-syncs.ts";
import { s3Objects } from "./cases/s3-objects.ts";

const CASES: readonly Case[] = [
  ingestBatch,
  logToKinesis,
  httpToKinesis,
  s3Objects,
  httpDeliveries,
  httpTile,
  backlog,
  idleRoutes,
  manySyncs,
  manyApps,
  ...freemarkerRender,
];

const FULL: Effort = { rounds: 5, scale: 1 };
const QUICK: Effort = { rounds: 3, scale: 0.4 };

const USAGE = `Usage: npm run bench -- [name …] [--quick] [--json]

${CASES.map((each) => `  ${each.name.padEnd(20)} ${each.about}`).join("\n")}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
});
const unknown = positionals.filter((name) => !CASES.some((each) => each.name === name));
if (values.help === true || unknown.length > 0) {
  process.stderr.write(
    unknown.length > 0 ? `No benchmark is named ${unknown.join(", ")}.\n\n${USAGE}` : USAGE,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}

const results: Result[] = [];
for (const benchmark of CASES) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
  const skipped = benchmark.skipped?.();
  if (skipped !== undefined) {
    process.stderr.write(`${benchmark.name} is skipped: ${skipped}\n`);
    continue;
  }
  const result = summarise(benchmark, await benchmark.run(values.quick === true ? QUICK : FULL));
  results.push(result);
  if (values.json !== true) print(result);
}
if (values.json === true) process.stdout.write(`${JSON.stringify({ results })}\n`);

function print(result: Result): void {
  if (results.length === 1)
    process.stdout.write(row("benchmark", "unit", "millrace", "bare loop", "ratio", "target"));
  const { name, unit, ours, limit, ratio, target } = result;
  const format = new Intl.NumberFormat("en-US");
  process.stdout.write(
    row(name, unit, format.format(ours), format.format(limit), ratio.toFixed(2), target.toFixed(2)),
  );
}

function row(...[name = "", unit = "", ...figures]: string[]): string {
  return `${name.padEnd(20)}${unit.padEnd(12)}${figures.map((figure) => figure.padStart(11)).join("")}\n`;
}
