import { Fault } from "../../core/fault.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { Finder } from "./find.ts";
import { type Flags, parseFlags, refuseRegexFlags } from "./flags.ts";
import { type Place, RegexMatcher } from "./matcher.ts";
import { textMethod } from "./text-property.ts";

/** Built-ins that keep what comes before or after a separator. */
export const KEEP: BuiltinTable = {
  keep_before: keeping("keep_before", firstPlace, before),
  keep_before_last: keeping("keep_before_last", lastPlace, before),
  keep_after: keeping("keep_after", firstPlace, after),
  keep_after_last: keeping("keep_after_last", lastPlace, after),
};

type FindPlace = (text: string, separator: string, flags: Flags, env: Environment) => Place | undefined;

function keeping(
  name: string,
  find: FindPlace,
  keep: (text: string, place: Place | undefined) => string,
): Builtin {
  return textMethod(1, 2, (text, args, env) => {
    const flags = parseFlags(args.optionalString(1));
    if (!flags.regex) refuseRegexFlags(name, flags);
    return keep(text, find(text, args.string(0), flags, env));
  });
}

function before(text: string, place: Place | undefined): string {
  return place === undefined ? text : part(text, 0, place.start);
}

function after(text: string, place: Place | undefined): string {
  return place === undefined ? "" : part(text, place.end, text.length);
}

/** A place found in the text in lower case may be past the end of the text itself, which is an error in the reference. */
function part(text: string, start: number, end: number): string {
  if (start > text.length || end > text.length) {
    throw new Fault(
      "invalid-value",
      "The text is longer in lower case, so that the separator can't be placed in it.",
    );
  }
  return text.slice(start, end);
}

function firstPlace(text: string, separator: string, flags: Flags, env: Environment): Place | undefined {
  if (flags.regex) return new RegexMatcher(separator, flags, env).find(text, 0);
  const [haystack, needle] = folded(text, separator, flags);
  return placeAt(new Finder(needle, env.budget).first(haystack), separator);
}

function lastPlace(text: string, separator: string, flags: Flags, env: Environment): Place | undefined {
  if (flags.regex) return lastMatch(text, separator, flags, env);
  const [haystack, needle] = folded(text, separator, flags);
  return placeAt(new Finder(needle, env.budget).last(haystack), separator);
}

function folded(text: string, separator: string, flags: Flags): [string, string] {
  return flags.caseInsensitive ? [text.toLowerCase(), separator.toLowerCase()] : [text, separator];
}

function placeAt(start: number, separator: string): Place | undefined {
  return start === -1 ? undefined : { start, end: start + separator.length };
}

/** The last of the matches that are found when each search begins one unit after the beginning of the match before. */
function lastMatch(text: string, pattern: string, flags: Flags, env: Environment): Place | undefined {
  if (pattern === "") return { start: text.length, end: text.length };
  const matcher = new RegexMatcher(pattern, flags, env);
  let last: Place | undefined;
  for (;;) {
    const from = last === undefined ? 0 : last.start + 1;
    if (from > text.length) {
      throw new Fault(
        "invalid-value",
        "The pattern matches at the end of the text, where no further search can begin.",
      );
    }
    env.budget.spend(1);
    const next = matcher.find(text, from);
    if (next === undefined) return last;
    last = next;
  }
}
