import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { ManifestPath } from "./located.ts";

/** What the rules need to know. They look at values whose shape may be wrong, and pass over what is. */
export interface RuleContext {
  readonly destinationNames: ReadonlySet<string>;
  readonly report: Report;
}

/** Takes a fault at a path. */
export type Report = (path: ManifestPath, message: string) => void;

/** An item of a list that is a map, and its index. */
export interface Item {
  readonly index: number;
  readonly value: JsonObject;
}

/** A member that is a map. */
export function mapIn(value: JsonObject | undefined, name: string): JsonObject | undefined {
  const member = value?.[name];
  return isJsonObject(member) ? member : undefined;
}

/** The items of a member that is a list, those that are maps. */
export function itemsIn(value: JsonObject | undefined, name: string): readonly Item[] {
  const member = value?.[name];
  if (!Array.isArray(member)) return [];
  return member.flatMap((each: unknown, index) => (isJsonObject(each) ? [{ index, value: each }] : []));
}

/** A member that is a text, and not the empty one. */
export function textIn(value: JsonObject | undefined, name: string): string | undefined {
  const member = value?.[name];
  return typeof member === "string" && member !== "" ? member : undefined;
}

/** True where a member is written at all, whatever it holds. */
export function has(value: JsonObject, name: string): boolean {
  return Object.hasOwn(value, name);
}

/** A destination must be one of the project's. */
export function checkDestination(
  value: JsonObject,
  path: ManifestPath,
  { destinationNames, report }: RuleContext,
): void {
  const name = textIn(value, "destination");
  if (name === undefined || destinationNames.has(name)) return;
  const names = [...destinationNames].slice(0, 10);
  const there =
    names.length === 0
      ? "there is none yet"
      : `there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`;
  report([...path, "destination"], `There is no destination "${name}" in this project; ${there}.`);
}

/** No two items have the same text under a name. */
export function checkUnique(
  items: readonly Item[],
  name: string,
  repeated: (index: number, text: string) => void,
): void {
  const seen = new Set<string>();
  for (const { index, value } of items) {
    const text = textIn(value, name);
    if (text === undefined) continue;
    if (seen.has(text)) repeated(index, text);
    seen.add(text);
  }
}

/** No object stands twice in one action. */
export function checkUniqueObjects(
  objects: readonly Item[],
  path: ManifestPath,
  { report }: RuleContext,
): void {
  checkUnique(objects, "objectName", (index, name) => {
    report([...path, index, "objectName"], `The object "${name}" stands above already.`);
  });
}
