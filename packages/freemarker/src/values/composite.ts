import type { DateValue } from "../dates/date-value.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import type { Method } from "./callable.ts";
import type { Hash } from "./hash.ts";
import type { Collection } from "./sequence.ts";

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
