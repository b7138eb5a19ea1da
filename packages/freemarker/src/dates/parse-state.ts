import type { ParsedFields } from "./calendar-resolve.ts";
import type { IntegerMatch } from "./java-integer.ts";
import type { TimeZone } from "./time-zone.ts";

/** What one parse has found so far. */
export interface ParseState {
  readonly text: string;
  readonly fields: ParsedFields;
  /** The zone the text is in: a zone the text names, else the format's. */
  zone: TimeZone;
  ambiguousYear: boolean;
  readonly number: IntegerMatch;
  readonly minusSign: string;
}
