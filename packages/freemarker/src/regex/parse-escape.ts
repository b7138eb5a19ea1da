import type { Assertion, Node } from "./ast.ts";
import { complementOf, type CharSet } from "./charset.ts";
import { predefinedClass } from "./predefined.ts";
import { keyedProperty, propertyByName } from "./properties.ts";
import { C, isDigit, isLetter, type Scanner } from "./scanner.ts";

/** What an escape may mean: a code point, a set of code points, or a node of another kind. */
export type Escape = number | CharSet | Node;

/** What an escape needs to know of the groups read so far. */
export interface GroupTable {
  readonly names: ReadonlyMap<string, number>;
  readonly count: number;
}

const ASSERTIONS = new Map<string, Assertion>([
  ["A", "begin"],
  ["G", "lastMatch"],
  ["z", "end"],
]);

const CONTROLS = new Map([
  ["a", 7],
  ["e", 27],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
]);

/** Reads an escape; the cursor is on its backslash. In a class (`groups` undefined) only sets and code points may follow. */
export function parseEscape(scanner: Scanner, groups: GroupTable | undefined, beforeMinus = false): Escape {
  const ch = scanner.raw(scanner.cursor + 1);
  scanner.cursor += 2;
  const letter = String.fromCodePoint(ch);
  if (!isLetter(ch) && !isDigit(ch)) return ch;
  const control = CONTROLS.get(letter);
  if (control !== undefined) return control;
  if (letter === "v" && beforeMinus) return 11;
  if ("dDhHsSvVwW".includes(letter)) return predefinedClass(letter, scanner.flags.unicodeClasses);
  if (letter === "0") return octal(scanner);
  if (letter === "c") return controlLetter(scanner);
  if (letter === "u") return unicodeEscape(scanner);
  if (letter === "x") return hexadecimal(scanner);
  if (letter === "N") throw scanner.fault("Unicode character names are not supported");
  const node = groups === undefined ? undefined : nodeEscape(scanner, ch, letter, groups);
  if (node === undefined) throw scanner.fault("Illegal/unsupported escape sequence");
  return node;
}

function nodeEscape(scanner: Scanner, ch: number, letter: string, groups: GroupTable): Node | undefined {
  const test = ASSERTIONS.get(letter);
  if (test !== undefined) return { kind: "assert", test };
  switch (letter) {
    case "Z":
      return { kind: "assert", test: scanner.flags.unixLines ? "finalEndUnix" : "finalEnd" };
    case "b":
      return { kind: "assert", test: boundary(scanner) };
    case "B":
      return {
        kind: "assert",
        test: scanner.flags.unicodeClasses ? "notUnicodeWordBoundary" : "notWordBoundary",
      };
    case "R":
      return { kind: "lineBreak" };
    case "X":
      return { kind: "grapheme" };
    case "k":
      return namedReference(scanner, groups);
    default:
      return isDigit(ch) ? numberedReference(scanner, ch - C.zero, groups) : undefined;
  }
}

function boundary(scanner: Scanner): Assertion {
  if (scanner.peek() === C.openBrace) {
    if (scanner.raw(scanner.cursor + 1) === 0x67 && scanner.raw(scanner.cursor + 2) === C.closeBrace) {
      scanner.cursor += 3;
      return "graphemeBoundary";
    }
  }
  return scanner.flags.unicodeClasses ? "unicodeWordBoundary" : "wordBoundary";
}

/** Takes a further digit only while a group of that number exists. */
function numberedReference(scanner: Scanner, first: number, groups: GroupTable): Node {
  let group = first;
  for (;;) {
    const ch = scanner.peek();
    if (!isDigit(ch) || group * 10 + ch - C.zero > groups.count) break;
    group = group * 10 + ch - C.zero;
    scanner.read();
  }
  return { kind: "backReference", group, folding: scanner.folding };
}

function namedReference(scanner: Scanner, groups: GroupTable): Node {
  if (scanner.read() !== C.less) throw scanner.fault("\\k is not followed by '<' for named capturing group");
  const name = parseGroupName(scanner);
  const group = groups.names.get(name);
  if (group === undefined) throw scanner.fault(`named capturing group <${name}> does not exist`);
  return { kind: "backReference", group, folding: scanner.folding };
}

