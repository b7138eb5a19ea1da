import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { fault, invalidResults } from "./faults.ts";

/** What a message can be the result of. */
export type Action = "read" | "subscribe";

/** A field as a manifest lists it: a name of the provider's, a name of one's own, or both. */
export interface ListedField {
  readonly fieldName?: string;
  readonly mapToName?: string;
  /** The provider's name of what fills a name of one's own until the customer chooses. */
  readonly default?: string;
}

/** What the manifest and the installation say of one object's fields. */
export interface ObjectSettings {
  /** As the provider names it. */
  readonly rawObjectName: string;
  /** As messages name it. */
  readonly objectName: string;
  /** The manifest's object that lists the fields; undefined where nothing does. */
  readonly listed: JsonObject | undefined;
  /** What the customer chose for that object; undefined where nothing was. */
  readonly chosen: JsonObject | undefined;
}

/** Where an object's settings are looked up. */
export interface ObjectPlace {
  /** The manifest's integration. */
  readonly content: JsonObject;
  /** The installation's choices. */
  readonly config: JsonObject;
  readonly action: Action;
  /** The provider's name of the object, or the mapped one. */
  readonly objectName: string;
}

/**
 * Finds what is said of an object.
 * @throws {InvalidInputError} naming the objects there are, where this one is not among them
 */
export function findObject({ content, config, action, objectName }: ObjectPlace): ObjectSettings {
  const known = manifestObjects(content, action).map(({ name, object }) => {
    const read = action === "read" ? object : inherited(content, config, name, object);
    return { name, mapped: textOf(object.mapToName) ?? textOf(read?.mapToName) ?? name, listed: read };
  });
  const found =
    known.find(({ name }) => name === objectName) ?? known.find(({ mapped }) => mapped === objectName);
  if (found === undefined) throw unknownObject(action, objectName, known);
  const names = [found.name, found.mapped];
  return {
    rawObjectName: found.name,
    objectName: found.mapped,
    listed: found.listed,
    // Fields are chosen in `read` for subscriptions too: they have none of their own.
    chosen: found.listed && configObject(config, "read", names),
  };
}

/** The fields that an object lists under `requiredFields` or `optionalFields`. */
export function fieldsOf(listed: unknown): readonly ListedField[] {
  return entriesOf(listed).flatMap((entry) => {
    const fieldName = textOf(entry.fieldName);
    const mapToName = textOf(entry.mapToName);
    const fallback = textOf(entry.default);
    if (fieldName === undefined && mapToName === undefined) return [];
    return [
      {
        ...(fieldName !== undefined && { fieldName }),
        ...(mapToName !== undefined && { mapToName }),
        ...(fallback !== undefined && { default: fallback }),
      },
    ];
  });
}

/** The members of what may be an object; a Map, so that no name in it can mean anything else. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(isJsonObject(value) ? Object.entries(value) : []);
}

interface NamedObject {
  readonly name: string;
  readonly object: JsonObject;
}

function manifestObjects(content: JsonObject, action: Action): readonly NamedObject[] {
  const part = content[action];
  if (!isJsonObject(part)) return [];
  return entriesOf(part.objects).flatMap((object) => {
    const name = textOf(object.objectName);
    return name === undefined ? [] : [{ name, object }];
  });
}

/** The read object a subscription takes fields and mapping from, where it says that it does. */
function inherited(
  content: JsonObject,
  config: JsonObject,
  name: string,
  object: JsonObject,
): JsonObject | undefined {
  const read = manifestObjects(content, "read").find((each) => each.name === name)?.object;
  if (inherits(object)) return read;
  const names = [name, textOf(read?.mapToName) ?? name];
  return inherits(configObject(config, "subscribe", names)) ? read : undefined;
}

/** Ampersand spells it one way in manifests and another in installations. */
function inherits(object: JsonObject | undefined): boolean {
  return object?.inheritFieldsAndMapping === true || object?.inheritFieldsAndMappings === true;
}

function configObject(config: JsonObject, action: Action, names: readonly string[]): JsonObject | undefined {
  const content = isJsonObject(config.content) ? config.content : config;
  const part = content[action];
  const objects = isJsonObject(part) ? part.objects : undefined;
  if (Array.isArray(objects)) {
    return entriesOf(objects).find(({ objectName }) => names.some((name) => name === objectName));
  }
  const byName = membersOf(objects);
  return names.map((name) => byName.get(name)).find(isJsonObject);
}

function unknownObject(
  action: Action,
  objectName: string,
  known: readonly { readonly name: string; readonly mapped: string }[],
): Error {
  const names = known.map(({ name, mapped }) =>
    name === mapped ? JSON.stringify(name) : `${JSON.stringify(name)} (mapped to ${JSON.stringify(mapped)})`,
  );
  const there =
    names.length === 0
      ? `the integration has no objects to ${action}`
      : `the integration has ${names.join(", ")}`;
  const detail = `names no object of the integration's ${action} action: ${there}`;
  return invalidResults([{ ...fault("objectName", detail), value: objectName }]);
}

function entriesOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
