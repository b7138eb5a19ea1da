import type { Member, Span } from "../core/json/scan.ts";
import { kindAt, members, stringAt } from "../core/json/scan.ts";
import type { FieldSelection } from "./field-selection.ts";

/** What a result entry shows of a record, each an object as JSON text. */
export interface RecordFields {
  readonly fields: string;
  /** Undefined where nothing is shown under a name of one's own. */
  readonly mappedFields: string | undefined;
}

/** A raw record: the text it stands in, and its members as they stand there. */
export interface RawRecord {
  readonly text: string;
  readonly members: readonly Member[];
}

/**
 * Cuts the selected fields out of a raw record, as both Ampersand seeds show them.
 *
 * Values keep the record's own characters, but for those the customer has given other words. Fields that the record
 * lacks are left out. The record's `id` comes first, asked for or not, unless it is shown under another name.
 */
export function recordFields(record: RawRecord, provider: string, selection: FieldSelection): RecordFields {
  const { text } = record;
  const shape = shapeOf(record, provider);
  const mapped = new Map<string, string>();
  const mappedAt = new Set<number>();
  for (const [mapToName, name] of selection.mapped) {
    const found = find(text, shape, selection, name);
    if (found === undefined) continue;
    mapped.set(mapToName, shownValue(text, found.span, selection, [mapToName, name, found.key]));
    mappedAt.add(found.span.start);
  }

  const fields = new Map<string, string>();
  const show = (as: string, { key, span }: Found, name: string): void => {
    if (!fields.has(as)) fields.set(as, shownValue(text, span, selection, [name, key, as]));
  };
  const { id } = shape;
  if (id !== undefined && !mappedAt.has(id.span.start) && !(selection.all && isOtherwiseNamed(shape, id)))
    show("id", id, "id");
  for (const name of selection.fields) {
    const found = find(text, shape, selection, name);
    if (found !== undefined) show(found.as, found, name);
  }
  if (selection.all) {
    for (const [as, found] of shape.own) if (!mappedAt.has(found.span.start)) show(as, found, as);
  }
  return { fields: printed(fields), mappedFields: mapped.size === 0 ? undefined : printed(mapped) };
}

/** A member under the name the record gives it. */
interface Found {
  readonly key: string;
  readonly span: Span;
}

/** Members of one object, by name. Of a name that stands there twice the last counts, as with `JSON.parse`. */
interface Place {
  readonly exact: ReadonlyMap<string, Found>;
  /** The same by their names in lower case. */
  readonly folded: () => ReadonlyMap<string, Found>;
}

/** Where a provider's records keep their fields. */
interface RecordShape {
  readonly id: Found | undefined;
  /** What "all fields" are, by the names they are shown under. */
  readonly own: ReadonlyMap<string, Found>;
  /** Where fields are looked for: the first that has one wins. */
  readonly places: readonly Place[];
  /** The name a field of the record is shown under. */
  readonly nameOf: (key: string) => string;
}

function shapeOf(record: RawRecord, provider: string): RecordShape {
  const kind = provider.toLowerCase();
  if (kind === "salesforce") {
    // Salesforce's names know no case; `attributes` says what the record is and is no field of it.
    const own = foldedOf(record.members.filter(({ key }) => key !== "attributes"));
    return { id: own.get("id"), own, places: [{ exact: own, folded: () => own }], nameOf: inLowerCase };
  }
  const top = placeOf(record.members);
  const properties = kind === "hubspot" ? top.exact.get("properties") : undefined;
  if (properties === undefined || kindAt(record.text, properties.span.start) !== "object")
    return { id: findIn([top], "id"), own: top.exact, places: [top], nameOf: asItIs };
  const own = placeOf(members(record.text, properties.span.start));
  // A property named id is the customer's; the record's own stands beside the properties.
  return { id: findIn([top, own], "id"), own: own.exact, places: [own, top], nameOf: asItIs };
}

function asItIs(key: string): string {
  return key;
}

function inLowerCase(key: string): string {
  return key.toLowerCase();
}

function placeOf(found: readonly Member[]): Place {
  const exact = new Map<string, Found>();
  for (const member of found) exact.set(member.key, { key: member.key, span: member });
  let folded: ReadonlyMap<string, Found> | undefined;
  // Made when a name is not there as it is written, which for most records is never.
  return { exact, folded: () => (folded ??= foldedOf(found)) };
}

function foldedOf(found: readonly Member[]): ReadonlyMap<string, Found> {
  const folded = new Map<string, Found>();
  for (const member of found) folded.set(member.key.toLowerCase(), { key: member.key, span: member });
  return folded;
}

/** True where "all fields" show the id under a name of its own, such as `Id`, and it need not stand there twice. */
function isOtherwiseNamed({ own, nameOf }: RecordShape, { key, span }: Found): boolean {
  const as = nameOf(key);
  return as !== "id" && own.get(as)?.span === span;
}

/** A field by the name or path that a manifest gives it. A path is shown as it is written. */
function find(
  text: string,
  { places, nameOf }: RecordShape,
  { paths }: FieldSelection,
  name: string,
): (Found & { readonly as: string }) | undefined {
  const path = paths.get(name);
  if (path === undefined) {
    const found = findIn(places, name);
    return found && { as: nameOf(found.key), key: found.key, span: found.span };
  }
  let at: readonly Place[] = places;
  let found: Found | undefined;
  for (const step of path) {
    if (found !== undefined) {
      if (kindAt(text, found.span.start) !== "object") return undefined;
      at = [placeOf(members(text, found.span.start))];
    }
    found = findIn(at, step);
    if (found === undefined) return undefined;
  }
  return found && { as: name, key: found.key, span: found.span };
}

/** Looked up exactly in all places, then without case. */
function findIn(places: readonly Place[], name: string): Found | undefined {
  for (const { exact } of places) {
    const found = exact.get(name);
    if (found !== undefined) return found;
  }
  for (const { folded } of places) {
    const found = folded().get(name.toLowerCase());
    if (found !== undefined) return found;
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
