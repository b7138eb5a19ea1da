import { complementOf, intersectionOf, unionOf, type CharSet } from "./charset.ts";
import { RegexLimitFault } from "./fault.ts";
import { foldedRange, singleSet } from "./folding.ts";
import { parseEscape, parseProperty } from "./parse-escape.ts";
import { C, type Scanner } from "./scanner.ts";

const MAX_DEPTH = 200;

/** The members of a class read so far, united only when needed: most classes have many and no `&&`. */
class Members {
  #sets: CharSet[] = [];
  /** The last member that is more than a Latin-1 character: what `&&` without a right side intersects with. */
  last: CharSet | undefined;

  get isEmpty(): boolean {
    return this.#sets.length === 0;
  }

  add(set: CharSet): void {
    this.#sets.push(set);
  }

  union(scanner: Scanner): CharSet {
    const set = unionOf(this.#sets);
    // Each && copies what stands before it: bounded, so that a class takes time proportional to its length.
    scanner.work += set.ranges?.length ?? set.cost;
    if (scanner.work > 20 * scanner.length + 10_000) {
      throw new RegexLimitFault("The regular expression has too complex a character class");
    }
    this.#sets = [set];
    return set;
  }

  replace(set: CharSet): void {
    this.#sets = [set];
  }
}

/** Reads a bracketed class; the cursor is on the `[`. Leaves it after the `]`. */
export function parseClass(scanner: Scanner, depth = 0): CharSet {
  const set = parseMembers(scanner, depth);
  scanner.next();
  return set;
}

/** Reads a class from its `[`, or from the `&` before a bare operand of `&&`, up to its `]`, which it leaves unread. */
function parseMembers(scanner: Scanner, depth: number): CharSet {
  if (depth > MAX_DEPTH) throw new RegexLimitFault("The regular expression nests character classes too deep");
  const members = new Members();
  const opened = scanner.raw(scanner.cursor) === C.openBracket;
  let ch = scanner.next();
  let negated = false;
  if (ch === C.caret && opened && scanner.raw(scanner.cursor - 1) === C.openBracket) {
    negated = true;
    ch = scanner.next();
  }
  for (;;) {
    if (ch === C.openBracket) {
      const set = parseClass(scanner, depth + 1);
      members.last = set;
      members.add(set);
    } else if (ch === C.ampersand && scanner.next() === C.ampersand) {
      intersect(scanner, members, depth);
    } else if (ch === C.closeBracket && !members.isEmpty) {
      return negated ? complementOf(members.union(scanner)) : members.union(scanner);
    } else {
      if (ch === C.ampersand) scanner.cursor--;
      if (ch === 0 && scanner.atEnd) throw scanner.fault("Unclosed character class");
      parseMember(scanner, members);
    }
    ch = scanner.peek();
  }
}

/** Reads what follows `&&` up to the next `&` or the class's end, and intersects the members with it. */
function intersect(scanner: Scanner, members: Members, depth: number): void {
  const right: CharSet[] = [];
  let ch = scanner.next();
  while (ch !== C.closeBracket && ch !== C.ampersand) {
    if (ch === C.openBracket) right.push(parseClass(scanner, depth + 1));
    else {
      scanner.cursor--;
      right.push(parseMembers(scanner, depth + 1));
    }
    ch = scanner.peek();
  }
  const operand = right.length > 0 ? unionOf(right) : undefined;
  if (operand !== undefined) members.last = operand;
  if (members.isEmpty) {
    if (operand === undefined) throw scanner.fault("Bad class syntax");
    members.replace(operand);
    return;
  }
  const left = members.union(scanner);
  if (members.last !== undefined) members.replace(intersectionOf(left, members.last));
}

function parseMember(scanner: Scanner, members: Members): void {
  let first: number;
  if (scanner.peek() === C.backslash) {
    const letter = scanner.raw(scanner.cursor + 1);
    if (letter === 0x70 || letter === 0x50) {
      scanner.cursor++;
      addSet(members, parseProperty(scanner));
      return;
    }
    const escape = parseEscape(scanner, undefined, scanner.raw(scanner.cursor + 2) === C.minus);
    if (typeof escape !== "number") {
      if ("has" in escape) addSet(members, escape);
      return;
    }
    first = escape;
  } else {
    first = scanner.peek();
    scanner.next();
  }
  if (scanner.peek() === C.minus) {
    const end = scanner.raw(scanner.cursor + 1);
    if (end !== C.openBracket && end !== C.closeBracket) {
      scanner.next();
      addSet(members, foldedRange(first, rangeEnd(scanner, first), scanner.folding));
      return;
    }
    if (end === C.openBracket) {
      addSingle(scanner, members, first);
      return;
    }
  }
  addSingle(scanner, members, first);
}

function rangeEnd(scanner: Scanner, first: number): number {
  let last = scanner.peek();
  if (last === C.backslash) {
    const escape = parseEscape(scanner, undefined);
    last = typeof escape === "number" ? escape : -1;
  } else scanner.next();
  if (last < first) throw scanner.fault("Illegal character range");
  return last;
}

function addSet(members: Members, set: CharSet): void {
  members.last = set;
  members.add(set);
}

function addSingle(scanner: Scanner, members: Members, cp: number): void {
  const set = singleSet(cp, scanner.folding);
  // Java keeps Latin-1 characters apart, as a bit set that is never the last operand.
  if (cp > 255) members.last = set;
  members.add(set);
}
