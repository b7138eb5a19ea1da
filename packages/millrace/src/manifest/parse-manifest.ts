import { Compile } from "typebox/compile";
import { isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { Document, Pair } from "yaml";
import { issuesOf } from "../core/validation/issues.ts";
import type { Manifest } from "./manifest.ts";
import { manifestSchema } from "./manifest.ts";
import type { ManifestPath } from "./rule-context.ts";
import { checkRules } from "./rules.ts";

/** A fault of a manifest, where it stands in the YAML text; lines and columns count from 1. */
export interface ManifestFault {
  readonly line: number;
  readonly column: number;
  /** Such as `integrations[0].read.objects[1].destination`. */
  readonly path: string;
  readonly message: string;
}

/** What a manifest is held against. */
export interface ManifestContext {
  readonly destinationNames: readonly string[];
}

/** A manifest, or everything that is wrong with it in the order it stands there. */
export type ParsedManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly faults: readonly ManifestFault[] };

/** Longer texts are refused unread. */
const MAX_LENGTH = 1_048_576;

/** Aliases may be expanded this often: more is a text that grows out of hand. */
const MAX_ALIASES = 100;

const validator = Compile(manifestSchema);

/** Reads an amp.yaml. Never throws for what is wrong with it: every fault is answered with its line and column. */
export function parseManifest(sourceYaml: string, context: ManifestContext): ParsedManifest {
  if (sourceYaml.length > MAX_LENGTH)
    return refused(`The manifest has ${sourceYaml.length} characters; ${MAX_LENGTH} is the limit.`);
  const lines = new LineCounter();
  const documents = parseAllDocuments(sourceYaml, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  if (!Array.isArray(documents) || documents.length === 0) return refused("The manifest is empty.");
  const [document, second] = documents;
  if (document === undefined) return refused("The manifest is empty.");
  if (second !== undefined)
    return refused("The manifest holds more than one YAML document.", lines, second.range?.[0]);
  const broken = documents.flatMap((each) => each.errors);
  if (broken.length > 0) {
    return {
      ok: false,
      faults: broken.map(({ pos: [offset], message }) => {
        const { line, column } = placeOf(lines, offset);
        return { line, column, path: "", message: sentence(message) };
      }),
    };
  }
  if (!isMap(document.contents))
    return refused(
      "The manifest must be a map with specVersion and integrations.",
      lines,
      document.range?.[0],
    );
  return check(document, lines, context);
}

function check(document: Document.Parsed, lines: LineCounter, context: ManifestContext): ParsedManifest {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return refused(sentence(error instanceof Error ? error.message : String(error)));
  }
  const faults: ManifestFault[] = [];
  const add = (path: ManifestPath, message: string, at: "key" | "value"): void => {
    faults.push({ ...placeOf(lines, offsetOf(document, path, at)), path: textOf(path), message });
  };
  const report = (path: ManifestPath, message: string): void => add(path, message, "value");
  if (validator.Check(value)) {
    checkRules(value, { destinationNames: new Set(context.destinationNames), report });
    if (faults.length === 0) return { ok: true, manifest: value };
  } else {
    const issues = issuesOf(validator.Errors(value), { schema: manifestSchema, value, in: "body" });
    for (const issue of issues) {
      const unknownKey = issue.detail.includes("is no known field");
      add(
        pathOf(issue.name),
        sentence(`${nameAt(issue.name)} ${issue.detail}`),
        unknownKey ? "key" : "value",
      );
    }
  }
  return { ok: false, faults: faults.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function refused(message: string, lines?: LineCounter, offset = 0): ParsedManifest {
  const place = lines === undefined ? { line: 1, column: 1 } : placeOf(lines, offset);
  return { ok: false, faults: [{ ...place, path: "", message }] };
}

function placeOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where a path stands: its key or its value (a map or a list stands at its key); what is missing, at whatever would hold it. */
function offsetOf(document: Document.Parsed, path: ManifestPath, at: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    let found: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyOf(item) === String(step));
      found = pair?.value ?? pair?.key;
      offset = startOf(pair?.key) ?? offset;
      if (at === "key" && i === path.length - 1) return offset;
    } else if (isSeq(node)) found = node.items[Number(step)];
    if (found === undefined) return offset;
    offset = isMap(node) && !isScalar(found) ? offset : (startOf(found) ?? offset);
    node = found;
  }
  return offset;
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range))
    return undefined;
  const [start]: unknown[] = node.range;
  return typeof start === "number" ? start : undefined;
}

function textOf(path: ManifestPath): string {
  return path
    .map((step, i) =>
      typeof step === "number" || /^\d+$/.test(step) ? `[${step}]` : i === 0 ? step : `.${step}`,
    )
    .join("");
}

/** The way back from a name such as `integrations[0].name`. */
function pathOf(name: string): ManifestPath {
  return [...name.matchAll(/[^.[\]]+/g)].map(([step]) => step);
}

function nameAt(name: string): string {
  const last = pathOf(name).findLast((step) => !/^\d+$/.test(String(step)));
  return last === undefined ? "The manifest" : String(last);
}

/** `"x" is required` names the member itself: then the name in front of it says it twice. */
function sentence(text: string): string {
  const plain = text.replace(/^(\S+) "\1" /, "$1 ").trim();
  return plain.endsWith(".") || plain.endsWith("?") ? plain : `${plain}.`;
}
