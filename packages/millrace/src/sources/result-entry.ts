import type { Issue } from "../core/errors.ts";
import type { Member, Span } from "../core/json/scan.ts";
import { kindAt, members, stringAt } from "../core/json/scan.ts";
import { withArticle } from "../core/validation/article.ts";
import { fault } from "./faults.ts";
import type { FieldSelection } from "./field-selection.ts";
import type { Action } from "./object-settings.ts";
import { recordFields } from "./record-fields.ts";

/** What all entries of a message have in common. */
export interface EntryContext {
  /** The text that entries are pieces of. */
  readonly text: string;
  readonly action: Action;
  readonly provider: string;
  readonly selection: FieldSelection;
}

/** An entry as the message holds it, or what is wrong with what was handed in. */
export type EntryOutcome =
  | { readonly ok: true; readonly entry: string }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Makes the entry of a message from what was handed in: an entry with fields or of an event passes as its own
 * characters, `{"raw": …}` and bare records get the fields that the manifest selects.
 * @param index where the entry stands in `result`
 */
export function composeEntry(context: EntryContext, span: Span, index: number): EntryOutcome {
  const { text } = context;
  const path = `result[${index}]`;
  const kind = kindAt(text, span.start);
  if (kind !== "object") {
    return {
      ok: false,
      issues: [fault(path, `must be a result entry or a record, not ${withArticle(kind)}`)],
    };
  }
  const given = members(text, span.start);
  const parts = new Map<string, Span>(given.map((member) => [member.key, member]));
  if (!MARKERS.some((marker) => parts.has(marker))) {
    return { ok: true, entry: composed(context, new Map([["raw", span]]), given) };
  }

  const issues = [...unknownKeys(parts, path), ...wrongValues(text, parts, path)];
  const passes = parts.has("fields") || parts.has("mappedFields");
  if (!passes) {
    if (parts.has("raw")) issues.push(...repeatedKeys(given, path));
    if (context.action === "read") issues.push(...eventKeys(parts, path));
  }
  if (issues.length > 0) return { ok: false, issues };
  const raw = passes ? undefined : parts.get("raw");
  const entry =
    raw === undefined ? text.slice(span.start, span.end) : composed(context, parts, members(text, raw.start));
  return { ok: true, entry };
}

/** A record that has one of these at its top must be wrapped: it cannot be told from an entry. */
const MARKERS = [
  "fields",
  "mappedFields",
  "raw",
  "rawEvent",
  "subscribeEventType",
  "providerEventType",
] as const;

const EVENT_KEYS = [
  "subscribeEventType",
  "providerEventType",
  "id",
  "fieldsUpdated",
  "rawEvent",
  "fromRecord",
  "toRecord",
] as const;

/** What stands behind the fields: the order of the subscribe seed, then what it does not show. */
const BEHIND_FIELDS = [
  "subscribeEventType",
  "providerEventType",
  "raw",
  "rawEvent",
  "associations",
  "fromRecord",
  "toRecord",
  "id",
  "fieldsUpdated",
] as const;

const ENTRY_KEYS: ReadonlySet<string> = new Set([...MARKERS, ...EVENT_KEYS, "associations"]);

const OBJECT_KEYS = ["fields", "mappedFields", "raw"] as const;

const EVENT_TYPES: readonly string[] = ["create", "update", "delete", "associationUpdate", "other"];

const WRAP = 'If this is a record of the provider, hand it in as {"raw": …}';

function composed(
  { text, provider, selection }: EntryContext,
  parts: ReadonlyMap<string, Span>,
  record: readonly Member[],
): string {
  const { fields, mappedFields } = recordFields({ text, members: record }, provider, selection);
  const out = [`"fields":${fields}`];
  if (mappedFields !== undefined) out.push(`"mappedFields":${mappedFields}`);
  for (const key of BEHIND_FIELDS) {
    const part = parts.get(key);
    if (part !== undefined) out.push(`"${key}":${text.slice(part.start, part.end)}`);
  }
  return `{${out.join(",")}}`;
}

function unknownKeys(parts: ReadonlyMap<string, Span>, path: string): readonly Issue[] {
  const unknown = [...parts.keys()].filter((key) => !ENTRY_KEYS.has(key));
  if (unknown.length === 0) return [];
  const marker = MARKERS.find((key) => parts.has(key)) ?? "raw";
  // One issue for all: a record with fifty fields has one thing wrong with it, not fifty.
  const [first = ""] = unknown;
  const more = unknown.length === 1 ? "" : ` (nor are others beside it)`;
  return [
    fault(
      `${path}.${first}`,
      `is no known member of a result entry, which "${marker}" makes this${more}. ${WRAP}`,
    ),
  ];
}

function wrongValues(text: string, parts: ReadonlyMap<string, Span>, path: string): readonly Issue[] {
  const issues: Issue[] = [];
  for (const key of OBJECT_KEYS) {
    const part = parts.get(key);
    if (part === undefined) continue;
    const kind = kindAt(text, part.start);
    if (kind !== "object")
      issues.push(fault(`${path}.${key}`, `must be an object, not ${withArticle(kind)}. ${WRAP}`));
  }
  const type = parts.get("subscribeEventType");
  if (type !== undefined) {
    const isKnown =
      kindAt(text, type.start) === "string" && EVENT_TYPES.includes(stringAt(text, type.start, type.end));
    const allowed = EVENT_TYPES.map((each) => `"${each}"`).join(", ");
    if (!isKnown) issues.push(fault(`${path}.subscribeEventType`, `must be one of ${allowed}. ${WRAP}`));
  }
  return issues;
}

/** The entry is put together anew: of a member given twice, one would get lost. */
function repeatedKeys(given: readonly Member[], path: string): readonly Issue[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { key } of given) {
    if (seen.has(key) && ENTRY_KEYS.has(key)) repeated.add(key);
    seen.add(key);
  }
  return [...repeated].map((key) => fault(`${path}.${key}`, "stands more than once"));
}

function eventKeys(parts: ReadonlyMap<string, Span>, path: string): readonly Issue[] {
  return EVENT_KEYS.filter((key) => parts.has(key)).map((key) =>
    fault(`${path}.${key}`, `is of events, which a read has none of. ${WRAP}`),
  );
}
