#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { DataFolderError, MillraceError, messageOf } from "../core/errors.ts";
import { addCommands } from "./commands.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const program = new Command("millrace")
  .description("Self-hosted event streaming into the streams, buckets and endpoints your customers choose.")
  .version(String(version))
  .showHelpAfterError("(millrace --help shows what there is)");

await addCommands(program, process.argv[2]);

// Whoever reads may have seen enough, as `head` has: that ends the command, and is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  const remedy = error instanceof MillraceError ? error.remedy : undefined;
  process.stderr.write(`${messageOf(error)}\n${remedy === undefined ? "" : `${remedy}\n`}`);
  // 78 is EX_CONFIG of sysexits.h: a service manager need not start again what cannot start.
  process.exitCode = error instanceof DataFolderError ? 78 : 1;
}
