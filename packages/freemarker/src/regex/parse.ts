import type { Node, ParsedRegex, RepeatMode } from "./ast.ts";
import { isSupplementary } from "./charset.ts";
import { RegexLimitFault } from "./fault.ts";
import { singleSet } from "./folding.ts";
import { parseClass } from "./parse-class.ts";
import { parseEscape, parseGroupName, parseProperty } from "./parse-escape.ts";
import { dotClass } from "./predefined.ts";
import { C, isDigit, Scanner, type ScanFlags } from "./scanner.ts";
import { study } from "./study.ts";

/** Groups may nest this deep; Java overflows its stack at some thousands. */
const MAX_DEPTH = 500;
const MAX_COUNT = 0x7fffffff;
const EMPTY: Node = { kind: "literal", codePoints: [] };

class Parser {
  readonly #scanner: Scanner;
  readonly #names = new Map<string, number>();
  #count = 0;
  #depth = 0;
  #byCodePoint: boolean;

  constructor(source: string, flags: ScanFlags) {
    this.#scanner = new Scanner(source, flags);
    this.#byCodePoint = this.#scanner.hasSupplementaryFrom(0);
  }

  get names(): ReadonlyMap<string, number> {
    return this.#names;
  }

  get count(): number {
    return this.#count;
  }

  parse(): ParsedRegex {
    const scanner = this.#scanner;
    const root = this.#alternatives();
    if (scanner.cursor !== scanner.length) {
      throw scanner.fault(scanner.peek() === C.close ? "Unmatched closing ')'" : "Unexpected internal error");
    }
    return { root, groupCount: this.#count, groupNames: this.#names, byCodePoint: this.#byCodePoint };
  }

  #alternatives(): Node {
    const first = this.#sequence();
    if (this.#scanner.peek() !== C.bar) return first;
    const branches = [first];
    while (this.#scanner.peek() === C.bar) {
      this.#scanner.next();
      branches.push(this.#sequence());
    }
    return { kind: "choice", branches };
  }

  #sequence(): Node {
    const scanner = this.#scanner;
    const items: Node[] = [];
    for (;;) {
      const ch = scanner.peek();
      if (ch === C.bar || ch === C.close || (ch === 0 && scanner.atEnd)) break;
      if (ch === C.star || ch === C.plus || ch === C.question) {
        scanner.next();
        throw scanner.fault(`Dangling meta character '${String.fromCodePoint(ch)}'`);
      }
      const node = this.#element(ch);
      if (node !== undefined) items.push(this.#quantified(node));
    }
    const [only] = items;
    return only !== undefined && items.length === 1 ? only : { kind: "sequence", items };
  }

  /** What one quantifier would apply to; undefined for a flag group, which stands for nothing. */
  #element(ch: number): Node | undefined {
    const scanner = this.#scanner;
    const { multiline, unixLines, dotAll } = scanner.flags;
    switch (ch) {
      case C.open:
        return this.#group();
      case C.openBracket:
        return this.#set(parseClass(scanner));
      case C.caret:
        scanner.next();
        if (!multiline) return { kind: "assert", test: "begin" };
        return { kind: "assert", test: unixLines ? "lineStartUnix" : "lineStart" };
      case C.dollar:
        scanner.next();
        if (multiline) return { kind: "assert", test: unixLines ? "lineEndUnix" : "lineEnd" };
        return { kind: "assert", test: unixLines ? "finalEndUnix" : "finalEnd" };
      case C.dot:
        scanner.next();
        return { kind: "set", set: dotClass(dotAll, unixLines) };
      default:
        return this.#atom();
    }
  }

  #set(set: Extract<Node, { kind: "set" }>["set"]): Node {
    if (!set.bmp) this.#byCodePoint = true;
    return { kind: "set", set };
  }

