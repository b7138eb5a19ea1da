#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { DataFolderError, MillraceError, messageOf } from "../core/errors.ts";
import { addAccessKeys } from "./access-keys.ts";
import { addCatalog } from "./catalog.ts";
import { addCheckData } from "./check-data.ts";
import { addDeadLetters } from "./dead-letters.ts";
import { addDeploy } from "./deploy.ts";
import { addDestinations } from "./destinations.ts";
import { addEvents } from "./events.ts";
import { addInstallations } from "./installations.ts";
import { addMasterKey } from "./master-key.ts";
import { addProjects } from "./projects.ts";
import { addReplays } from "./replays.ts";
import { addResults } from "./results.ts";
import { addReviews } from "./reviews.ts";
import { addRoutes } from "./routes.ts";
import { addServe } from "./serve.ts";
import { addSyncs } from "./syncs.ts";
import { addTiles } from "./tiles.ts";
import { addTransformations } from "./transformations.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const program = new Command("millrace")
  .description("Self-hosted event streaming into the streams, buckets and endpoints your customers choose.")
  .version(String(version))
  .showHelpAfterError("(millrace --help shows what there is)");

addServe(program);
addCheckData(program);
addDeploy(program);
addProjects(program);
addAccessKeys(program);
addDestinations(program);
addInstallations(program);
addResults(program);
addRoutes(program);
addTiles(program);
addReviews(program);
addCatalog(program);
addSyncs(program);
addTransformations(program);
addReplays(program);
addDeadLetters(program);
addEvents(program);
addMasterKey(program);

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
