import type { Node } from "./ast.ts";
import { isSupplementary, type CharSet } from "./charset.ts";

/** Collects what a match may begin with. */
class Firsts {
  readonly bits = new Int32Array(8);
  other = false;
  /** Nothing can be said. */
  unknown = false;

  add(set: CharSet): void {
    if (set.ranges === undefined) {
      for (let cp = 0; cp < 256; cp++) if (set.has(cp)) this.#one(cp);
      this.other = true;
      return;
    }
    for (let i = 0; i < set.ranges.length; i += 2) {
      const last = set.ranges[i + 1] ?? 0;
      for (let cp = set.ranges[i] ?? 0; cp <= last && cp < 256; cp++) this.#one(cp);
      if (last > 255) this.other = true;
    }
  }

  addPoint(cp: number): void {
    if (cp > 255) this.other = true;
    else this.#one(cp);
  }

  #one(cp: number): void {
    this.bits[cp >> 5] = (this.bits[cp >> 5] ?? 0) | (1 << (cp & 31));
  }
}

/** Adds what the node may begin with; returns whether it may match nothing, so that what follows counts too. */
function collect(node: Node, into: Firsts): boolean {
  switch (node.kind) {
    case "set":
      into.add(node.set);
      return false;
    case "literal": {
      const [first] = node.codePoints;
      if (first !== undefined) into.addPoint(first);
      return first === undefined;
    }
    case "assert":
    case "look":
      return true;
    case "sequence":
      return node.items.every((item) => collect(item, into));
    case "choice":
      return node.branches.map((branch) => collect(branch, into)).some(Boolean);
    case "group":
    case "atomic":
      return collect(node.body, into);
    case "repeat":
      if (node.max === 0) return true;
      return collect(node.body, into) || node.min === 0;
    case "backReference":
    case "lineBreak":
    case "grapheme":
      into.unknown = true;
      return true;
  }
}

/** What a match of the node may begin with, for a quick search. */
export function firstOf(root: Node): { first: Int32Array | undefined; firstOther: boolean } {
  const into = new Firsts();
  const mayBeEmpty = collect(root, into);
  return mayBeEmpty || into.unknown
    ? { first: undefined, firstOther: true }
    : { first: into.bits, firstOther: into.other };
}

/** The text every match begins with, so far as it is plain to see; "" if none. */
export function prefixOf(root: Node): string {
  const node = leading(root);
  if (node.kind === "literal") return node.codePoints.some(isSupplementary) ? "" : textOf(node.codePoints);
  if (node.kind !== "set") return "";
  const [first = -1, last = -2] = node.set.ranges ?? [];
  return first === last && node.set.ranges?.length === 2 && !isSupplementary(first)
    ? String.fromCharCode(first)
    : "";
}

function textOf(codePoints: readonly number[]): string {
  let text = "";
  for (const cp of codePoints) text += String.fromCharCode(cp);
  return text;
}

/** The first of what a pattern matches in order, groups looked into. */
export function leading(node: Node): Node {
  if (node.kind === "group" || node.kind === "atomic") return leading(node.body);
  const first = node.kind === "sequence" ? node.items[0] : undefined;
  return first === undefined ? node : leading(first);
}

/** Whether a match can begin only where the input does. */
export function isAnchored(root: Node): boolean {
  const node = leading(root);
  return node.kind === "assert" && node.test === "begin";
}
