import { isFieldPath, parseFieldPath } from "../manifest/field-path.ts";
import type { ListedField, ObjectPlace, ObjectSettings } from "./object-settings.ts";
import { fieldsOf, findObject, membersOf } from "./object-settings.ts";

/** Which of a record's fields a message shows, and under what names. */
export interface FieldSelection {
  /** As the provider names it. */
  readonly rawObjectName: string;
  /** As messages name it: the mapped name where there is one. */
  readonly objectName: string;
  /** Every field the record has, but for those that are only shown under a name of one's own. */
  readonly all: boolean;
  /** Names of the provider's, in order. */
  readonly fields: readonly string[];
  /** Names of one's own, and the provider's name of what stands under each. */
  readonly mapped: ReadonlyMap<string, string>;
  /** The names along each nested field among `fields` and the sources of `mapped`, by its text. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** By the provider's or one's own name of a field: the provider's values and what is shown in their place. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Reads from manifest and installation which fields of an object a message shows.
 * @throws {InvalidInputError} where the integration has no such object for that action
 */
export function selectFields(place: ObjectPlace): FieldSelection {
  const settings = findObject(place);
  const { rawObjectName, objectName, chosen } = settings;
  const mappings = textsOf(chosen?.selectedFieldMappings);
  const shown = shownFields(settings, mappings);
  const mapped = new Map<string, string>();
  for (const { fieldName, mapToName, default: fallback } of shown.fields) {
    if (mapToName === undefined) continue;
    // Where the manifest names the field itself, there is nothing for the customer to choose.
    const source = fieldName ?? mappings.get(mapToName) ?? fallback;
    if (source !== undefined) mapped.set(mapToName, source);
  }
  const plain = shown.fields.flatMap(({ fieldName, mapToName }) =>
    fieldName !== undefined && mapToName === undefined ? [fieldName] : [],
  );
  return {
    rawObjectName,
    objectName,
    all: shown.all,
    fields: [...new Set(plain)],
    mapped,
    paths: pathsAmong([...plain, ...mapped.values()]),
    values: valueMappings(chosen?.selectedValueMappings),
  };
}

/** Which of these names are nested fields, and the names along them. Read once here, used for every record. */
export function pathsAmong(fieldNames: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  for (const fieldName of fieldNames) {
    const parsed = isFieldPath(fieldName) ? parseFieldPath(fieldName) : undefined;
    if (parsed?.ok === true) paths.set(fieldName, parsed.names);
  }
  return paths;
}

interface ShownFields {
  readonly all: boolean;
  readonly fields: readonly ListedField[];
}

function shownFields({ listed, chosen }: ObjectSettings, mappings: ReadonlyMap<string, string>): ShownFields {
  if (listed === undefined) return { all: true, fields: [] };
  const required = fieldsOf(listed.requiredFields);
  const optional = fieldsOf(listed.optionalFields);
  const allAllowed = listed.optionalFieldsAuto === "all";
  if (required.length === 0 && optional.length === 0 && !allAllowed) return { all: true, fields: [] };
  if (chosen === undefined) return { all: allAllowed, fields: [...required, ...optional] };
  if (chosen.selectedFieldsAuto === "all") return { all: allAllowed, fields: [...required, ...optional] };

  const selected = membersOf(chosen.selectedFields);
  const isChosen = ({ fieldName, mapToName }: ListedField): boolean =>
    (fieldName !== undefined && selected.get(fieldName) === true) ||
    (mapToName !== undefined && (selected.get(mapToName) === true || mappings.has(mapToName)));
  const fields = [...required, ...optional.filter(isChosen)];
  if (allAllowed) {
    // The manifest leaves the choice to the customer: fields it does not list can be chosen too.
    const known = new Set<string | undefined>(
      [...required, ...optional].flatMap(({ fieldName, mapToName }) => [fieldName, mapToName]),
    );
    for (const [fieldName, on] of selected) {
      if (on === true && !known.has(fieldName)) fields.push({ fieldName });
    }
    // Likewise for names of one's own.
    for (const mapToName of mappings.keys()) if (!known.has(mapToName)) fields.push({ mapToName });
  }
  return { all: false, fields };
}

function textsOf(value: unknown): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [name, text] of membersOf(value)) {
    if (typeof text === "string" && text !== "") texts.set(name, text);
  }
  return texts;
}

/**
 * Ampersand's installations list, for each word of the product, the provider's value it stands for: of
 * `{"stage": {"won": "closedwon"}}` a record's `closedwon` is shown as `won`. Of two words for one value the first counts.
 */
function valueMappings(selected: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const all = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, mapping] of membersOf(selected)) {
    const words = new Map<string, string>();
    for (const [word, value] of membersOf(mapping)) {
      if (typeof value === "string" && !words.has(value)) words.set(value, word);
    }
    if (words.size > 0) all.set(name, words);
  }
  return all;
}
