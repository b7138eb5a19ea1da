import { Fault } from "../core/fault.ts";
import { cNull, cNumberFormat, cString } from "../numbers/c-format.ts";
import { asBoolean, asDate, asNumber, asString, unexpected } from "../runtime/convert.ts";
import { paidFormat } from "../core/limits.ts";
import type { Environment } from "../runtime/environment.ts";
import type { Site } from "../runtime/site.ts";
import type { Maybe } from "../values/value.ts";
import type { Arguments } from "./arguments.ts";
import { booleanText, dateText, numberText } from "./formatted.ts";
import type { BuiltinTable } from "./definition.ts";

/**
 * Built-ins that write a value as text and do something else for each type of it: `?c` and `?cn` as a computer reads it,
 * `?string` in a format.
 */
export const WRITTEN: BuiltinTable = {
  c: { get: forComputer },
  cn: { get: (left, env, site) => (left === undefined ? cNull(env.cFormat) : forComputer(left, env, site)) },
  string: { get: asText, call: { minimum: 0, maximum: Infinity, run: formatText } },
};

function forComputer(left: Maybe, env: Environment, site: Site): string {
  const number = asNumber(left);
  if (number !== undefined) return paidFormat(cNumberFormat(env.cFormat), number, env.budget);
  const boolean = asBoolean(left);
  if (boolean !== undefined) return boolean ? "true" : "false";
  const text = asString(left);
  if (text === undefined) throw unexpected(left, "number, boolean or string", site);
  env.budget.reserve(text.length);
  const written = cString(env.cFormat, text);
  env.budget.reserve(written.length);
  return written;
}

/** `left?string`: the text, and where there are formats for the type, also what takes one, as in `n?string["0.##"]`. */
function asText(left: Maybe, env: Environment, site: Site): Maybe {
  if (typeof left === "string") return left;
  const number = asNumber(left);
  if (number !== undefined) return numberText(number, env, site);
  const date = asDate(left);
  if (date !== undefined) return dateText(date, env, site);
  const boolean = asBoolean(left);
  if (boolean !== undefined) return booleanText(boolean, env, site);
  const text = asString(left);
  if (text === undefined) throw unexpected(left, "number, date, boolean or string", site);
  return text;
}

/** `left?string(format)`, `boolean?string(ifTrue, ifFalse)`. */
function formatText(left: Maybe, args: Arguments, env: Environment, site: Site): Maybe {
  const number = asNumber(left);
  if (number !== undefined) {
    expectCount(args, 1);
    return paidFormat(env.numberFormat(args.text(0, env)), number, env.budget);
  }
  const date = asDate(left);
  if (date !== undefined) {
    expectCount(args, 1);
    return paidFormat(env.dateFormat(args.text(0, env), date.type), date, env.budget);
  }
  const boolean = asBoolean(left);
  if (boolean !== undefined) {
    const [ifTrue, ifFalse] = args.values.map((_, index) => args.text(index, env));
    expectCount(args, 2);
    return boolean ? ifTrue : ifFalse;
  }
  if (asString(left) !== undefined) {
    throw site.error("wrong-type", "?string of a string takes no arguments.");
  }
  throw unexpected(left, "number, date, boolean or string", site);
}

function expectCount(args: Arguments, count: number): void {
  if (args.length !== count) {
    throw new Fault(
      "invalid-argument",
      `?string(…) of such a value takes ${count} arguments, not ${args.length}.`,
    );
  }
}
