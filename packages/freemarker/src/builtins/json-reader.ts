import { Fault } from "../core/fault.ts";
import type { Budget } from "../core/limits.ts";
import { parseNumber } from "../numbers/parse.ts";
import { MapHash } from "../values/hash.ts";
import { ListSequence } from "../values/sequence.ts";
import type { Maybe } from "../values/value.ts";

/** Arrays and objects that may be within each other. The reference runs out of stack somewhere beyond this. */
const MAX_DEPTH = 5_000;

/** Says that an array or object has begun, and its first value comes next. */
const OPENED = Symbol("opened");

class OpenArray {
  readonly close = "]";
  private readonly items: Maybe[] = [];

  add(value: Maybe): void {
    this.items.push(value);
  }

  finish(): Maybe {
    return new ListSequence(this.items);
  }
}

class OpenObject {
  readonly close = "}";
  /** The key that the next value belongs to. */
  key = "";
  private readonly map = new Map<string, Maybe>();

  add(value: Maybe): void {
    this.map.set(this.key, value);
  }

  finish(): Maybe {
    return new MapHash(this.map);
  }
}

/** An array or object that isn't complete yet. */
type Open = OpenArray | OpenObject;

/** Quotes, backslashes and control characters, which are all that comes before the blank. */
const STRING_END = /["\\]|[^ -\u{10ffff}]/gu;
const NUMBER = /-?[0-9](?:[0-9.eE]|(?<=[eE])[-+])*/uy;
const WORD = /[\p{L}_$][\p{L}_$0-9]*/uy;
const LINE_COMMENT = /[^\r\n]*/uy;
const BLANK = /[ \t\r\n\u00a0\ufeff]*/uy;
const BIG_DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/u;
const HEXADECIMAL = /^(?:[0-9a-f]{4}|[-+][0-9a-f]{3})$/iu;

const ESCAPES = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/**
 * Reads JSON as `?eval_json` does: as the standard says, but with comments, and with no-break spaces and byte order marks
 * where blanks may be. Takes time in proportion to the text, and no stack.
 */
export class JsonReader {
  private readonly text: string;
  private readonly budget: Budget;
  private position = 0;
  private readonly open: Open[] = [];

  constructor(text: string, budget: Budget) {
    this.text = text;
    this.budget = budget;
  }

  /** @throws {Fault} for a text that isn't JSON */
  read(): Maybe {
    for (;;) {
      this.skipBlank();
      let value = this.value();
      while (value !== OPENED) {
        const container = this.open.at(-1);
        this.skipBlank();
        if (container === undefined) return this.atEnd(value);
        container.add(value);
        this.budget.spend(2);
        if (this.goesOn(container)) break;
        this.open.pop();
        value = container.finish();
      }
    }
  }

  private atEnd(value: Maybe): Maybe {
    if (this.position < this.text.length) throw this.fault("there is more text after the value");
    return value;
  }

  /** A value that is complete, or the beginning of an array or object that isn't empty. */
  private value(): Maybe | typeof OPENED {
    const first = this.text[this.position];
    if (first === '"') return this.string();
    if (first === "[") return this.begin(new OpenArray());
    if (first === "{") return this.begin(new OpenObject());
    if (first !== undefined && /[-0-9]/u.test(first)) return this.number();
    return this.word();
  }

  private begin(container: Open): Maybe | typeof OPENED {
    this.position++;
    this.budget.spend(container instanceof OpenArray ? 4 : 8);
    this.skipBlank();
    if (this.text[this.position] === container.close) {
      this.position++;
      return container.finish();
    }
    if (this.open.length === MAX_DEPTH)
      throw this.fault(`arrays and objects are more than ${MAX_DEPTH} deep`);
    this.open.push(container);
    this.readKey(container);
    return OPENED;
  }

  /** After a value: whether another one follows, and if so, its key. */
  private goesOn(container: Open): boolean {
    const next = this.text[this.position];
    if (next !== "," && next !== container.close) throw this.fault(`"," or "${container.close}" is expected`);
    this.position++;
    if (next === container.close) return false;
    this.skipBlank();
    this.readKey(container);
    return true;
  }

  private readKey(container: Open): void {
    if (!(container instanceof OpenObject)) return;
    if (this.text[this.position] !== '"') throw this.fault("a key, in quotation marks, is expected");
    container.key = this.string();
    this.skipBlank();
    if (this.text[this.position] !== ":") throw this.fault('":" is expected');
    this.position++;
  }

  private number(): Maybe {
    const digits = this.match(NUMBER);
    if (digits === "" || !BIG_DECIMAL.test(digits)) throw this.fault("a number is malformed");
    const number = parseNumber(digits);
    if (number === undefined) throw this.fault("a number is malformed");
    return number;
  }

  private word(): Maybe {
    const word = this.match(WORD);
    if (word === "true") return true;
    if (word === "false") return false;
    if (word === "null") return undefined;
    throw this.fault("a value is expected");
  }

  private string(): string {
    let value = "";
    let start = this.position + 1;
    for (;;) {
      STRING_END.lastIndex = start;
      const end = STRING_END.exec(this.text);
      if (end === null) throw this.fault("a string has no end");
      value += this.text.slice(start, end.index);
      this.position = end.index + 1;
      if (end[0] === '"') return value;
      if (end[0] !== "\\") throw this.fault("a string has a control character in it");
      value += this.escape();
      start = this.position;
    }
  }

  private escape(): string {
    const letter = this.text.charAt(this.position);
    this.position++;
    if (letter === "u") {
      const digits = this.text.slice(this.position, this.position + 4);
      if (!HEXADECIMAL.test(digits)) throw this.fault("\\u must have four hexadecimal digits after it");
      this.position += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const unit = ESCAPES.get(letter);
    if (unit === undefined) throw this.fault(`\\${letter} is no escape`);
    return unit;
  }

  /** Skips blanks and comments. */
  private skipBlank(): void {
    for (;;) {
      this.match(BLANK);
      if (this.text[this.position] !== "/") return;
      const second = this.text[this.position + 1];
      if (second === "/") this.match(LINE_COMMENT);
      else if (second === "*") {
        const end = this.text.indexOf("*/", this.position + 2);
        if (end === -1) throw this.fault("a comment has no end");
        this.position = end + 2;
      } else return;
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const [matched = ""] = pattern.exec(this.text) ?? [];
    this.position += matched.length;
    return matched;
  }

  private fault(what: string): Fault {
    return new Fault("invalid-value", `The text isn't JSON: ${what} at index ${this.position} of it.`);
  }
}
