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
    known = studyFrom(NOTHING, node);
    studies.set(node, known);
  }
  return known;
}

/** What is still to be studied: Java's nodes point to what follows them, out of groups too. */
interface Chain {
  readonly node: Node;
  readonly rest: Chain | undefined;
}

function studyFrom(start: Study, root: Node): Study {
  let chain: Chain | undefined = { node: root, rest: undefined };
  let now = start;
  // Java measures what follows a choice by itself and adds the lengths, unlike what follows anything else.
  const before: Study[] = [];
  while (chain !== undefined) {
    const { node, rest }: Chain = chain;
    chain = rest;
    if (node.kind === "sequence") {
      for (let i = node.items.length - 1; i >= 0; i--) {
        const item = node.items[i];
        if (item !== undefined) chain = { node: item, rest: chain };
      }
    } else if (node.kind === "group" || node.kind === "atomic") {
      chain = { node: node.body, rest: chain };
    } else if (node.kind === "choice") {
      before.push(plus(now, join(node.branches.map((branch) => studyFrom(NOTHING, branch)))));
      now = NOTHING;
    } else if (
      node.kind === "repeat" &&
      node.optional &&
      node.body.kind === "group" &&
      node.mode !== "possessive"
    ) {
      before.push(plus(now, join([study(node.body), NOTHING])));
      now = NOTHING;
    } else now = after(now, node);
  }
  return before.reduceRight((tail, head) => plus(head, tail), now);
}

function plus(a: Study, b: Study): Study {
  return {
    min: Math.min(a.min + b.min, MAX_COUNT),
    max: (a.max + b.max) | 0,
    bounded: a.bounded && b.bounded,
    deterministic: a.deterministic && b.deterministic,
  };
}

function lengthen(a: Study, min: number, max = min): Study {
  return { ...a, min: Math.min(a.min + min, MAX_COUNT), max: (a.max + max) | 0 };
}

function join(branches: readonly Study[]): Study {
  const min = branches.reduce((least, branch) => Math.min(least, branch.min), MAX_COUNT);
  const max = branches.reduce((most, branch) => Math.max(most, branch.max), -1);
  return { min, max, bounded: branches.every((branch) => branch.bounded), deterministic: false };
}

function after(start: Study, node: Node): Study {
  switch (node.kind) {
    case "set":
      return lengthen(start, 1);
    case "literal":
      return lengthen(start, node.codePoints.length);
    case "backReference":
      return { ...start, bounded: false };
    case "lineBreak":
      return lengthen(start, 1, 2);
    case "grapheme":
      return lengthen(start, 1, 0);
    case "repeat":
      return afterRepeat(start, node);
    case "assert":
    case "look":
    case "sequence":
    case "group":
    case "atomic":
    case "choice":
      // Without a length, or taken apart by the caller.
      return start;
  }
}

/** Whether Java matches a quantified group as a loop it backtracks into. */
export function isOpenLoop(node: RepeatNode): boolean {
  if (node.body.kind !== "group" || node.optional || node.mode === "possessive") return false;
  return !study(node.body).deterministic;
}

/** A greedy `*` or `+` of one character, which Java measures without looking for overflow. */
function isStar(node: RepeatNode): boolean {
  return node.body.kind === "set" && node.mode === "greedy" && node.max === Infinity && node.min < 2;
}

function afterRepeat(start: Study, node: RepeatNode): Study {
  if (node.optional) return { ...studyFrom(start, node.body), min: start.min, deterministic: false };
  const body = study(node.body);
  if (isOpenLoop(node)) return { ...start, bounded: false, deterministic: false };
  const min = Math.min(start.min + body.min * node.min, MAX_COUNT);
  if (isStar(node)) return { ...start, min, max: (start.max + MAX_COUNT) | 0, deterministic: false };
  const max = (Math.imul(body.max, Math.min(node.max, MAX_COUNT)) + start.max) | 0;
  return {
    min,
    max,
    bounded: start.bounded && body.bounded && max >= start.max,
    deterministic: start.deterministic && body.deterministic && node.min === node.max,
  };
}
