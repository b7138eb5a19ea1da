import type { DateValue } from "../dates/date-value.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import {
  requireCollection,
  requireDate,
  requireNumber,
  requireSequence,
  requireText,
} from "../runtime/convert.ts";
import type { Environment } from "../runtime/environment.ts";
import type { Site } from "../runtime/site.ts";
import type { Arguments } from "./arguments.ts";
import type { Collection, Maybe, Sequence, Value } from "../values/value.ts";

/**
 * A built-in: what `left?name` and `left?name(args)` do. `left` is the value of the left side (undefined where it is missing),
 * `site` the place of the left side. A built-in has `get`, `call`, or both.
 *
 * Where only `call` is there, `left?name` alone is a method that can be kept and called later.
 */
export interface Builtin {
  readonly get?: (left: Maybe, env: Environment, site: Site) => Maybe;
  readonly call?: BuiltinCall;
}

/** `left?name(args)`, and how many arguments it takes: `maximum` may be Infinity. */
export interface BuiltinCall {
  readonly minimum: number;
  readonly maximum: number;
  readonly run: (left: Maybe, args: Arguments, env: Environment, site: Site) => Maybe;
}

/** Built-ins by name, in snake_case. */
export type BuiltinTable = Readonly<Record<string, Builtin>>;

type Left<T> = (left: Maybe, env: Environment, site: Site) => T;

function property<T>(left: Left<T>, get: (left: T, env: Environment, site: Site) => Maybe): Builtin {
  return { get: (value, env, site) => get(left(value, env, site), env, site) };
}

function method<T>(
  left: Left<T>,
  minimum: number,
  maximum: number,
  run: (left: T, args: Arguments, env: Environment, site: Site) => Maybe,
): Builtin {
  return {
    call: { minimum, maximum, run: (value, args, env, site) => run(left(value, env, site), args, env, site) },
  };
}

type Property<T> = (get: (left: T, env: Environment, site: Site) => Maybe) => Builtin;
type Method<T> = (
  minimum: number,
  maximum: number,
  run: (left: T, args: Arguments, env: Environment, site: Site) => Maybe,
) => Builtin;

const text: Left<string> = requireText;
const number: Left<NumberValue> = (left, _, site) => requireNumber(left, site);
const date: Left<DateValue> = (left, _, site) => requireDate(left, site);
const sequence: Left<Sequence> = (left, _, site) => requireSequence(left, site);
const collection: Left<Collection> = (left, _, site) => requireCollection(left, site);
const anything: Left<Value> = (left, _, site) => {
  if (left === undefined) throw site.missing();
  return left;
};

/** `left?name` for a left side that is a string, or is written as one. */
export const stringProperty: Property<string> = (get) => property(text, get);
export const stringMethod: Method<string> = (minimum, maximum, run) => method(text, minimum, maximum, run);
export const numberProperty: Property<NumberValue> = (get) => property(number, get);
export const dateProperty: Property<DateValue> = (get) => property(date, get);
export const dateMethod: Method<DateValue> = (minimum, maximum, run) => method(date, minimum, maximum, run);
export const sequenceProperty: Property<Sequence> = (get) => property(sequence, get);
export const sequenceMethod: Method<Sequence> = (minimum, maximum, run) =>
  method(sequence, minimum, maximum, run);
/** As `sequenceProperty`, but a collection that can only be gone through once will do. */
export const collectionProperty: Property<Collection> = (get) => property(collection, get);
export const collectionMethod: Method<Collection> = (minimum, maximum, run) =>
  method(collection, minimum, maximum, run);
/** `left?name` for a left side of any type that isn't missing. */
export const anyProperty: Property<Value> = (get) => property(anything, get);
