import type { Span } from "../core/json/scan.ts";
import { kindAt, members, stringAt } from "../core/json/scan.ts";
import { parseFieldPath } from "../manifest/field-path.ts";
import type { FieldSelection } from "./field-selection.ts";

/** What a result entry shows of a record, each an object as JSON text. */
export interface RecordFields {
  readonly fields: string;
  /** Undefined where nothing is shown under a name of one's own. */
  readonly mappedFields: string | undefined;
}

/**
 * Cuts the selected fields out of a raw record. Values keep the record's own characters, but for mapped ones.
 * @param record where the record, an object, stands in `text`
 */
export function recordFields(
  text: string,
  record: Span,
  provider: string,
  selection: FieldSelection,
): RecordFields {
  const shape = shapeOf(text, record, provider);
  const fields = new Map<string, string>();
  if (shape.id !== undefined) fields.set("id", text.slice(shape.id.start, shape.id.end));
  const show = (into: Map<string, string>, as: string, span: Span, names: readonly string[]): void => {
    if (!into.has(as)) into.set(as, shownValue(text, span, selection, names));
  };

  for (const name of selection.fields) {
    const found = find(text, shape, name);
    if (found !== undefined) show(fields, found.as, found.span, [name, found.as]);
  }
  const mapped = new Map<string, string>();
  const onlyMapped = new Set<string>();
  for (const [mapToName, name] of selection.mapped) {
    const found = find(text, shape, name);
    if (found === undefined) continue;
    show(mapped, mapToName, found.span, [mapToName, name]);
    onlyMapped.add(found.as);
  }
  if (selection.all) {
    for (const [key, span] of shape.own) {
      const as = shape.nameOf(key);
      if (!onlyMapped.has(as)) show(fields, as, span, [as]);
    }
  }
  return { fields: printed(fields), mappedFields: mapped.size === 0 ? undefined : printed(mapped) };
}

/** Where a provider's records keep their fields. */
interface RecordShape {
  readonly id: Span | undefined;
  /** What "all fields" are. */
  readonly own: ReadonlyMap<string, Span>;
  /** Where fields are looked for: the first that has one wins. */
  readonly places: readonly ReadonlyMap<string, Span>[];
  /** The name a field of the record is shown under. */
  readonly nameOf: (key: string) => string;
}

function shapeOf(text: string, record: Span, provider: string): RecordShape {
  const top = spansOf(text, record);
  const id = top.get("id") ?? findFolded(top, "id")?.span;
  if (provider === "salesforce") {
    const own = new Map<string, Span>();
    // Salesforce's names know no case; `attributes` says what the record is and is no field of it.
    for (const [key, span] of top) if (key !== "attributes") own.set(key.toLowerCase(), span);
    return { id, own, places: [own], nameOf: (key) => key.toLowerCase() };
  }
  const properties = provider === "hubspot" ? top.get("properties") : undefined;
  if (properties !== undefined && kindAt(text, properties.start) === "object") {
    const own = spansOf(text, properties);
    return { id, own, places: [own, top], nameOf: asItIs };
  }
  return { id, own: top, places: [top], nameOf: asItIs };
}

function asItIs(key: string): string {
  return key;
}

/** The members of an object by key. Of a key that stands there twice the last counts, as with `JSON.parse`. */
function spansOf(text: string, object: Span): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const member of members(text, object.start)) spans.set(member.key, member);
  return spans;
}

interface Found {
  readonly as: string;
  readonly span: Span;
}

/** A field by the name or path that a manifest gives it. */
function find(text: string, shape: RecordShape, name: string): Found | undefined {
  const direct = findIn(shape.places, shape.nameOf(name));
  if (direct !== undefined) return { as: shape.nameOf(direct.key), span: direct.span };
  const [first, ...rest] = (name.startsWith("$") && parseFieldPath(name)) || [];
  if (first === undefined) return undefined;
  let here = findIn(shape.places, first)?.span;
  for (const step of rest) {
    if (here === undefined || kindAt(text, here.start) !== "object") return undefined;
    here = findIn([spansOf(text, here)], step)?.span;
  }
  return here && { as: shape.nameOf(name), span: here };
}

interface Keyed {
  readonly key: string;
  readonly span: Span;
}

function findIn(places: readonly ReadonlyMap<string, Span>[], name: string): Keyed | undefined {
  for (const place of places) {
    const span = place.get(name);
    if (span !== undefined) return { key: name, span };
  }
  for (const place of places) {
    const folded = findFolded(place, name);
    if (folded !== undefined) return folded;
  }
  return undefined;
}

function findFolded(place: ReadonlyMap<string, Span>, name: string): Keyed | undefined {
  const folded = name.toLowerCase();
  for (const [key, span] of place) {
    if (key.length === name.length && key.toLowerCase() === folded) return { key, span };
  }
  return undefined;
}

/** The value's own text, or the customer's word for it under any of the names its mapping may stand under. */
function shownValue(
  text: string,
  { start, end }: Span,
  { values }: FieldSelection,
  names: readonly string[],
): string {
  if (values.size > 0 && kindAt(text, start) === "string") {
    const given = stringAt(text, start, end);
    for (const name of names) {
      const mapped = values.get(name)?.get(given);
      if (mapped !== undefined) return JSON.stringify(mapped);
    }
  }
  return text.slice(start, end);
}

function printed(values: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  for (const [key, value] of values) parts.push(`${JSON.stringify(key)}:${value}`);
  return `{${parts.join(",")}}`;
}
