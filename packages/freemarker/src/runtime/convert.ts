import { DateValue } from "../dates/date-value.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import { Decimal } from "../numbers/decimal.ts";
import { Markup } from "../values/markup.ts";
import type { RenderError } from "../core/errors.ts";
import type { Environment } from "./environment.ts";
import type { Site } from "./site.ts";
import {
  Callable,
  Collection,
  Composite,
  Hash,
  type Maybe,
  Method,
  Sequence,
  type Value,
} from "../values/value.ts";

// What a value can be taken as. `as…` answer undefined where it can't; `require…` throw at the site, with what was expected.

export function asString(value: Maybe): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Composite ? value.faces.string?.() : undefined;
}

export function asNumber(value: Maybe): NumberValue | undefined {
  if (typeof value === "number" || value instanceof Decimal) return value;
  return value instanceof Composite ? value.faces.number : undefined;
}

export function asBoolean(value: Maybe): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value instanceof Composite ? value.faces.boolean?.() : undefined;
}

export function asDate(value: Maybe): DateValue | undefined {
  if (value instanceof DateValue) return value;
  return value instanceof Composite ? value.faces.date : undefined;
}

export function asCollection(value: Maybe): Collection | undefined {
  if (value instanceof Collection) return value;
  return value instanceof Composite ? value.faces.collection : undefined;
}

export function asSequence(value: Maybe): Sequence | undefined {
  const collection = asCollection(value);
  return collection instanceof Sequence ? collection : undefined;
}

export function asHash(value: Maybe): Hash | undefined {
  if (value instanceof Hash) return value;
  return value instanceof Composite ? value.faces.hash : undefined;
}

export function asMethod(value: Maybe): Method | undefined {
  if (value instanceof Method) return value;
  return value instanceof Composite ? value.faces.method : undefined;
}

/** The type of a value, in the words of FreeMarker's documentation. */
export function describeType(value: Value): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return typeof value;
  if (value instanceof Decimal) return "number";
  if (value instanceof DateValue) return value.type === "unknown" ? "date of unknown parts" : value.type;
  if (value instanceof Markup) return `markup output (${value.format.name})`;
  if (value instanceof Sequence) return "sequence";
  if (value instanceof Collection) return "collection";
  if (value instanceof Hash) return "hash";
  if (value instanceof Callable) return value.typeName;
  return describeFaces(value);
}

function describeFaces(value: Composite): string {
  return Object.keys(value.faces).join("+");
}

/** The error for a value of another type than expected; for no value at all, the error that says so. */
export function unexpected(value: Maybe, expected: string, site: Site): RenderError {
  if (value === undefined) return site.missing();
  return site.error(
    "wrong-type",
    `A ${expected} is expected here, but ${site.text} is a ${describeType(value)}.`,
  );
}

export function requireNumber(value: Maybe, site: Site): NumberValue {
  const number = asNumber(value);
  if (number === undefined) throw unexpected(value, "number", site);
  return number;
}

export function requireBoolean(value: Maybe, site: Site): boolean {
  const boolean = asBoolean(value);
  if (boolean === undefined) throw unexpected(value, "boolean", site);
  return boolean;
}

export function requireDate(value: Maybe, site: Site): DateValue {
  const date = asDate(value);
  if (date === undefined) throw unexpected(value, "date, time or datetime", site);
  return date;
}

export function requireSequence(value: Maybe, site: Site): Sequence {
  const sequence = asSequence(value);
  if (sequence === undefined) throw unexpected(value, "sequence", site);
  return sequence;
}

export function requireCollection(value: Maybe, site: Site): Collection {
  const collection = asCollection(value);
  if (collection === undefined) throw unexpected(value, "sequence or collection", site);
  return collection;
}

/**
 * A value as text, where a string is expected: numbers, dates and booleans are written by the formats in force. Markup is no
 * text.
 */
export function requireText(value: Maybe, env: Environment, site: Site): string {
  if (typeof value === "string") return value;
  const text = toText(value, env, site);
  if (text === undefined) throw unexpected(value, "string, number, date or boolean", site);
  return text;
}

/** As `requireText`, but undefined for what can't be text. */
export function toText(value: Maybe, env: Environment, site: Site): string | undefined {
  if (typeof value === "string") return value;
  try {
    if (typeof value === "number" || value instanceof Decimal) return env.formatNumber(value);
    if (value instanceof DateValue) return env.formatDate(value);
    if (typeof value === "boolean") return env.formatBoolean(value);
    if (value instanceof Composite) return compositeText(value, env);
  } catch (thrown) {
    throw site.locate(thrown);
  }
  return undefined;
}

function compositeText(value: Composite, env: Environment): string | undefined {
  const { string, number, date, boolean } = value.faces;
  if (number !== undefined) return env.formatNumber(number);
  if (date !== undefined) return env.formatDate(date);
  if (string !== undefined) return string();
  return boolean === undefined ? undefined : env.formatBoolean(boolean());
}
