import { Fault } from "../../core/fault.ts";
import type { RegexFlags } from "../../regex/regex.ts";

/** What the letters in the last argument of `?replace`, `?split`, `?matches` and `?keep_…` say. */
export interface Flags extends RegexFlags {
  /** `r`: the pattern is a regular expression. */
  readonly regex: boolean;
  /** `f`: only the first one is replaced. */
  readonly firstOnly: boolean;
}

/** No flags at all. */
export const NO_FLAGS: Flags = parseFlags("");

/** Reads flags; letters that are none are left out of account. */
export function parseFlags(letters: string | undefined): Flags {
  if (letters === undefined) return NO_FLAGS;
  return {
    regex: letters.includes("r"),
    firstOnly: letters.includes("f"),
    caseInsensitive: letters.includes("i"),
    multiline: letters.includes("m"),
    dotAll: letters.includes("s"),
    comments: letters.includes("c"),
  };
}

/** Refuses the flags that only regular expressions have, where the pattern isn't one. */
export function refuseRegexFlags(name: string, flags: Flags): void {
  const letter = flags.multiline ? "m" : flags.dotAll ? "s" : flags.comments ? "c" : undefined;
  if (letter !== undefined) {
    throw new Fault("invalid-argument", `?${name} doesn't take the flag "${letter}" without the flag "r".`);
  }
}
