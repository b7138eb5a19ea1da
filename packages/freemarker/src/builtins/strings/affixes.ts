import { RegexMatcher } from "./matcher.ts";
import type { BuiltinTable } from "../definition.ts";
import { NO_FLAGS, parseFlags, refuseRegexFlags } from "./flags.ts";
import { textMethod } from "./text-property.ts";

/** Built-ins that add or take away what a text begins or ends with. */
export const AFFIXES: BuiltinTable = {
  ensure_ends_with: textMethod(1, 1, (text, args, env) => {
    const suffix = args.string(0);
    if (text.endsWith(suffix)) return text;
    env.budget.reserve(text.length + suffix.length);
    return text + suffix;
  }),
  ensure_starts_with: textMethod(1, 3, (text, args, env) => {
    const checked = args.string(0);
    const added = args.optionalString(1);
    const letters = args.optionalString(2);
    if (added === undefined) {
      env.budget.reserve(text.length + checked.length);
      return text.startsWith(checked) ? text : checked + text;
    }
    // With an argument for what is added, the first one is a regular expression, unless flags say it isn't.
    const flags = letters === undefined ? { ...NO_FLAGS, regex: true } : parseFlags(letters);
    let starts: boolean;
    if (flags.regex) {
      starts = new RegexMatcher(checked, flags, env).lookingAt(text);
    } else {
      refuseRegexFlags("ensure_starts_with", flags);
      starts = flags.caseInsensitive
        ? text.toLowerCase().startsWith(checked.toLowerCase())
        : text.startsWith(checked);
    }
    if (starts) return text;
    env.budget.reserve(text.length + added.length);
    return added + text;
  }),
  remove_beginning: textMethod(1, 1, (text, args) => {
    const prefix = args.string(0);
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  }),
  remove_ending: textMethod(1, 1, (text, args) => {
    const suffix = args.string(0);
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
  }),
};
