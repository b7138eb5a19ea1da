import type { Assertion } from "./ast.ts";
import type { CharSet } from "./charset.ts";
import type { Folding } from "./folding.ts";

/**
 * Instructions. A frame on the backtrack stack is (instruction, position, argument); `RUN_BACK`, `LAZY_MORE`, `BEHIND_TRY`
 * and the like are instructions that run only when their frame is taken off.
 */
export const Op = {
  accept: 0,
  char: 1,
  char2: 2,
  set: 3,
  text: 4,
  codePoint: 5,
  jump: 6,
  fork: 7,
  run: 8,
  runBack: 9,
  runLazy: 10,
  runLazyMore: 11,
  runPossessive: 12,
  assert: 13,
  open: 14,
  openOnce: 15,
  close: 16,
  loopEnter: 17,
  loop: 18,
  loopMore: 19,
  mark: 20,
  cut: 21,
  cutBack: 22,
  cutFail: 23,
  behind: 24,
  behindTry: 25,
  behindEnd: 26,
  zero: 27,
  turn: 28,
  turnEnd: 29,
  turnLazy: 30,
  turnLazyMore: 31,
  backReference: 32,
  lineBreak: 33,
  grapheme: 34,
} as const;

/** A compiled pattern: instructions for the machine and what speeds up a search. */
export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
  /** For each set 8 words: a bit for each of the first 256 code points. */
  readonly latin: Int32Array;
  readonly texts: readonly string[];
  readonly asserts: readonly Assertion[];
  readonly foldings: readonly Folding[];
  readonly groupCount: number;
  /** Registers: two for each group and the whole match, then what loops and groups need. */
  readonly registers: number;
  readonly byCodePoint: boolean;
  /** The least number of code units a match has. */
  readonly minLength: number;
  /** Bits of the first 256 code points that may begin a match; undefined if a match may be empty or begin anyhow. */
  readonly first: Int32Array | undefined;
  /** Whether a match may begin with a code point above 255; counts only with `first`. */
  readonly firstOther: boolean;
  /** A text every match begins with; "" if none. */
  readonly prefix: string;
  /** Matches only at the input's start. */
  readonly anchored: boolean;
  /** The set of a pattern that is only a greedy run of one or more of it; -1 for others. */
  readonly soleRun: number;
  /** Has a greedy loop of a capturing group inside another loop: see `LoopMachine.settle`. */
  readonly settles: boolean;
  /** Has references to groups, so that an empty turn of a loop may yet change what the next one does. */
  readonly hasBackReference: boolean;
  /** The instruction of an unbounded greedy run every match begins with, if a failed run lets a search skip its end; -1. */
  readonly leadRun: number;
}
