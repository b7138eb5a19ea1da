import type { RawJson } from "../event.ts";
import type { JsonObject } from "./object.ts";
import { isJsonObject } from "./object.ts";
import { kindAt, MAX_DEPTH, skipSpace, skipValue, walkArray, walkObject } from "./scan.ts";

/** Set where `JSON.stringify` met an {@link ExactNumber}. */
let met = false;

/** A number whose digits a JavaScript number would change: `12345678901234567890`, `1.0`, `1e400`. */
export class ExactNumber {
  /** As it was written. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For whoever prints it as a text. */
  toString(): string {
    return this.text;
  }

  /** The number nearest to it. */
  valueOf(): number {
    return Number(this.text);
  }

  /** For whoever prints it by `JSON.stringify`, which can print no digits but a JavaScript number's: the text. */
  toJSON(): string {
    met = true;
    return this.text;
  }
}

/** True for an object as {@link parseLossless} gives it: members by name, and not a number. */
export function isMembers(value: unknown): value is JsonObject {
  return isJsonObject(value) && !(value instanceof ExactNumber);
}

/** A text in which this finds nothing holds no number that would be printed differently than it was written. */
const MAY_CHANGE =
  /(?:^|[:[,])\s*(?:-0|-?(?:\d[\d.]{15,}|\d+\.\d*0|0\.0{6}\d+|\d[\d.]*[eE][+-]?\d+))\s*(?:[,}\]]|$)/;

/** True where `JSON.parse` and `JSON.stringify` may not give back the numbers of the text. */
export function mayChange(text: RawJson): boolean {
  return MAY_CHANGE.test(text);
}

/**
 * Parses JSON like `JSON.parse`, but a number that would be printed differently than it was written is an {@link ExactNumber}.
 * @param text well-formed JSON
 */
export function parseLossless(text: RawJson): unknown {
  return mayChange(text) ? new Reader(text).read() : JSON.parse(text);
}

/** Prints what {@link parseLossless} gave, with the numbers as they were written. Members that are undefined are left out. */
export function printLossless(value: unknown): RawJson {
  // Hardly any event has such a number, and the built-in way is several times as fast.
  met = false;
  const text = JSON.stringify(value) ?? "null";
  return met ? print(value) : text;
}

function print(value: unknown): RawJson {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(print).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? "null";
  const parts: string[] = [];
  for (const [name, item] of Object.entries(value))
    if (item !== undefined) parts.push(`${JSON.stringify(name)}:${print(item)}`);
  return `{${parts.join(",")}}`;
}

/** Reads one text in one pass. */
class Reader {
  readonly #text: string;
  /** What was read last. */
  #value: unknown;

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    this.#valueAt(skipSpace(this.#text, 0), 0);
    return this.#value;
  }

  /** Answers where the value ends. */
  #valueAt(start: number, depth: number): number {
    const text = this.#text;
    if (depth > MAX_DEPTH) throw new RangeError(`JSON nests more than ${MAX_DEPTH} deep`);
    const kind = kindAt(text, start);
    if (kind === "object") return this.#objectAt(start, depth);
    if (kind === "array") return this.#arrayAt(start, depth);
    const end = skipValue(text, start);
    const slice = text.slice(start, end);
    this.#value = kind === "number" ? numberOf(slice) : JSON.parse(slice);
    return end;
  }

  #objectAt(start: number, depth: number): number {
    const entries: [string, unknown][] = [];
    const end = walkObject(this.#text, start, (key, at) => {
      const behind = this.#valueAt(at, depth + 1);
      entries.push([key, this.#value]);
      return behind;
    });
    // Entries, not assignments: a member named __proto__ is a member like any other.
    this.#value = Object.fromEntries(entries);
    return end;
  }

  #arrayAt(start: number, depth: number): number {
    const items: unknown[] = [];
    const end = walkArray(this.#text, start, (at) => {
      const behind = this.#valueAt(at, depth + 1);
      items.push(this.#value);
      return behind;
    });
    this.#value = items;
    return end;
  }
}

function numberOf(digits: string): number | ExactNumber {
  const number = Number(digits);
  return String(number) === digits ? number : new ExactNumber(digits);
}
