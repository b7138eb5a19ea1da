#!/usr/bin/env node
// It stands outside dist/ so that npm links the command when it installs, before anything is built.
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write(
    "Millrace is not built yet.\nRun `npm run build` in its repository, then try again.\n",
  );
  process.exitCode = 1;
}
