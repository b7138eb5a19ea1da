import { DateValue } from "../dates/date-value.ts";
import { asBoolean, asDate, asHash, asMethod, asNumber, asSequence, asString } from "../runtime/convert.ts";
import { InterpretedTemplate } from "../runtime/interpreted.ts";
import { Transform } from "../runtime/transform.ts";
import { CollectionSequence } from "../values/collection-sequence.ts";
import { isConcatenated } from "../operations/concat.ts";
import { LookupHash } from "../values/lookup-hash.ts";
import { Markup } from "../values/markup.ts";
import { RangeSequence } from "../values/range.ts";
import { anyProperty, type BuiltinTable } from "./definition.ts";
import { Callable, Collection, Composite, Hash, Sequence, type Value } from "../values/value.ts";

/** The `is_…` built-ins: what a value can be used as. */
export const typeBuiltins: BuiltinTable = {
  is_string: anyProperty((value) => asString(value) !== undefined),
  is_number: anyProperty((value) => asNumber(value) !== undefined),
  is_boolean: anyProperty((value) => asBoolean(value) !== undefined),
  is_date: anyProperty(isDate),
  is_date_like: anyProperty(isDate),
  is_date_only: anyProperty((value) => asDate(value)?.type === "date"),
  is_time: anyProperty((value) => asDate(value)?.type === "time"),
  is_datetime: anyProperty((value) => asDate(value)?.type === "datetime"),
  is_unknown_date_like: anyProperty((value) => asDate(value)?.type === "unknown"),
  is_sequence: anyProperty(isSequence),
  is_indexable: anyProperty(isSequence),
  is_enumerable: anyProperty((value) => isSequence(value) || value instanceof Collection),
  is_collection: anyProperty(isCollection),
  is_collection_ex: anyProperty((value) => value instanceof Sequence && isConcatenated(value)),
  is_hash: anyProperty((value) => asHash(value) !== undefined),
  is_hash_ex: anyProperty((value) => value instanceof Hash && !(value instanceof LookupHash)),
  is_method: anyProperty(isMethod),
  is_macro: anyProperty(isMacro),
  is_directive: anyProperty((value) => isMacro(value) || hasTypeName(value, "directive")),
  is_transform: anyProperty(isTransform),
  is_markup_output: anyProperty((value) => value instanceof Markup),
  is_node: anyProperty(() => false),
};

function isDate(value: Value): boolean {
  return value instanceof DateValue || asDate(value) !== undefined;
}

function isSequence(value: Value): boolean {
  return asSequence(value) !== undefined;
}

/** In FreeMarker few sequences are collections, too (and of them only joined ones say how many items they have): those without an end, joined ones, matches, and keys and values. */
function isCollection(value: Value): boolean {
  if (value instanceof Composite)
    return value.faces.collection !== undefined && value.faces.boolean !== undefined;
  if (value instanceof RangeSequence) return value.mode === "unbounded";
  if (!(value instanceof Sequence)) return value instanceof Collection;
  return value instanceof CollectionSequence || isConcatenated(value);
}

function isMethod(value: Value): boolean {
  const method = asMethod(value);
  return method !== undefined && method.typeName !== "function";
}

function isTransform(value: Value): boolean {
  return value instanceof Transform || (value instanceof InterpretedTemplate && value.origin === "text");
}

/** Functions of templates are macros here. */
function isMacro(value: Value): boolean {
  if (value instanceof InterpretedTemplate) return value.origin === "pass";
  return hasTypeName(value, "macro") || hasTypeName(value, "function");
}

function hasTypeName(value: Value, name: string): boolean {
  return value instanceof Callable && value.typeName === name;
}
