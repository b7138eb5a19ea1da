import { readFileSync } from "node:fs";
import { LineCounter, isMap, isScalar, parseDocument } from "yaml";
import { messageOf } from "../core/errors.ts";
import type { ConfigFault } from "./config-error.ts";
import type { Candidate } from "./candidate.ts";

/** A settings file: YAML, of which JSON is a part. */
export interface ConfigFile {
  /** How faults name it. */
  readonly path: string;
  readonly text: string;
}

/** Reads the file at `path`, or says as a fault why it cannot be read. */
export function readConfigFile(path: string): ConfigFile | ConfigFault {
  try {
    return { path, text: readFileSync(path, "utf8") };
  } catch (error) {
    return { source: path, detail: `cannot be read: ${messageOf(error)}` };
  }
}

/** The settings that stand in the file, each with its line, and what keeps the rest from being read. */
export function candidatesOfFile(file: ConfigFile): {
  found: readonly Candidate[];
  faults: readonly ConfigFault[];
} {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const sourceAt = (offset: number): string => `${file.path}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return {
      found: [],
      faults: document.errors.map((error) => ({ source: sourceAt(error.pos[0]), detail: error.message })),
    };
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { found: [], faults: [] };
  if (!isMap(contents)) {
    return { found: [], faults: [{ source: file.path, detail: "must hold settings as `name: value`" }] };
  }
  const found = contents.items.map((item): Candidate => {
    const key: unknown = isScalar(item.key) ? item.key.value : item.key;
    const offset = isScalar(item.key) ? (item.key.range?.[0] ?? 0) : 0;
    const value: unknown = isScalar(item.value) ? item.value.value : item.value;
    return { name: String(key), value, source: sourceAt(offset) };
  });
  return { found, faults: [] };
}
