import Type from "typebox";
import type { TObject, TSchema } from "typebox";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import type { PlacedFault } from "./fault.ts";
import type { Located, LocatedMap, LocatedScalar, ManifestPath } from "./located.ts";
import { memberPlace } from "./located.ts";

/**
 * Holds a YAML value against a schema and answers every fault with its place.
 *
 * Written out here because a validator's own errors end after a few, know JSON pointers but no characters, and speak of
 * arrays and objects to people who write lists and maps. Understands the kinds of schema that `manifest.ts` is made of.
 */
export function shapeFaults(schema: TSchema, root: LocatedMap): readonly PlacedFault[] {
  const faults: PlacedFault[] = [];
  check({ schema, value: root, at: root.at, path: [], faults });
  return faults;
}

interface Checked<Value extends Located = Located> {
  readonly schema: TSchema;
  readonly value: Value;
  /** Where to point for what is wrong with the value as a whole. */
  readonly at: number;
  readonly path: ManifestPath;
  readonly faults: PlacedFault[];
}

function check(checked: Checked): void {
  const { schema, value } = checked;
  if (value.kind === "nothing") return;
  if (Type.IsObject(schema)) {
    if (value.kind === "map") checkMap(schema, value, checked);
    else wrongKind(checked, "a map");
  } else if (Type.IsArray(schema)) {
    if (value.kind !== "list") return wrongKind(checked, "a list");
    if (value.items.length < numberOf(schema, "minItems", 0)) report(checked, "must not be empty");
    for (const [i, item] of value.items.entries())
      check({ ...checked, schema: schema.items, value: item, at: item.at, path: [...checked.path, i] });
  } else if (value.kind === "scalar") checkScalar({ ...checked, value });
  else wrongKind(checked, kindAskedFor(schema));
}

function checkMap(schema: TObject, map: LocatedMap, checked: Checked): void {
  const { path, faults } = checked;
  for (const [name, member] of map.members) {
    const memberPath = [...path, name];
    // Own names only: a schema has no `constructor` to offer.
    const memberSchema = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (memberSchema === undefined) {
      const hint = didYouMean(name, Object.keys(schema.properties));
      faults.push({
        at: member.keyAt,
        path: memberPath,
        message: `"${shortened(name)}" is no known field${hint === "" ? "." : hint}`,
      });
    } else {
      const at = memberPlace(member);
      check({ ...checked, schema: memberSchema, value: member.value, at, path: memberPath });
    }
  }
  for (const name of schema.required ?? []) {
    if (map.members.has(name)) continue;
    faults.push({ at: checked.at, path: [...path, name], message: `"${name}" is required.` });
  }
}

function checkScalar(checked: Checked<LocatedScalar>): void {
  const {
    schema,
    value: { value },
  } = checked;
  if (Type.IsLiteral(schema)) {
    if (value !== schema.const) report(checked, `must be ${JSON.stringify(schema.const)}`);
  } else if (Type.IsEnum(schema)) {
    if (!schema.enum.some((allowed) => allowed === value))
      report(checked, `must be one of ${schema.enum.map((allowed) => JSON.stringify(allowed)).join(", ")}`);
  } else if (Type.IsString(schema)) {
    if (typeof value === "string") checkText(checked, value);
    else wrongKind(checked, "a text");
  } else if (Type.IsInteger(schema)) {
    if (typeof value !== "number" || !Number.isInteger(value)) return wrongKind(checked, "a whole number");
    const least = numberOf(schema, "minimum", -Infinity);
    const most = numberOf(schema, "maximum", Infinity);
    if (value < least) report(checked, `must be at least ${least}`);
    if (value > most) report(checked, `must be at most ${most}`);
  } else if (Type.IsBoolean(schema) && typeof value !== "boolean") wrongKind(checked, "true or false");
}

function checkText(checked: Checked, text: string): void {
  const { schema } = checked;
  const longest = numberOf(schema, "maxLength", Infinity);
  if (text.length < numberOf(schema, "minLength", 0)) report(checked, "must not be empty");
  else if (text.length > longest) report(checked, `must have at most ${longest} characters`);
  else if ("pattern" in schema && typeof schema.pattern === "string") {
    const rule = "description" in schema ? String(schema.description) : schema.pattern;
    if (!new RegExp(schema.pattern).test(text)) report(checked, `is not of the form asked for: ${rule}`);
  }
}

function wrongKind(checked: Checked, asked: string): void {
  report(checked, `must be ${asked}, not ${kindOf(checked.value)}`);
}

function report({ at, path, faults }: Checked, what: string): void {
  faults.push({ at, path, message: `${subjectOf(path)} ${what}.` });
}

/** What a sentence about a path begins with: `destination`, `requiredFields[0]`. */
function subjectOf(path: ManifestPath): string {
  const name = path.findLastIndex((step) => typeof step === "string");
  const [first = "The manifest", ...indexes] = path.slice(name);
  return first + indexes.map((index) => `[${index}]`).join("");
}

function kindAskedFor(schema: TSchema): string {
  if (Type.IsInteger(schema)) return "a whole number";
  if (Type.IsBoolean(schema)) return "true or false";
  return "a text";
}

function kindOf(value: Located): string {
  if (value.kind !== "scalar") return `a ${value.kind}`;
  if (value.value === null) return "left empty";
  if (typeof value.value === "string") return "a text";
  return typeof value.value === "number" ? `the number ${value.value}` : `${value.value}`;
}

/** A bound that a schema may have. */
function numberOf(schema: TSchema, name: string, otherwise: number): number {
  const bound: unknown = Object.getOwnPropertyDescriptor(schema, name)?.value;
  return typeof bound === "number" ? bound : otherwise;
}

function shortened(name: string): string {
  return name.length > 64 ? `${name.slice(0, 64)}…` : name;
}
