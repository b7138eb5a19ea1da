import { Fault } from "../../core/fault.ts";
import { unexpected } from "../../runtime/convert.ts";
import type { RegexMatch } from "../../regex/regex.ts";
import type { Environment } from "../../runtime/environment.ts";
import { ListSequence } from "../../values/sequence.ts";
import type { BuiltinTable } from "../definition.ts";
import { parseFlags } from "./flags.ts";
import { RegexMatcher } from "./matcher.ts";
import { textMethod } from "./text-property.ts";
import { Composite, type Maybe, Sequence } from "../../values/value.ts";

/** `?matches` and `?groups`. */
export const MATCHES: BuiltinTable = {
  matches: textMethod(1, 2, (text, args, env) => {
    const pattern = args.text(0, env);
    env.budget.spend(16);
    return new MatchResult(new RegexMatcher(pattern, parseFlags(args.optionalText(1, env)), env), text, env);
  }),
  groups: {
    get: (left, _, site) => {
      if (left instanceof MatchResult || left instanceof FoundPart) return left.groups;
      throw unexpected(left, "result of ?matches, or an item of it,", site);
    },
  },
};

/** `s?matches(r)`: whether all of the text matches, and the parts of it that do. Both are found out when they are asked for. */
class MatchResult extends Composite {
  readonly groups: Sequence;

  constructor(matcher: RegexMatcher, text: string, env: Environment) {
    const whole = new WholeMatch(matcher, text);
    super({ boolean: () => whole.match !== undefined, collection: new FoundParts(matcher, text, env) });
    this.groups = whole;
  }
}

/** The groups of the match of all of the text; of one that isn't there, the number of groups is all there is to know. */
class WholeMatch extends Sequence {
  private readonly matcher: RegexMatcher;
  private readonly text: string;
  private found: RegexMatch | null | undefined;

  constructor(matcher: RegexMatcher, text: string) {
    super();
    this.matcher = matcher;
    this.text = text;
  }

  get match(): RegexMatch | undefined {
    if (this.found === undefined) this.found = this.matcher.matches(this.text) ?? null;
    return this.found ?? undefined;
  }

  get length(): number {
    return this.matcher.groupCount + 1;
  }

  at(index: number): Maybe {
    if (index < 0 || index >= this.length) return undefined;
    if (this.match === undefined) {
      throw new Fault("invalid-value", "There are no groups, because the text doesn't match.");
    }
    // A group that took no part in the match is an empty text here, and missing in the items of the result.
    return this.match.group(index) ?? "";
  }
}

/** The parts of the text that match, each found after the one before. */
class FoundParts extends Sequence {
  private readonly matcher: RegexMatcher;
  private readonly text: string;
  private readonly env: Environment;
  private found: readonly FoundPart[] | undefined;

  constructor(matcher: RegexMatcher, text: string, env: Environment) {
    super();
    this.matcher = matcher;
    this.text = text;
    this.env = env;
  }

  get length(): number {
    return this.parts.length;
  }

  at(index: number): Maybe {
    return this.parts[index];
  }

  private get parts(): readonly FoundPart[] {
    this.found ??= this.findAll();
    return this.found;
  }

  private findAll(): FoundPart[] {
    const { budget } = this.env;
    const groups = this.matcher.groupCount + 1;
    const parts: FoundPart[] = [];
    this.matcher.each(this.text, (match) => {
      budget.spend(8 + 2 * groups);
      const texts: (string | undefined)[] = [];
      for (let group = 0; group < groups; group++) texts.push(match.group(group));
      parts.push(new FoundPart(texts));
    });
    return parts;
  }
}

/** A part that matched: a text with groups. */
class FoundPart extends Composite {
  readonly groups: Sequence;

  constructor(groups: readonly (string | undefined)[]) {
    super({ string: () => groups[0] ?? "" });
    this.groups = new ListSequence(groups);
  }
}
