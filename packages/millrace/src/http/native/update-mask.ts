import { didYouMean } from "../../core/validation/did-you-mean.ts";
import type { Issue } from "../../core/errors.ts";
import { InvalidInputError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { summaryOf } from "../../core/validation/summary.ts";

/** Which paths an update mask may name: fields by themselves, and for some the fields below them. */
export interface MaskRules {
  /** Such as `name`. */
  readonly fields: readonly string[];
  /** Field names by the object they are in, such as `metadata: ["streamName", …]`; "any" where they are the caller's own. */
  readonly nested: Readonly<Record<string, readonly string[] | "any">>;
}

/**
 * Changes the fields of `current` that the mask names to what they are in `change`; a named field that `change` does
 * not have is removed. Neither argument is changed.
 * @throws {InvalidInputError} naming every path of the mask that cannot be changed
 */
export function applyMask(
  mask: readonly string[],
  current: JsonObject,
  change: JsonObject,
  rules: MaskRules,
): JsonObject {
  const faults = mask.flatMap((path, i) => pathFault(path, i, rules));
  if (faults.length > 0) throw new InvalidInputError(summaryOf(faults), faults);
  let merged = current;
  for (const path of mask) merged = withField(merged, change, path.split("."));
  return merged;
}

function withField(into: JsonObject, from: JsonObject, path: readonly string[]): JsonObject {
  const [field = "", ...below] = path;
  const value = Object.hasOwn(from, field) ? from[field] : undefined;
  const others = Object.entries(into).filter(([name]) => name !== field);
  if (below.length === 0)
    return Object.fromEntries(value === undefined ? others : [...others, [field, value]]);
  const inner = Object.hasOwn(into, field) && isJsonObject(into[field]) ? into[field] : {};
  return Object.fromEntries([...others, [field, withField(inner, isJsonObject(value) ? value : {}, below)]]);
}

function pathFault(path: string, index: number, { fields, nested }: MaskRules): readonly Issue[] {
  const [field = "", ...rest] = path.split(".");
  const below = rest.join(".");
  const known = Object.hasOwn(nested, field) ? nested[field] : undefined;
  if (below === "" && rest.length === 0 && (fields.includes(path) || known !== undefined)) return [];
  if (known === "any" && below !== "") return [];
  if (known !== undefined && known !== "any" && known.includes(below)) return [];
  const inner = Object.entries(nested).flatMap(([name, names]) =>
    names === "any" ? [] : names.map((each) => `${name}.${each}`),
  );
  const hint = didYouMean(path, [...fields, ...Object.keys(nested), ...inner]);
  const detail = `"${path}" cannot be changed${hint}`;
  return [{ in: "body", name: `updateMask[${index}]`, detail, value: path }];
}
