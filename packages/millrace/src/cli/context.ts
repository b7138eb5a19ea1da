import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { MillraceError } from "../core/errors.ts";
import { ApiClient } from "./client.ts";

/** What every command that talks to a server is given. */
export interface Connection {
  readonly api: ApiClient;
  /** The path of the project, such as `/v1/projects/demo`. */
  readonly project: string;
  /** Answers are printed as JSON, for machines. */
  readonly json: boolean;
}

/** Adds the options that say which server, which key and which project. */
export function withConnection(command: Command): Command {
  return command
    .option(
      "--url <url>",
      "server to talk to (MILLRACE_URL)",
      process.env.MILLRACE_URL ?? "http://127.0.0.1:8080",
    )
    .option("--api-key <key>", "API key (MILLRACE_API_KEY); the variable keeps it out of the process list")
    .option("-p, --project <id or name>", "project (MILLRACE_PROJECT)")
    .option("--json", "print JSON");
}

/**
 * Reads what {@link withConnection} added.
 * @throws {MillraceError} where key or project are missing
 */
export function connect(command: Command): Connection {
  const { url, apiKey, project, json } = connectionOptions(command);
  if (project === undefined) throw missing("project", "--project", "MILLRACE_PROJECT");
  return {
    api: new ApiClient({ url, apiKey }),
    project: `/v1/projects/${encodeURIComponent(project)}`,
    json,
  };
}

/** For commands over all projects. */
export function connectInstance(command: Command): Omit<Connection, "project"> {
  const { url, apiKey, json } = connectionOptions(command);
  return { api: new ApiClient({ url, apiKey }), json };
}

function connectionOptions(command: Command): {
  url: string;
  apiKey: string;
  project: string | undefined;
  json: boolean;
} {
  const options: Record<string, unknown> = command.optsWithGlobals();
  const text = (value: unknown, variable: string): string | undefined =>
    typeof value === "string" && value !== "" ? value : process.env[variable] || undefined;
  const apiKey = text(options.apiKey, "MILLRACE_API_KEY") ?? process.env.MILLRACE_ADMIN_KEY;
  if (apiKey === undefined || apiKey === "") throw missing("API key", "--api-key", "MILLRACE_API_KEY");
  return {
    url: String(options.url),
    apiKey,
    project: text(options.project, "MILLRACE_PROJECT"),
    json: options.json === true,
  };
}

function missing(what: string, flag: string, variable: string): MillraceError {
  return new MillraceError("missing_option", `No ${what} is given.`, {
    remedy: `Give ${flag} or set ${variable}.`,
  });
}

/** Reads an option that counts something: 1 or more. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  return Number(text);
}

/** Collects an option that may be given several times. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
