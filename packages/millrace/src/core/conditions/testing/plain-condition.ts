/**
 * Conditions a second time, written to be read and not to be quick: it walks the condition anew for every event and
 * shares no code with what it is held against.
 */
import { ExactNumber } from "../../json/lossless.ts";
import type { JsonObject } from "../../json/object.ts";
import type { Condition, Operator, Test } from "../condition.ts";

/** True where the condition holds for an event with these fields. */
export function holdsPlainly(condition: Condition, fields: JsonObject): boolean {
  if ("all" in condition) return condition.all.every((each) => holdsPlainly(each, fields));
  if ("any" in condition) return condition.any.some((each) => holdsPlainly(each, fields));
  const negated = /^(not_set|is_not|not_in|does_not_.*)$/.test(condition.operator);
  const found = valuesFor(condition, fields).some((value) => satisfies(value, condition));
  return negated ? !found : found;
}

/** The values that the comparison is about: one, or of groups as many as there are groups of the type. */
function valuesFor(test: Test, fields: JsonObject): readonly unknown[] {
  if (test.field !== undefined) return [own(fields, test.field)];
  if (test.eventProperty !== undefined) return [own(own(fields, "event_properties"), test.eventProperty)];
  if (test.userProperty !== undefined) return [own(own(fields, "user_properties"), test.userProperty)];
  if (test.derivedProperty !== undefined)
    return [own(own(fields, "derived_properties"), test.derivedProperty)];
  if (test.lookupProperty !== undefined) return [own(own(fields, "lookup_properties"), test.lookupProperty)];
  const groups = own(own(fields, "group_properties"), test.groupType ?? "");
  return membersOf(groups).map(([, group]) => own(group, test.groupProperty ?? ""));
}

function membersOf(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof ExactNumber)
    return [];
  return Object.entries(value);
}

function own(value: unknown, name: string): unknown {
  return membersOf(value).find(([each]) => each === name)?.[1];
}

function satisfies(value: unknown, { operator, values = [] }: Test): boolean {
  if (value === undefined || value === null) return false;
  if (operator === "set" || operator === "not_set") return true;
  const candidates: readonly unknown[] = Array.isArray(value) ? value : [value];
  return candidates.some((each) => values.some((given) => compares(each, operator, given)));
}

function compares(value: unknown, operator: Operator, given: string | number | boolean): boolean {
  if (!["string", "number", "boolean"].includes(typeof value) && !(value instanceof ExactNumber))
    return false;
  const [left, right] = [String(value), String(given)];
  const bothTexts = typeof value === "string" && typeof given === "string";
  const bothNumbers =
    typeof value !== "boolean" && typeof given !== "boolean" && isNumber(left) && isNumber(right);
  if (/^(is|in|is_not|not_in)$/.test(operator))
    return left === right || (!bothTexts && bothNumbers && order(left, right) === 0);
  if (operator.includes("contain")) return left.toLowerCase().includes(right.toLowerCase());
  if (operator.includes("start")) return left.toLowerCase().startsWith(right.toLowerCase());
  if (operator.includes("match")) return globHolds(right, left);
  if (!bothNumbers && !bothTexts) return false;
  const found = bothNumbers ? order(left, right) : left < right ? -1 : left > right ? 1 : 0;
  if (operator.endsWith("_or_equal") && found === 0) return true;
  return operator.startsWith("greater") ? found > 0 : found < 0;
}

function isNumber(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "number" && text.trim() === text;
  } catch {
    return false;
  }
}

/** Both as whole numbers of the smallest unit that either is written in. */
function order(a: string, b: string): number {
  const exponents = [a, b].map((text) => exponentOf(text));
  const least = Math.min(...exponents);
  const [left = 0n, right = 0n] = [a, b].map((text) => {
    const digits = BigInt((/^-?[\d.]+/.exec(text)?.[0] ?? "").replace(".", ""));
    return digits * 10n ** BigInt(exponentOf(text) - least);
  });
  return left < right ? -1 : Number(left > right);
}

function exponentOf(text: string): number {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  return Number(exponent) - (mantissa.split(".")[1] ?? "").length;
}

/** A glob as its definition says it: tries every length for every star. */
export function globHolds(glob: string, text: string): boolean {
  const stars = /^\*+/.exec(glob)?.[0].length ?? 0;
  if (glob === "") return text === "";
  if (stars === 0) return text !== "" && text[0] === glob[0] && globHolds(glob.slice(1), text.slice(1));
  for (let taken = 0; taken <= text.length; taken++) {
    if (stars === 1 && text.slice(0, taken).includes("/")) return false;
    if (globHolds(glob.slice(stars), text.slice(taken))) return true;
  }
  return false;
}
