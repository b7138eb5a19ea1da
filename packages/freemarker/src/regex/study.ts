import type { Node, RepeatNode } from "./ast.ts";

/** What Java's `Pattern` works out about a node: see `java.util.regex`'s rules for lookbehind and for groups in loops. */
export interface Study {
  readonly min: number;
  /** In Java's 32-bit arithmetic; meaningful only if `bounded`. */
  readonly max: number;
  readonly bounded: boolean;
  /** Matches in at most one way at a place, as far as Java sees: then a loop does not backtrack into it. */
  readonly deterministic: boolean;
}

const MAX_COUNT = 0x7fffffff;
const NOTHING: Study = { min: 0, max: 0, bounded: true, deterministic: true };
const studies = new WeakMap<Node, Study>();

/** Studies a node; each only once. */
export function study(node: Node): Study {
  let known = studies.get(node);
  if (known === undefined) {
    known = after(NOTHING, node);
    studies.set(node, known);
  }
  return known;
}

function add(a: Study, length: number): Study {
  return { ...a, min: Math.min(a.min + length, MAX_COUNT), max: (a.max + length) | 0 };
}

function after(start: Study, node: Node): Study {
  switch (node.kind) {
    case "set":
      return add(start, 1);
    case "literal":
      return add(start, node.codePoints.length);
    case "assert":
    case "look":
      return start;
    case "sequence":
      return node.items.reduce(after, start);
    case "group":
      return after(start, node.body);
    case "choice":
      return join(start, node.branches.map(study));
    case "atomic": {
      const body = study(node.body);
      return {
        min: start.min + body.min,
        max: (start.max + body.max) | 0,
        bounded: start.bounded && body.bounded,
        deterministic: false,
      };
    }
    case "backReference":
      return { ...start, bounded: false };
    case "lineBreak":
      return { ...start, min: start.min + 1, max: (start.max + 2) | 0 };
    case "grapheme":
      return { ...start, min: start.min + 1, bounded: false };
    case "repeat":
      return afterRepeat(start, node);
  }
}

function join(start: Study, branches: readonly Study[]): Study {
  const min = branches.reduce((least, b) => Math.min(least, b.min), MAX_COUNT);
  const max = branches.reduce((most, b) => Math.max(most, b.max), -1);
  const bounded = start.bounded && branches.every((b) => b.bounded);
  return { min: start.min + min, max: (start.max + max) | 0, bounded, deterministic: false };
}

/** Whether Java matches a quantified group as a loop it backtracks into. */
export function isOpenLoop(node: RepeatNode): boolean {
  return (
    node.body.kind === "group" &&
    !node.optional &&
    node.mode !== "possessive" &&
    !study(node.body).deterministic
  );
}

/** A greedy `*` or `+` of one character, which Java measures without looking for overflow. */
function isStar(node: RepeatNode): boolean {
  return node.body.kind === "set" && node.mode === "greedy" && node.max === Infinity && node.min < 2;
}

function afterRepeat(start: Study, node: RepeatNode): Study {
  const body = study(node.body);
  if (node.optional) {
    return {
      min: start.min,
      max: (start.max + body.max) | 0,
      bounded: start.bounded && body.bounded,
      deterministic: false,
    };
  }
  if (isOpenLoop(node)) return { ...start, bounded: false, deterministic: false };
  const min = Math.min(start.min + body.min * node.min, MAX_COUNT);
  if (isStar(node)) return { ...start, min, max: (start.max + MAX_COUNT) | 0, deterministic: false };
  const most = Math.min(node.max, MAX_COUNT);
  const max = (Math.imul(body.max, most) + start.max) | 0;
  return {
    min,
    max,
    bounded: start.bounded && body.bounded && max >= start.max,
    deterministic: start.deterministic && body.deterministic && node.min === node.max,
  };
}
