import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import type { Candidate } from "./candidate.ts";
import type { ConfigFault } from "./config-error.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigFile } from "./config-file.ts";
import { candidatesOfFile, readConfigFile } from "./config-file.ts";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import type { Config, Setting } from "./settings.ts";
import { listSettings, settingsSchema } from "./settings.ts";

/** Where settings come from. The file may be left out: `--config` or MILLRACE_CONFIG then names it, or there is none. */
export interface ConfigSources {
  /** By setting name, as a command line gives them; undefined means not given. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file?: ConfigFile;
}

/** Variables that are no settings of the server: the file's path, and what the command line tools need to reach a server. */
const OTHER_VARIABLES = ["MILLRACE_CONFIG", "MILLRACE_URL", "MILLRACE_API_KEY", "MILLRACE_PROJECT"] as const;

const validator = Compile(settingsSchema);

/**
 * The settings: a flag wins over a variable, that over the file, that over the default.
 * @throws {ConfigError} with every fault of every source, and where it stands
 */
export function loadConfig(sources: ConfigSources): Config {
  const faults: ConfigFault[] = [];
  const file = fileOf(sources, faults);
  // From the weakest to the strongest, so that the last one stays.
  const candidates = [...file, ...candidatesOfEnv(sources.env), ...candidatesOfFlags(sources.flags)];
  const values = new Map<string, unknown>();
  for (const setting of listSettings())
    if (setting.default !== undefined) values.set(setting.name, setting.default);
  for (const candidate of candidates) {
    const checked = check(candidate);
    if ("fault" in checked) faults.push(checked.fault);
    else values.set(candidate.name, checked.value);
  }
  const config: unknown = Object.fromEntries(values);
  if (faults.length > 0) throw new ConfigError(faults);
  return validator.Parse(config);
}

/** The settings as they may be shown: secrets masked. */
export function printableConfig(config: Config): Readonly<Record<string, string | number | boolean>> {
  const entries = listSettings().flatMap((setting) => {
    const value = config[setting.name];
    return value === undefined ? [] : [[setting.name, setting.secret ? "********" : value] as const];
  });
  return Object.fromEntries(entries);
}

function fileOf(sources: ConfigSources, faults: ConfigFault[]): readonly Candidate[] {
  const named = sources.flags.config ?? sources.env.MILLRACE_CONFIG;
  const file =
    sources.file ?? (typeof named === "string" && named !== "" ? readConfigFile(named) : undefined);
  if (file === undefined) return [];
  if ("detail" in file) {
    faults.push(file);
    return [];
  }
  const { found, faults: unreadable } = candidatesOfFile(file);
  faults.push(...unreadable);
  return found;
}

function candidatesOfEnv(env: ConfigSources["env"]): readonly Candidate[] {
  const byVariable = new Map(listSettings().map((setting) => [setting.env, setting.name]));
  return Object.entries(env).flatMap(([source, value]): Candidate[] => {
    // An empty variable is how compose files and shells say "not set".
    if (!source.startsWith("MILLRACE_") || value === undefined || value === "") return [];
    if (OTHER_VARIABLES.some((other) => other === source)) return [];
    return [{ name: byVariable.get(source) ?? source, value, source }];
  });
}

function candidatesOfFlags(flags: ConfigSources["flags"]): readonly Candidate[] {
  const bySetting = new Map<string, string>(listSettings().map((setting) => [setting.name, setting.flag]));
  return Object.entries(flags).flatMap(([name, value]): Candidate[] => {
    if (value === undefined || name === "config") return [];
    return [{ name, value, source: bySetting.get(name) ?? `--${name}` }];
  });
}

function check(candidate: Candidate): { value: unknown } | { fault: ConfigFault } {
  const setting = listSettings().find((each) => each.name === candidate.name);
  if (setting === undefined) return { fault: unknownSetting(candidate) };
  const value = typeof candidate.value === "string" ? fromText(candidate.value, setting) : candidate.value;
  const error = Value.Errors(settingsSchema.properties[setting.name], value).at(0);
  if (error === undefined) return { value };
  const given = setting.secret ? "" : `, not ${JSON.stringify(candidate.value) ?? "undefined"}`;
  return {
    fault: { source: candidate.source, detail: `${setting.name} ${wanted(setting, error.message)}${given}` },
  };
}

/** Flags and variables are texts; a text that is no number or truth value stays as it is and fails the schema. */
function fromText(text: string, setting: Setting): unknown {
  if (setting.kind === "whole number") return /^-?\d+$/.test(text.trim()) ? Number(text) : text;
  if (setting.kind !== "true or false") return text;
  const lower = text.trim().toLowerCase();
  if (["true", "1", "yes", "on"].includes(lower)) return true;
  return ["false", "0", "no", "off"].includes(lower) ? false : text;
}

function wanted(setting: Setting, message: string): string {
  if (setting.choices !== undefined) return `must be one of ${setting.choices.join(", ")}`;
  if (message.startsWith("must be integer")) return "must be a whole number";
  if (message.startsWith("must be boolean")) return "must be true or false";
  return message.startsWith("must match pattern") && setting.form !== undefined
    ? `must be ${setting.form}`
    : message;
}

function unknownSetting({ name, source }: Candidate): ConfigFault {
  const isVariable = name.startsWith("MILLRACE_");
  const known = listSettings().map((setting) => {
    if (isVariable) return setting.env;
    return source.startsWith("--") ? setting.flag : setting.name;
  });
  const given = source.startsWith("--") ? source : name;
  const what = isVariable ? "is no setting" : `"${name}" is no setting`;
  return { source, detail: what + didYouMean(given, isVariable ? [...known, ...OTHER_VARIABLES] : known) };
}
