import { join } from "node:path";
import type { Command } from "commander";
import { loadConfig } from "../config/load-config.ts";
import { MillraceError } from "../core/errors.ts";
import type { FileCheck } from "../sqlite/check-file.ts";
import { checkFile } from "../sqlite/check-file.ts";
import { printJson, printable } from "./output.ts";

const FILES = ["store.db", "ledger.db", "log.db", "profiles.db", "endpoints.db"] as const;

/** What {@link addCheckData} is given. */
interface Options {
  readonly dataDir?: string;
  readonly config?: string;
  readonly full?: boolean;
  readonly json?: boolean;
}

/** `millrace check-data`: whether the files of a data folder are whole. */
export function addCheckData(program: Command): void {
  program
    .command("check-data")
    .summary("check the files of the data folder for damage")
    .description(
      "Reads log.db, ledger.db, store.db, profiles.db and endpoints.db and tells whether they are whole. Nothing is written, and a server may run meanwhile. Ends with status 1 where a file is damaged or missing.",
    )
    .option("--data-dir <folder>", "folder to check (MILLRACE_DATA_DIR)")
    .option("--config <file>", "settings as YAML or JSON (MILLRACE_CONFIG)")
    .option("--full", "compare indexes with their tables too; takes several times as long")
    .option("--json", "print JSON")
    .action((options: Options) => {
      const { dataDir } = loadConfig({
        flags: { dataDir: options.dataDir, config: options.config },
        env: process.env,
      });
      const checks = FILES.map((file) => {
        const check = checkFile(join(dataDir, file), { full: options.full === true });
        if (options.json !== true) print(file, check);
        return { file, check };
      });
      if (options.json === true) printJson(checks.map(({ file, check }) => Object.assign({ file }, check)));
      if (checks.every(({ check }) => check.state === "missing")) throw noData(dataDir);
      if (checks.some(({ check }) => check.state !== "ok")) process.exitCode = 1;
    });
}

function print(file: string, check: FileCheck): void {
  process.stdout.write(`${file.padEnd(12)} ${summaryOf(check)}\n`);
  if (check.state !== "damaged") return;
  for (const line of check.findings.flatMap((finding) => finding.split("\n")))
    process.stdout.write(`  ${printable(line)}\n`);
}

function summaryOf(check: FileCheck): string {
  switch (check.state) {
    case "ok":
    case "damaged":
      return `${check.state.padEnd(8)} ${check.bytes.toLocaleString("en")} bytes`;
    case "missing":
      return "missing";
    case "unreadable":
      return `unreadable: ${printable(check.detail)}`;
  }
}

function noData(folder: string): MillraceError {
  return new MillraceError("no_data", `There is no Millrace data in ${folder}.`, {
    remedy: "Give the folder with --data-dir or MILLRACE_DATA_DIR.",
  });
}
