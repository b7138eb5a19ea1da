import { Fault } from "../../core/fault.ts";
import { regexCache } from "../../regex/cache.ts";
import { RegexLimitFault, RegexReplacementFault, RegexSyntaxFault } from "../../regex/fault.ts";
import type { Regex, RegexFlags, RegexMatch } from "../../regex/regex.ts";
import { replaceAll, replaceFirst } from "../../regex/replace.ts";
import { split } from "../../regex/split.ts";
import type { Environment } from "../../runtime/environment.ts";
import { type Budget, LimitFault } from "../../core/limits.ts";

/** A part of a text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

const LONG_PATTERN = 1000;
const COMPILE_STEPS = 32;

/** A regular expression of a template, with the budget that its matching is paid from. Its faults are `Fault`s. */
export class RegexMatcher {
  private readonly regex: Regex;
  private readonly budget: Budget;

  constructor(pattern: string, flags: RegexFlags, env: Environment) {
    this.budget = env.budget;
    // Long patterns are compiled anew each time, which costs about a microsecond a unit.
    if (pattern.length > LONG_PATTERN) this.budget.spend(pattern.length * COMPILE_STEPS);
    this.regex = guarded(() => regexCache.get(pattern, flags));
  }

  /** Groups of the pattern, the match itself not counted. */
  get groupCount(): number {
    return this.regex.groupCount;
  }

  /** The match of all of the text. */
  matches(text: string): RegexMatch | undefined {
    return guarded(() => this.regex.matches(text, this.budget));
  }

  /** The first match at or after `from`. */
  find(text: string, from: number): RegexMatch | undefined {
    return guarded(() => this.regex.find(text, from, this.budget));
  }

  /** Whether there is a match at the beginning of the text. */
  lookingAt(text: string): boolean {
    return this.find(text, 0)?.start === 0;
  }

  /** Hands over all matches, each looked for after the one before. */
  each(text: string, visit: (match: RegexMatch) => void): void {
    guarded(() => {
      const finder = this.regex.finder(text, this.budget);
      for (let match = finder.next(); match !== undefined; match = finder.next()) visit(match);
    });
  }

  /** The text with the first match or all of them replaced; `$1` in the replacement is a group. */
  replace(text: string, replacement: string, firstOnly: boolean): string {
    const replaced = guarded(() =>
      (firstOnly ? replaceFirst : replaceAll)(this.regex, text, replacement, this.budget),
    );
    this.budget.reserve(replaced.length);
    return replaced;
  }

  /** What is between the matches. */
  split(text: string): string[] {
    return guarded(() => split(this.regex, text, this.budget));
  }
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof RegexSyntaxFault) {
      throw new Fault("invalid-value", `The regular expression is malformed: ${thrown.message}`);
    }
    if (thrown instanceof RegexReplacementFault) throw new Fault("invalid-argument", thrown.message);
    if (thrown instanceof RegexLimitFault) throw new LimitFault("steps", thrown.message);
    throw thrown;
  }
}
