/**
 * Renders the corpus with this engine and prints, for every file, how many cases agree with Apache FreeMarker.
 *
 *     npx tsx packages/freemarker/corpus/compare.ts [part of a file's name or of a case's id] [--verbose] [--limit 10]
 *
 * Shows the ids of what differs, and with --verbose the first of them in full.
 */
import { parseArgs } from "node:util";
import { compareFile, describeDisagreement, type Agreement } from "./agreement.ts";
import { caseFiles } from "./format.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: "boolean", default: false }, limit: { type: "string", default: "10" } },
});
const filter = positionals[0] ?? "";
const limit = Number(values.limit);
const byFile = caseFiles().some((file) => file.includes(filter));
const files = byFile ? caseFiles().filter((file) => file.includes(filter)) : caseFiles();

let agreed = 0;
let differ = 0;
for (const file of files) {
  const agreement = compareFile(file, byFile ? "" : filter);
  agreed += agreement.agreed;
  differ += agreement.disagreements.length;
  print(agreement);
}
process.stdout.write(`all: ${agreed} agree, ${differ} differ\n`);
process.exitCode = differ === 0 ? 0 : 1;

function print({ file, agreed, disagreements, accepted, outdated }: Agreement): void {
  const count = agreed + disagreements.length + accepted.length;
  if (count === 0) return;
  const notes = `${disagreements.length} differ, ${accepted.length} accepted, ${outdated.length} accepted needlessly`;
  process.stdout.write(`${file}: ${agreed} of ${count} agree, ${notes}\n`);
  const shown = disagreements.slice(0, limit);
  for (const one of shown) {
    process.stdout.write(values.verbose ? `${describeDisagreement(one)}\n` : `  ${one.asked.id}\n`);
  }
  if (disagreements.length > shown.length)
    process.stdout.write(`  and ${disagreements.length - shown.length} more\n`);
  for (const id of outdated) process.stdout.write(`  ${id} is in differences.json but agrees\n`);
}
