import type { DateValue } from "../dates/date-value.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import type { Budget } from "../core/limits.ts";
import type { Decimal } from "../numbers/decimal.ts";
import type { Markup } from "./markup.ts";

/**
 * What an expression of a template evaluates to.
 *
 * Strings and booleans are JavaScript's. A number is a JavaScript number, standing for the decimal that its shortest text
 * writes, or a `Decimal` where a JavaScript number can't say it. Everything else is an object of one of these classes: a value
 * of the host's never gets here unwrapped (see `wrap.ts`).
 */
export type Value =
  | string
  | number
  | boolean
  | Decimal
  | DateValue
  | Markup
  | Collection
  | Hash
  | Callable
  | Composite;

/** A value, or nothing: FreeMarker's null, which is the same as a variable that isn't there. */
export type Maybe = Value | undefined;

/** Something that can be listed, once through, from the first item to the last. */
export abstract class Collection {
  abstract [Symbol.iterator](): Iterator<Maybe>;
}

/** A list of values that are reached by index, from 0. An item may be missing. */
export abstract class Sequence extends Collection {
  /** The number of items; `Infinity` for a range without an end. */
  abstract readonly length: number;
  /** The item at `index`; undefined where it is missing, or where there is no such index. */
  abstract at(index: number): Maybe;

  [Symbol.iterator](): Iterator<Maybe> {
    return new SequenceIterator(this);
  }
}

/** The end of all iterators here. */
export const ITERATED: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Goes through a sequence; takes half the time of a generator. */
class SequenceIterator implements Iterator<Maybe> {
  private readonly sequence: Sequence;
  private index = 0;

  constructor(sequence: Sequence) {
    this.sequence = sequence;
  }

  next(): IteratorResult<Maybe> {
    if (this.index >= this.sequence.length) return ITERATED;
    return { done: false, value: this.sequence.at(this.index++) };
  }
}

/** Values by name. */
export abstract class Hash {
  /** The value of a key; undefined where there is none. */
  abstract get(key: string): Maybe;
  /** The keys, in order. */
  abstract keys(): readonly string[];

  get size(): number {
    return this.keys().length;
  }
}

/** What can be called: methods and functions in expressions, macros and directives as `<@x/>`. */
export abstract class Callable {
  /** The type's name, for errors: `method`, `function`, `macro`, `directive`. */
  abstract readonly typeName: string;
}

/** What can be called in an expression with values. */
export abstract class Method extends Callable {
  readonly typeName: string = "method";

  /** The budget is that of the rendering under way: who makes much of the arguments pays for it there. */
  abstract call(args: readonly Maybe[], budget: Budget): Maybe;
}

/** What a composite value can be taken as. */
export interface Faces {
  readonly string?: () => string;
  readonly number?: NumberValue;
  readonly boolean?: () => boolean;
  readonly date?: DateValue;
  readonly collection?: Collection;
  readonly hash?: Hash;
  readonly method?: Method;
}

/**
 * A value of several types at once, as some built-ins give: `s?matches(r)` is a boolean and a sequence, each of its items a
 * string with groups, `n?string` a string that is also a hash and a method of formats.
 */
export class Composite {
  readonly faces: Faces;

  constructor(faces: Faces) {
    this.faces = faces;
  }
}
