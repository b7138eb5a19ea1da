import type { CharSet } from "./charset.ts";
import type { Folding } from "./folding.ts";

/** Zero-width tests; those with `unix` know only `\n` as a line's end. */
export type Assertion =
  | "begin"
  | "end"
  | "lastMatch"
  | "lineStart"
  | "lineStartUnix"
  | "lineEnd"
  | "lineEndUnix"
  | "finalEnd"
  | "finalEndUnix"
  | "wordBoundary"
  | "notWordBoundary"
  | "unicodeWordBoundary"
  | "notUnicodeWordBoundary"
  | "graphemeBoundary";

/** How a quantifier chooses: as many as possible, as few as possible, as many as possible for good. */
export type RepeatMode = "greedy" | "lazy" | "possessive";

/** A quantified node. */
export interface RepeatNode {
  readonly kind: "repeat";
  readonly body: Node;
  readonly min: number;
  /** `Infinity` if unbounded. */
  readonly max: number;
  readonly mode: RepeatMode;
  /** Nothing or once, which Java does not match as a loop: an empty turn counts. */
  readonly optional: boolean;
}

/** A lookahead or lookbehind. */
export interface LookNode {
  readonly kind: "look";
  readonly behind: boolean;
  readonly negative: boolean;
  readonly body: Node;
  /** For a lookbehind: the least and greatest length of what it may match, as Java computes them. */
  readonly min: number;
  readonly max: number;
  /** For a lookbehind: count in code points. */
  readonly supplementary: boolean;
}

/** A parsed regular expression. */
export type Node =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "literal"; readonly codePoints: readonly number[] }
  | { readonly kind: "assert"; readonly test: Assertion }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly branches: readonly Node[] }
  | { readonly kind: "group"; readonly index: number; readonly body: Node }
  | { readonly kind: "atomic"; readonly body: Node }
  | { readonly kind: "backReference"; readonly group: number; readonly folding: Folding }
  | { readonly kind: "lineBreak" }
  | { readonly kind: "grapheme" }
  | RepeatNode
  | LookNode;

/** What a pattern's source says. */
export interface ParsedRegex {
  readonly root: Node;
  /** Capturing groups, the whole match not counted. */
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** Whether a search steps over whole code points (Java's rule, which depends on the pattern). */
  readonly byCodePoint: boolean;
}