/** Reads a group's name and the `>` after it. */
export function parseGroupName(scanner: Scanner): string {
  let ch = scanner.read();
  if (!isLetter(ch)) throw scanner.fault("capturing group name does not start with a Latin letter");
  let name = "";
  while (isLetter(ch) || isDigit(ch)) {
    name += String.fromCodePoint(ch);
    ch = scanner.read();
  }
  if (ch !== C.greater) throw scanner.fault("named capturing group is missing trailing '>'");
  return name;
}

function octal(scanner: Scanner): number {
  const first = scanner.read() - C.zero;
  if (first < 0 || first > 7) throw scanner.fault("Illegal octal escape sequence");
  const second = scanner.read() - C.zero;
  if (second < 0 || second > 7) {
    scanner.cursor--;
    return first;
  }
  const third = scanner.read() - C.zero;
  if (third < 0 || third > 7 || first > 3) {
    scanner.cursor--;
    return first * 8 + second;
  }
  return first * 64 + second * 8 + third;
}

function controlLetter(scanner: Scanner): number {
  if (scanner.cursor >= scanner.length) throw scanner.fault("Illegal control escape sequence");
  return scanner.read() ^ 64;
}

function hexDigit(cp: number): number {
  if (isDigit(cp)) return cp - C.zero;
  const lower = cp | 32;
  return cp < 128 && lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function hexadecimal(scanner: Scanner): number {
  const first = scanner.read();
  if (hexDigit(first) >= 0) {
    const second = scanner.read();
    if (hexDigit(second) >= 0) return hexDigit(first) * 16 + hexDigit(second);
  } else if (first === C.openBrace && hexDigit(scanner.peek()) >= 0) {
    let value = 0;
    let ch = scanner.read();
    while (hexDigit(ch) >= 0) {
      value = value * 16 + hexDigit(ch);
      if (value > 0x10ffff) throw scanner.fault("Hexadecimal codepoint is too big");
      ch = scanner.read();
    }
    if (ch !== C.closeBrace) throw scanner.fault("Unclosed hexadecimal escape sequence");
    return value;
  }
  throw scanner.fault("Illegal hexadecimal escape sequence");
}

function fourDigits(scanner: Scanner): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const digit = hexDigit(scanner.read());
    if (digit < 0) throw scanner.fault("Illegal Unicode escape sequence");
    value = value * 16 + digit;
  }
  return value;
}

function unicodeEscape(scanner: Scanner): number {
  const high = fourDigits(scanner);
  if (high < 0xd800 || high > 0xdbff) return high;
  const back = scanner.cursor;
  if (scanner.read() === C.backslash && scanner.read() === 0x75) {
    const low = fourDigits(scanner);
    if (low >= 0xdc00 && low <= 0xdfff) return (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
  }
  scanner.cursor = back;
  return high;
}

/** Reads `\p…` or `\P…`; the cursor is on the `p`. */
export function parseProperty(scanner: Scanner): CharSet {
  const complement = scanner.raw(scanner.cursor) === 0x50;
  const ch = scanner.next();
  let name: string;
  if (ch === C.openBrace) {
    scanner.next();
    const from = scanner.cursor;
    let closed = false;
    while (!closed && scanner.cursor < scanner.length) closed = scanner.read() === C.closeBrace;
    const end = scanner.cursor - 1;
    if (!closed) {
      scanner.cursor = scanner.length + 1;
      throw scanner.fault("Unclosed character family");
    }
    if (end === from) throw scanner.fault("Empty character family");
    name = scanner.slice(from, end);
  } else {
    name = String.fromCodePoint(ch);
    scanner.read();
  }
  const set = propertySetOf(scanner, name);
  return complement ? complementOf(set) : set;
}

function propertySetOf(scanner: Scanner, name: string): CharSet {
  const { ignoreCase, unicodeClasses } = scanner.flags;
  const split = name.indexOf("=");
  if (split < 0) {
    const set = propertyByName(name, ignoreCase, unicodeClasses);
    if (set === undefined) throw scanner.fault(`Unknown character property name {${name}}`);
    return set;
  }
  const key = name.slice(0, split).toLowerCase();
  const value = name.slice(split + 1);
  const set = keyedProperty(key, value, ignoreCase);
  if (set === undefined) throw scanner.fault(`Unknown Unicode property {name=<${key}>, value=<${value}>}`);
  return set;
}
