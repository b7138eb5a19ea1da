import { DateValue } from "../dates/date-value.ts";
import { Fault } from "../fault.ts";
import { Decimal } from "../numbers/decimal.ts";
import { Callable } from "./callable.ts";
import { Composite } from "./composite.ts";
import { Hash } from "./hash.ts";
import { Markup } from "./markup.ts";
import { Collection, Sequence } from "./sequence.ts";
import type { Maybe } from "./value.ts";

/**
 * A value of the host's as a value of the template language. Objects and arrays are wrapped as they are, and read when the
 * template asks: only their own, enumerable or not, data properties; no getter runs and no prototype is looked at.
 *
 * @throws {Fault} for what a JSON model can't have: functions, symbols, instances of classes
 */
export function wrap(value: unknown): Maybe {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Object.is(value, -0) ? 0 : value;
    case "undefined":
      return undefined;
    case "bigint":
      return Decimal.ofBigInt(value);
    case "object":
      return value === null ? undefined : wrapObject(value);
    default:
      throw new Fault("unsupported", `The data model holds a ${typeof value}, which is no JSON value.`);
  }
}

function wrapObject(value: object): Maybe {
  if (Array.isArray(value)) return new ArraySequence(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return new ObjectHash(value);
  if (value instanceof Date) return new DateValue(value.getTime(), "datetime");
  if (value instanceof Map) return new ObjectHash(Object.fromEntries(value));
  if (isValue(value)) return value;
  return wrapForeign(value, prototype);
}

/** Plain objects of another realm (a `vm` context, a test runner) have another `Object.prototype`. */
function wrapForeign(value: object, prototype: unknown): Maybe {
  if (typeof prototype === "object" && prototype !== null && Object.getPrototypeOf(prototype) === null) {
    if (Object.hasOwn(prototype, "isPrototypeOf")) return new ObjectHash(value);
  }
  throw new Fault("unsupported", "The data model holds an instance of a class, which is no JSON value.");
}

function isValue(
  value: object,
): value is Decimal | DateValue | Markup | Collection | Hash | Callable | Composite {
  return (
    value instanceof Hash ||
    value instanceof Collection ||
    value instanceof Callable ||
    value instanceof Decimal ||
    value instanceof DateValue ||
    value instanceof Markup ||
    value instanceof Composite
  );
}

const ownProperty = Object.getOwnPropertyDescriptor;

/** An object of the host's as a hash of its own data properties. */
export class ObjectHash extends Hash {
  private readonly object: object;
  private names: readonly string[] | undefined;
  /** The object or array that was asked for last, wrapped: paths with the same beginning often follow each other. */
  private lastName: string | undefined;
  private last: Maybe;

  constructor(object: object) {
    super();
    this.object = object;
  }

  get(key: string): Maybe {
    if (key === this.lastName) return this.last;
    const value: unknown = ownProperty(this.object, key)?.value;
    if (typeof value === "string") return value;
    if (typeof value !== "object") return wrap(value);
    this.last = wrap(value);
    this.lastName = key;
    return this.last;
  }

  keys(): readonly string[] {
    this.names ??= Object.keys(this.object);
    return this.names;
  }
}

/** An array of the host's as a sequence. */
export class ArraySequence extends Sequence {
  private readonly array: readonly unknown[];

  constructor(array: readonly unknown[]) {
    super();
    this.array = array;
  }

  get length(): number {
    return this.array.length;
  }

  at(index: number): Maybe {
    // Read as it is: a look at the property's descriptor takes several times as long, and no JSON array has getters.
    const value: unknown = index >= 0 && index < this.array.length ? this.array[index] : undefined;
    return typeof value === "string" ? value : wrap(value);
  }
}
