import { Option } from "commander";
import type { Command } from "commander";
import { loadConfig } from "../config/load-config.ts";
import { listSettings } from "../config/settings.ts";

/** `millrace serve`: its flags come from the settings' schema. */
export function addServe(program: Command): void {
  const command = program
    .command("serve")
    .summary("run the server")
    .description(
      "Runs Millrace. Each setting is a flag, a MILLRACE_* variable or a line of the file; the first of these wins.",
    )
    .option("--config <file>", "settings as YAML or JSON (MILLRACE_CONFIG)");
  for (const setting of listSettings()) {
    const fallback = setting.default === undefined ? "" : ` (default: ${String(setting.default)})`;
    const flag =
      setting.kind === "true or false" ? `${setting.flag} [true|false]` : `${setting.flag} <value>`;
    const option = new Option(flag, `${setting.description} ${setting.env}${fallback}`);
    command.addOption(option);
  }
  command.action(async (flags: Record<string, unknown>) => {
    // Only now: the other commands need nothing of the server, and start in half the time without it.
    const { startServer } = await import("../server.ts");
    const server = await startServer(loadConfig({ flags, env: process.env }));
    if (server.newAdminKey !== undefined) showKey(server.newAdminKey);
    const stop = (): void => {
      void server.close().then(() => process.exit(0));
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  });
}

/** On standard error: standard output is the structured log, which goes where a key must not. */
function showKey(key: string): void {
  process.stderr.write(`\nThe first admin API key, shown this once:\n\n  ${key}\n\n`);
}
