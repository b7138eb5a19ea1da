import type { Command } from "commander";
import { isJsonObject } from "../core/json/object.ts";
import { connectInstance, withConnection } from "./context.ts";
import { printJson } from "./output.ts";
import { readInput } from "./read-input.ts";

/** `millrace master-key rotate` */
export function addMasterKey(program: Command): void {
  const masterKey = program
    .command("master-key")
    .description("The master key, which customers' credentials are sealed under.");
  withConnection(masterKey.command("rotate").description("Change the master key while the server runs."))
    .option(
      "--new-key <file>",
      "file with the new key, or - for standard input, where the present one comes from MILLRACE_MASTER_KEY; otherwise Millrace makes the new key",
    )
    .action(async (options: { newKey?: string }, command: Command) => {
      const { api, json } = connectInstance(command);
      const body =
        options.newKey === undefined ? {} : { masterKey: (await readInput(options.newKey)).trim() };
      const rotated = await api.call("POST", "/v1/master-key:rotate", body);
      if (json) printJson(rotated);
      else process.stdout.write(`${told(rotated)}\n`);
    });
}

function told(rotated: unknown): string {
  const { rewrapped, masterKeyId, source } = isJsonObject(rotated) ? rotated : {};
  const keys = rewrapped === 1 ? "1 data key is" : `${String(rewrapped)} data keys are`;
  const done = `${keys} wrapped anew under the master key with the fingerprint ${String(masterKeyId)}.`;
  return source === "setting" ? `${done}\nSet MILLRACE_MASTER_KEY to it before the next start.` : done;
}
