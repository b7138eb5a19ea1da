import { Fault } from "../../core/fault.ts";
import type { Environment } from "../../runtime/environment.ts";
import { ListSequence } from "../../values/sequence.ts";
import type { BuiltinTable } from "../definition.ts";
import { Finder } from "./find.ts";
import { type Flags, parseFlags } from "./flags.ts";
import { RegexMatcher } from "./matcher.ts";
import { textMethod } from "./text-property.ts";

/** `?replace` and `?split`. */
export const REPLACE: BuiltinTable = {
  replace: textMethod(2, 3, (text, args, env) => {
    const [pattern, replacement] = [args.text(0, env), args.text(1, env)];
    const flags = parseFlags(args.optionalText(2, env));
    if (flags.regex) return new RegexMatcher(pattern, flags, env).replace(text, replacement, flags.firstOnly);
    return pattern === ""
      ? insertBetween(text, replacement, flags, env)
      : replaceText(text, pattern, replacement, flags, env);
  }),
  split: textMethod(1, 2, (text, args, env) => {
    const separator = args.text(0, env);
    const flags = parseFlags(args.optionalText(1, env));
    const parts = flags.regex
      ? new RegexMatcher(separator, flags, env).split(text)
      : splitText(text, separator, flags, env);
    return new ListSequence(parts);
  }),
};

/** The empty text is found before each unit, and at the end. */
function insertBetween(text: string, replacement: string, flags: Flags, env: Environment): string {
  env.budget.reserve(text.length + replacement.length * (flags.firstOnly ? 1 : text.length + 1));
  if (flags.firstOnly) return replacement + text;
  return replacement + text.replace(/[^]/g, (unit) => unit + replacement);
}

function replaceText(
  text: string,
  pattern: string,
  replacement: string,
  flags: Flags,
  env: Environment,
): string {
  const { budget } = env;
  const searched = flags.caseInsensitive ? text.toLowerCase() : text;
  const finder = new Finder(flags.caseInsensitive ? pattern.toLowerCase() : pattern, budget);
  let found = finder.first(searched);
  if (found === -1) return text;
  let result = "";
  let end = 0;
  do {
    // Places are those in the text in lower case, which may be longer than the text.
    if (found > text.length) throw beyondEnd();
    budget.spend(1);
    if (result.length + replacement.length > budget.limits.valueSize)
      budget.reserve(result.length + replacement.length);
    result += text.slice(end, found) + replacement;
    end = found + pattern.length;
    found = flags.firstOnly ? -1 : finder.first(searched, end);
  } while (found !== -1);
  if (end > text.length) throw beyondEnd();
  budget.reserve(result.length + text.length - end);
  return result + text.slice(end);
}

function splitText(text: string, separator: string, flags: Flags, env: Environment): string[] {
  if (separator === "") {
    env.budget.spend(text.length);
    return text.split("");
  }
  const searched = flags.caseInsensitive ? text.toLowerCase() : text;
  const finder = new Finder(flags.caseInsensitive ? separator.toLowerCase() : separator, env.budget);
  const parts: string[] = [];
  let start = 0;
  for (let end = finder.first(searched); end !== -1; end = finder.first(searched, start)) {
    if (end > text.length) throw beyondEnd();
    env.budget.spend(2);
    parts.push(text.slice(start, end));
    start = end + separator.length;
  }
  if (start > text.length) throw beyondEnd();
  parts.push(text.slice(start));
  return parts;
}

function beyondEnd(): Fault {
  return new Fault(
    "invalid-value",
    "The text is longer in lower case, so that it can't be told where the pattern is in it.",
  );
}
