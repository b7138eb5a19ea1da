import { compileProgram } from "./compile.ts";
import { Machine } from "./match.ts";
import { parseRegex } from "./parse.ts";
import type { Program } from "./program.ts";
import type { Budget } from "./subject.ts";

export type { Budget } from "./subject.ts";

/** FreeMarker's flags `i`, `m`, `s` and `c`. */
export interface RegexFlags {
  readonly caseInsensitive: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly comments: boolean;
}

/** A match; indexes are in UTF-16 code units. */
export class RegexMatch {
  readonly start: number;
  readonly end: number;
  private readonly input: string;
  private readonly bounds: readonly number[];

  constructor(input: string, bounds: readonly number[]) {
    this.input = input;
    this.bounds = bounds;
    this.start = bounds[0] ?? 0;
    this.end = bounds[1] ?? 0;
  }

  /** What a group matched, 0 being the whole match; undefined if the group took no part or does not exist. */
  group(index: number): string | undefined {
    const start = this.groupStart(index);
    return start < 0 ? undefined : this.input.slice(start, this.groupEnd(index));
  }

  /** Where a group's match begins; -1 if it took no part. */
  groupStart(index: number): number {
    return this.bounds[2 * index] ?? -1;
  }

  /** Where a group's match ends; -1 if it took no part. */
  groupEnd(index: number): number {
    return this.bounds[2 * index + 1] ?? -1;
  }
}

/** The matches of a pattern in an input one after another, as Java's `Matcher.find()` gives them. */
export class Finder {
  private readonly machine: Machine;
  private readonly input: string;
  private readonly groups: number;
  private from = 0;
  /** Where the match it is at begins and ends. */
  start = 0;
  end = 0;

  constructor(program: Program, input: string, budget: Budget) {
    this.machine = new Machine(program, input, budget);
    this.input = input;
    this.groups = program.groupCount;
  }

  /** Goes to the next match; false when there are no more. After an empty match the search goes on one code unit later. */
  advance(): boolean {
    if (this.from > this.input.length || !this.machine.find(this.from, this.end)) {
      this.from = this.input.length + 1;
      return false;
    }
    this.start = this.machine.registers[0] ?? 0;
    this.end = this.machine.registers[1] ?? 0;
    this.from = this.end === this.start ? this.end + 1 : this.end;
    return true;
  }

  /** What a group of the match it is at has matched; undefined if the group took no part or does not exist. */
  group(index: number): string | undefined {
    if (index > this.groups) return undefined;
    const start = this.machine.registers[2 * index] ?? -1;
    return start < 0 ? undefined : this.input.slice(start, this.machine.registers[2 * index + 1]);
  }

  /** The length of what a group has matched; 0 if it took no part or does not exist. */
  groupLength(index: number): number {
    if (index > this.groups) return 0;
    const { registers } = this.machine;
    return (registers[2 * index + 1] ?? 0) - (registers[2 * index] ?? 0);
  }

  /** The next match, to be kept; undefined when there are no more. */
  next(): RegexMatch | undefined {
    if (!this.advance()) return undefined;
    return new RegexMatch(this.input, this.machine.registers.slice(0, 2 * (this.groups + 1)));
  }
}

/** A compiled Java regular expression. It keeps no state between matches. */
export class Regex {
  /** Capturing groups, the whole match not counted. */
  readonly groupCount: number;
  /** Numbers of the named groups. */
  readonly groupNames: ReadonlyMap<string, number>;
  private readonly program: Program;

  constructor(source: string, flags: RegexFlags) {
    const parsed = parseRegex(source, {
      unixLines: false,
      ignoreCase: flags.caseInsensitive,
      comments: flags.comments,
      multiline: flags.multiline,
      dotAll: flags.dotAll,
      unicodeCase: false,
      unicodeClasses: false,
    });
    this.groupCount = parsed.groupCount;
    this.groupNames = parsed.groupNames;
    this.program = compileProgram(parsed);
  }

  /** The first match that begins at `from` or later, as `Matcher.find(from)` after a reset. */
  find(input: string, from: number, budget: Budget): RegexMatch | undefined {
    const machine = new Machine(this.program, input, budget);
    return machine.find(from, 0) ? this.match(input, machine) : undefined;
  }

  /** The match of the whole input, as `Matcher.matches()`. */
  matches(input: string, budget: Budget): RegexMatch | undefined {
    const machine = new Machine(this.program, input, budget);
    return machine.matchWhole() ? this.match(input, machine) : undefined;
  }

  /** Finds all matches, one at a time. */
  finder(input: string, budget: Budget): Finder {
    return new Finder(this.program, input, budget);
  }

  private match(input: string, machine: Machine): RegexMatch {
    return new RegexMatch(input, machine.registers.slice(0, 2 * (this.groupCount + 1)));
  }
}

/**
 * Compiles a Java regular expression.
 * @throws RegexSyntaxFault if Java would refuse it; RegexLimitFault if it nests too deep or has too complex a class.
 */
export function compileRegex(source: string, flags: RegexFlags): Regex {
  return new Regex(source, flags);
}
