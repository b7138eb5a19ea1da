import type { DateValue } from "../dates/date-value.ts";
import type { Decimal } from "../numbers/decimal.ts";
import type { Callable } from "./callable.ts";
import type { Composite } from "./composite.ts";
import type { Hash } from "./hash.ts";
import type { Markup } from "./markup.ts";
import type { Collection } from "./sequence.ts";

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