  /** A run of plain characters, shortened by one if a quantifier follows, or a single escape that is no character. */
  #atom(): Node {
    const scanner = this.#scanner;
    const points: number[] = [];
    let before = -1;
    for (;;) {
      const ch = scanner.peek();
      if (ch === C.star || ch === C.plus || ch === C.question || ch === C.openBrace) {
        if (points.length > 1) {
          scanner.cursor = before;
          points.pop();
        }
        break;
      }
      if (isSyntax(ch) || (ch === 0 && scanner.atEnd)) break;
      const at = scanner.cursor;
      if (ch !== C.backslash) {
        points.push(ch);
        scanner.next();
      } else {
        const letter = scanner.raw(at + 1);
        const isProperty = letter === 0x70 || letter === 0x50;
        if (isProperty && points.length > 0) break;
        if (isProperty) {
          scanner.cursor++;
          return this.#set(parseProperty(scanner));
        }
        const escape = parseEscape(scanner, this);
        if (typeof escape !== "number") {
          if (points.length === 0) return "has" in escape ? this.#set(escape) : escape;
          scanner.cursor = at;
          break;
        }
        points.push(escape);
      }
      before = at;
    }
    return this.#literal(points);
  }

  #literal(points: readonly number[]): Node {
    const folding = this.#scanner.folding;
    if (points.some(isSupplementary)) this.#byCodePoint = true;
    if (folding === "none" && points.length !== 1)
      return points.length === 0 ? EMPTY : { kind: "literal", codePoints: points };
    const items = points.map((cp): Node => ({ kind: "set", set: singleSet(cp, folding) }));
    const [only] = items;
    if (only !== undefined && items.length === 1) return only.kind === "set" ? this.#set(only.set) : only;
    return { kind: "sequence", items };
  }

  #quantified(body: Node): Node {
    const scanner = this.#scanner;
    const ch = scanner.peek();
    switch (ch) {
      case C.question:
        scanner.next();
        return { kind: "repeat", body, min: 0, max: 1, mode: this.#mode(), optional: true };
      case C.star:
      case C.plus:
        scanner.next();
        return {
          kind: "repeat",
          body,
          min: ch === C.plus ? 1 : 0,
          max: Infinity,
          mode: this.#mode(),
          optional: false,
        };
      case C.openBrace:
        return this.#counted(body);
      default:
        return body;
    }
  }

  #mode(): RepeatMode {
    const ch = this.#scanner.peek();
    if (ch !== C.question && ch !== C.plus) return "greedy";
    this.#scanner.next();
    return ch === C.question ? "lazy" : "possessive";
  }

  #counted(body: Node): Node {
    const scanner = this.#scanner;
    if (!isDigit(scanner.raw(scanner.cursor + 1))) {
      scanner.cursor += 2;
      throw scanner.fault("Illegal repetition");
    }
    scanner.cursor++;
    const min = this.#number();
    let max = min;
    if (scanner.peek() === C.comma) {
      scanner.next();
      max = scanner.peek() === C.closeBrace ? Infinity : this.#number();
    }
    if (scanner.peek() !== C.closeBrace) {
      scanner.cursor++;
      throw scanner.fault("Unclosed counted closure");
    }
    if (max < min) {
      scanner.cursor++;
      throw scanner.fault("Illegal repetition range");
    }
    scanner.next();
    // Java keeps "unbounded" as the greatest int.
    const most = max === MAX_COUNT ? Infinity : max;
    return { kind: "repeat", body, min, max: most, mode: this.#mode(), optional: min === 0 && max === 1 };
  }

  #number(): number {
    const scanner = this.#scanner;
    let value = 0;
    let ch = scanner.peek();
    while (isDigit(ch)) {
      value = value * 10 + ch - C.zero;
      if (value > MAX_COUNT) throw scanner.fault("Illegal repetition range");
      ch = scanner.next();
    }
    return value;
  }

  #group(): Node | undefined {
    const scanner = this.#scanner;
    const saved = scanner.flags;
    if (++this.#depth > MAX_DEPTH) throw new RegexLimitFault("The regular expression nests groups too deep");
    const from = scanner.cursor;
    const ch = scanner.next();
    let node: Node | undefined;
    if (ch === C.question) {
      scanner.cursor++;
      node = this.#special(scanner.raw(scanner.cursor++), from);
    } else node = this.#capturing();
    this.#depth--;
    if (node === undefined) return undefined;
    scanner.expect(C.close, "Unclosed group");
    scanner.flags = saved;
    return node;
  }

  #capturing(): Node {
    const index = ++this.#count;
    return { kind: "group", index, body: this.#alternatives() };
  }

  /** A group after `(?` and the given code point; undefined for a flag group. */
  #special(ch: number, from: number): Node | undefined {
    const scanner = this.#scanner;
    switch (ch) {
      case C.colon:
        return { kind: "group", index: 0, body: this.#alternatives() };
      case C.equals:
      case C.bang:
        return this.#look(false, ch === C.bang, from);
      case C.greater:
        return { kind: "atomic", body: this.#alternatives() };
      case C.less: {
        const next = scanner.raw(scanner.cursor);
        if (next !== C.equals && next !== C.bang) return this.#namedGroup();
        scanner.cursor++;
        return this.#look(true, next === C.bang, from);
      }
      default:
        scanner.cursor--;
        return this.#flagGroup();
    }
  }

  #namedGroup(): Node {
    const name = parseGroupName(this.#scanner);
    if (this.#names.has(name)) {
      throw this.#scanner.fault(`Named capturing group <${name}> is already defined`);
    }
    this.#names.set(name, this.#count + 1);
    return this.#capturing();
  }

  #look(behind: boolean, negative: boolean, from: number): Node {
    const body = this.#alternatives();
    if (!behind) return { kind: "look", behind, negative, body, min: 0, max: 0, supplementary: false };
    const { min, max, bounded } = study(body);
    if (!bounded) throw this.#scanner.fault("Look-behind group does not have an obvious maximum length");
    const supplementary = this.#scanner.hasSupplementaryFrom(from);
    return { kind: "look", behind, negative, body, min, max, supplementary };
  }

  #flagGroup(): Node | undefined {
    const scanner = this.#scanner;
    let value = true;
    for (;;) {
      const ch = scanner.peek();
      if (ch === C.minus && value) value = false;
      else if (!this.#setFlag(String.fromCodePoint(ch), value)) break;
      scanner.next();
    }
    const ch = scanner.read();
    if (ch === C.close) return undefined;
    if (ch !== C.colon) throw scanner.fault("Unknown inline modifier");
    return { kind: "group", index: 0, body: this.#alternatives() };
  }

  #setFlag(letter: string, value: boolean): boolean {
    const scanner = this.#scanner;
    const name = FLAGS.get(letter);
    if (name === undefined) return letter === "c";
    scanner.flags = { ...scanner.flags, [name]: value };
    if (name === "unicodeClasses") scanner.flags = { ...scanner.flags, unicodeCase: value };
    return true;
  }
}

const FLAGS = new Map<string, keyof ScanFlags>([
  ["i", "ignoreCase"],
  ["m", "multiline"],
  ["s", "dotAll"],
  ["d", "unixLines"],
  ["u", "unicodeCase"],
  ["x", "comments"],
  ["U", "unicodeClasses"],
]);

function isSyntax(ch: number): boolean {
  return (
    ch === C.dollar ||
    ch === C.dot ||
    ch === C.caret ||
    ch === C.open ||
    ch === C.openBracket ||
    ch === C.bar ||
    ch === C.close
  );
}

/**
 * Parses a Java regular expression.
 * @throws RegexSyntaxFault if Java would refuse it; RegexLimitFault if it nests too deep.
 */
export function parseRegex(source: string, flags: ScanFlags): ParsedRegex {
  return new Parser(source, flags).parse();
}
