import { DateValue } from "../dates/date-value.ts";
import { Fault, hostFailure } from "../core/fault.ts";
import { Decimal } from "../numbers/decimal.ts";
import { isStackOverflow } from "../core/stack.ts";
import { Markup } from "./markup.ts";
import { Callable, Collection, Composite, Hash, type Maybe, Sequence } from "./value.ts";

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
    case "function":
    case "symbol":
      throw new Fault("unsupported", `The data model holds a ${typeof value}, which is no JSON value.`);
  }
}

function wrapObject(value: object): Maybe {
  try {
    if (Array.isArray(value)) return new ArraySequence(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return new ObjectHash(value);
    if (isValue(value)) return value;
    if (value instanceof Date) return wrapDate(value);
    if (value instanceof Map) return new HostMap(value);
    return wrapForeign(value, prototype);
  } catch (thrown) {
    throw unreadable(thrown);
  }
}

/** What a proxy of the host's threw while it was read. */
function unreadable(thrown: unknown): unknown {
  if (thrown instanceof Fault || isStackOverflow(thrown)) return thrown;
  return hostFailure(thrown, "The data model can't be read: ");
}

function wrapDate(value: Date): DateValue {
  const time = Date.prototype.getTime.call(value);
  if (Number.isNaN(time))
    throw new Fault("invalid-value", "The data model holds a Date that is no point in time.");
  return new DateValue(time, "datetime");
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

/** The value of an own data property; undefined where there is none. */
function ownValue(object: object, key: PropertyKey): unknown {
  try {
    return ownProperty(object, key)?.value;
  } catch (thrown) {
    throw unreadable(thrown);
  }
}

/** A map of the host's as a hash of its values whose keys are strings. */
class HostMap extends Hash {
  private readonly map: ReadonlyMap<unknown, unknown>;

  constructor(map: ReadonlyMap<unknown, unknown>) {
    super();
    this.map = map;
  }

  get(key: string): Maybe {
    return wrap(Map.prototype.get.call(this.map, key));
  }

  keys(): readonly string[] {
    return [...Map.prototype.keys.call(this.map)].filter((key) => typeof key === "string");
  }
}

/** An object of the host's as a hash of its own data properties. */
class ObjectHash extends Hash {
  private readonly object: object;
  /** The object or array that was asked for last, wrapped: paths with the same beginning often follow each other. */
  private lastRaw: unknown;
  private last: Maybe;

  constructor(object: object) {
    super();
    this.object = object;
  }

  get(key: string): Maybe {
    const value = ownValue(this.object, key);
    if (typeof value === "string") return value;
    if (typeof value !== "object") return wrap(value);
    if (value === this.lastRaw) return this.last;
    this.last = wrap(value);
    this.lastRaw = value;
    return this.last;
  }

  keys(): readonly string[] {
    try {
      return Object.keys(this.object);
    } catch (thrown) {
      throw unreadable(thrown);
    }
  }
}

/** An array of the host's as a sequence. */
class ArraySequence extends Sequence {
  private readonly array: readonly unknown[];

  constructor(array: readonly unknown[]) {
    super();
    this.array = array;
  }

  get length(): number {
    try {
      const length: unknown = this.array.length;
      return typeof length === "number" && length >= 0 ? length : 0;
    } catch (thrown) {
      throw unreadable(thrown);
    }
  }

  at(index: number): Maybe {
    const value = ownValue(this.array, index);
    return typeof value === "string" ? value : wrap(value);
  }
}
