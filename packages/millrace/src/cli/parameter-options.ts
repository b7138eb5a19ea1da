import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { MillraceError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { parseInput, readInput } from "./read-input.ts";

/** A name and a value, of an option such as `--param region=eu`. */
type Pair = readonly [name: string, value: string];

/** What {@link withParameters} adds. */
export interface ParameterOptions {
  readonly param?: readonly Pair[];
  readonly paramEnv?: readonly Pair[];
  readonly params?: string;
}

/** Adds options for a tile's parameters, with ways that keep secret ones out of the process list. */
export function withParameters(command: Command): Command {
  return command
    .option("--param <name=value>", "a parameter that is no secret; may be given again", pairs)
    .option(
      "--param-env <name=VARIABLE>",
      "a parameter whose value is in that environment variable: for secrets; may be given again",
      pairs,
    )
    .option("--params <file>", "parameters as a JSON object, or - for standard input: for secrets too");
}

/**
 * The parameters that were given, those of `--params` first. Undefined where there are none.
 * @throws {MillraceError} for a variable that is not set, and a file that holds no object of texts
 */
export async function readParameters({
  param = [],
  paramEnv = [],
  params,
}: ParameterOptions): Promise<Record<string, string> | undefined> {
  if (params === undefined && param.length === 0 && paramEnv.length === 0) return undefined;
  const fromFile = params === undefined ? [] : textsOf(params, parseInput(params, await readInput(params)));
  const fromVariables = paramEnv.map(([name, variable]): Pair => {
    const value = process.env[variable];
    if (value !== undefined && value !== "") return [name, value];
    throw new MillraceError("missing_option", `The variable ${variable} for "${name}" is not set.`);
  });
  return Object.fromEntries([...fromFile, ...fromVariables, ...param]);
}

function textsOf(file: string, value: unknown): readonly Pair[] {
  if (!isJsonObject(value))
    throw new MillraceError("unreadable_file", `${file} holds no JSON object of parameters.`);
  return Object.entries(value).map(([name, each]) => {
    if (typeof each === "string") return [name, each];
    throw new MillraceError("unreadable_file", `In ${file} the parameter "${name}" is no text.`);
  });
}

/** Collects options of the form `name=value`. */
export function pairs(text: string, before: readonly Pair[] = []): readonly Pair[] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as name=value.");
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

/** Collects `--map`: mappings by the destination's name of the field. */
export function mappings(text: string, before: JsonObject = {}): JsonObject {
  const [[field, source] = ["", ""]] = pairs(text);
  return { ...before, [field]: source.startsWith("{") ? jsonOf(source) : subjectOf(source) };
}

/** What `--map` says of itself. */
export const MAP =
  'fills a mapped field, as in external_id=user_id, email=user_properties.email, or email=\'{"userProperty":"email","steps":["trim"]}\'; may be given again';

function subjectOf(source: string): JsonObject {
  if (source === "") throw new InvalidArgumentError("Say what the field is filled with: field=user_id.");
  for (const [prefix, member] of SUBJECTS)
    if (source.startsWith(prefix)) return { [member]: source.slice(prefix.length) };
  const [, groupType, groupProperty] = /^group_properties\.([^.]+)\.(.+)$/s.exec(source) ?? [];
  return groupType === undefined ? { field: source } : { groupType, groupProperty };
}

const SUBJECTS = [
  ["event_properties.", "eventProperty"],
  ["user_properties.", "userProperty"],
  ["derived_properties.", "derivedProperty"],
  ["lookup_properties.", "lookupProperty"],
] as const;

/** Collects `--select`: which properties are sent, by kind. */
export function selection(text: string, before: JsonObject = {}): JsonObject {
  const [[kind, names] = ["", ""]] = pairs(text);
  if (!["event", "user", "group"].includes(kind))
    throw new InvalidArgumentError("Write it as event=…, user=… or group=….");
  if (names === "all" || names === "none") return { ...before, [kind]: names };
  return { ...before, [kind]: names.startsWith("[") ? jsonOf(names) : names.split(",") };
}

/** What `--select` says of itself. */
export const SELECT =
  "which properties are sent: event=all, user=none, user=plan,email, or a JSON list; may be given again";

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError("The value is not JSON.");
  }
}
