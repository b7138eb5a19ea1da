import type { Command } from "commander";
import type { JsonObject } from "../core/json/object.ts";
import { printable, printJson } from "./output.ts";
import type { Verified } from "./verify-folder.ts";

interface VerifyOptions {
  readonly renew?: boolean;
  readonly json?: boolean;
}

/** `millrace tiles verify FOLDER…`: needs no server. */
export function addTileVerify(tiles: Command): void {
  tiles
    .command("verify")
    .summary("compare what samples come to with golden files")
    .description(
      "Renders the samples of a tile's folder on this machine, without a server, and compares the requests with golden/. Ends with status 1 where one differs or has no golden file.",
    )
    .argument("<folders...>")
    .option("--renew", "write what comes out as what is to come out")
    .option("--json", "print JSON")
    .action(async (paths: readonly string[], { renew = false, json = false }: VerifyOptions) => {
      // Templates and schemas take a while to load: the other commands do without.
      const { verifyFolder } = await import("./verify-folder.ts");
      const all: JsonObject[] = [];
      for (const path of paths) {
        const samples = await verifyFolder(path, { renew });
        all.push({ folder: path, samples });
        if (!json) for (const each of samples) print(path, each);
        if (samples.some(({ result }) => result === "different" || result === "new")) process.exitCode = 1;
      }
      if (json) printJson(all);
    });
}

const WORDS: Readonly<Record<Verified["result"], string>> = {
  same: "ok",
  different: "DIFFERENT",
  new: "no golden file yet; --renew writes it",
  written: "written",
};

function print(folder: string, { name, result, differences }: Verified): void {
  process.stdout.write(`${printable(`${folder}  ${name}`)}: ${WORDS[result]}\n`);
  for (const line of differences) process.stdout.write(`    ${printable(line)}\n`);
}
