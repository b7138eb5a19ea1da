import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Compile } from "typebox/compile";
import type { FolderFiles } from "./folder-files.ts";
import { FolderFileError } from "./folder-files.ts";
import type { OutcomeOfSample } from "./render-sample.ts";
import { outcomeOfSample } from "./render-sample.ts";

const MAX_GOLDEN_BYTES = 33_554_432;

const validator = Compile(outcomeOfSample);

/** What `golden/NAME.json` says is to come out; undefined where there is no such file, or it says something else. */
export async function readGolden(files: FolderFiles, name: string): Promise<OutcomeOfSample | undefined> {
  const value = parse(await textOf(files, pathOf(name)));
  return validator.Check(value) ? value : undefined;
}

/** Writes what came out as what is to come out. */
export async function writeGolden(files: FolderFiles, name: string, outcome: OutcomeOfSample): Promise<void> {
  const path = files.pathOf(pathOf(name));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(outcome, null, 2)}\n`);
}

/** Where two outcomes differ, a line each; none where they are the same. */
export function differences(expected: OutcomeOfSample, found: OutcomeOfSample): readonly string[] {
  const [before, now] = [flat(expected), flat(found)];
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const lines: string[] = [];
  for (const name of names) {
    const [was, is] = [before.get(name), now.get(name)];
    if (was === is) continue;
    if (was !== undefined) lines.push(`- ${name}: ${was}`);
    if (is !== undefined) lines.push(`+ ${name}: ${is}`);
  }
  return lines;
}

function flat(outcome: OutcomeOfSample): ReadonlyMap<string, string> {
  if ("passedOver" in outcome) return new Map([["passed over", "a required field has no value"]]);
  if ("discarded" in outcome) {
    const { code, message } = outcome.discarded;
    return new Map([["discarded", `${code}: ${message}`]]);
  }
  const { method, url, headers, body } = outcome;
  return new Map([
    ["method", method],
    ["url", url],
    ...Object.entries(headers).map(([name, value]) => [`header ${name}`, value] as const),
    // Line by line, so that a person sees which one it is.
    ...body.split("\n").map((line, i) => [`body ${i + 1}`, line] as const),
  ]);
}

function pathOf(name: string): string {
  return `golden/${name}.json`;
}

/** A file that cannot be read says nothing. */
async function textOf(files: FolderFiles, path: string): Promise<string> {
  try {
    return (await files.text(path, MAX_GOLDEN_BYTES)) ?? "";
  } catch (error) {
    if (error instanceof FolderFileError) return "";
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
