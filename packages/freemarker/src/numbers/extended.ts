import { currencySymbolOf, type NumberLocale } from "./symbols.ts";
import type { NumberSymbols } from "./number-symbols.ts";
import { isCurrencyCode } from "./currency.ts";
import { NumberFormatFault } from "./fault.ts";
import type { RoundingMode } from "./rounding.ts";

/** What the parameters behind a pattern's ";;" set. */
export interface ExtendedParameters {
  readonly symbols: NumberSymbols;
  readonly rounding: RoundingMode;
  readonly multiplier: number | undefined;
}

const ROUNDING_MODES = new Map<string, RoundingMode>([
  ["up", "UP"],
  ["down", "DOWN"],
  ["ceiling", "CEILING"],
  ["floor", "FLOOR"],
  ["halfDown", "HALF_DOWN"],
  ["halfEven", "HALF_EVEN"],
  ["halfUp", "HALF_UP"],
  ["unnecessary", "UNNECESSARY"],
]);

type CharacterSymbol = keyof NumberSymbols &
  (
    | "decimalSeparator"
    | "groupingSeparator"
    | "monetaryDecimalSeparator"
    | "minusSign"
    | "percent"
    | "perMill"
    | "zeroDigit"
  );

const CHARACTERS = new Map<string, CharacterSymbol>([
  ["decimalSeparator", "decimalSeparator"],
  ["monetaryDecimalSeparator", "monetaryDecimalSeparator"],
  ["groupingSeparator", "groupingSeparator"],
  ["minusSign", "minusSign"],
  ["percent", "percent"],
  ["perMill", "perMill"],
  ["zeroDigit", "zeroDigit"],
]);

const TEXTS = new Map<string, "exponentSeparator" | "infinity" | "nan">([
  ["exponentSeparator", "exponentSeparator"],
  ["infinity", "infinity"],
  ["nan", "nan"],
]);

const MAX_INT = 2_147_483_647;
const IDENTIFIER_START = /[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u;
const IDENTIFIER_PART = /[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}\p{Cf}]/u;
const SPACE = " \t\r\n\u00A0";

/** Where the pattern of DecimalFormat ends and the position its parameters start at. */
export function splitExtended(source: string): { pattern: string; parameters: number } {
  let quoted = false;
  let semicolons = 0;
  for (let position = 0; position < source.length; position += 1) {
    const char = source.charAt(position);
    // A doubled quote within quotes leaves and enters them, which comes to the same.
    if (char === "'") quoted = !quoted;
    if (char !== ";" || quoted) continue;
    semicolons += 1;
    if (semicolons < 2) continue;
    const end = source.charAt(position - 1) === ";" ? position - 1 : position;
    return { pattern: source.slice(0, end), parameters: position + 1 };
  }
  return { pattern: source, parameters: source.length };
}

/** Reads the parameters that start at `start`. Throws a NumberFormatFault where they are malformed. */
export function parseExtended(source: string, start: number, locale: NumberLocale): ExtendedParameters {
  return new ExtendedParser(source, start, locale).result();
}

class ExtendedParser {
  private readonly source: string;
  private readonly locale: NumberLocale;
  private position: number;
  private symbols: NumberSymbols;
  private rounding: RoundingMode = "HALF_EVEN";
  private multiplier: number | undefined;
  private currencySymbol: string | undefined;

  constructor(source: string, start: number, locale: NumberLocale) {
    this.source = source;
    this.position = start;
    this.locale = locale;
    this.symbols = locale.symbols;
    this.skipSpace();
    if (this.position < source.length) this.parse();
  }

  result(): ExtendedParameters {
    const { rounding, multiplier, currencySymbol } = this;
    const symbols = currencySymbol === undefined ? this.symbols : { ...this.symbols, currencySymbol };
    return { symbols, rounding, multiplier };
  }

  private parse(): void {
    for (;;) {
      const name = this.name();
      this.skipSpace();
      if (this.source.charAt(this.position) !== "=") throw this.expected('"="');
      this.position += 1;
      this.skipSpace();
      this.set(name, this.value());
      const end = this.position;
      this.skipSpace();
      if (this.source.charAt(this.position) === ",") {
        this.position += 1;
        this.skipSpace();
      } else if (this.position === this.source.length) {
        return;
      } else if (this.position === end) {
        throw this.expected("white space or a comma");
      }
    }
  }

  private set(name: string, value: string): void {
    const character = CHARACTERS.get(name);
    const text = TEXTS.get(name);
    if (character !== undefined) {
      if (value.length !== 1) throw invalid(name, value, "it must be one character");
      this.symbols = { ...this.symbols, [character]: value };
    } else if (text !== undefined) {
      this.symbols = { ...this.symbols, [text]: value };
    } else if (name === "roundingMode") {
      const mode = ROUNDING_MODES.get(value);
      if (mode === undefined)
        throw invalid(name, value, `it must be one of ${[...ROUNDING_MODES.keys()].join(", ")}`);
      this.rounding = mode;
    } else if (name === "multiplier" || name === "multipier") {
      if (!/^[+-]?\d+$/.test(value) || Number(value) > MAX_INT || Number(value) < -MAX_INT - 1) {
        throw invalid(name, value, "it must be a whole number of 32 bits");
      }
      this.multiplier = Number(value);
    } else if (name === "currencyCode") {
      if (!isCurrencyCode(value)) throw invalid(name, value, "it must be an ISO 4217 code");
      const currencySymbol = currencySymbolOf(this.locale.tag, value);
      this.symbols = { ...this.symbols, currencyCode: value, currencySymbol };
    } else if (name === "currencySymbol") {
      this.currencySymbol = value;
    } else {
      throw new NumberFormatFault(`There is no number format parameter ${JSON.stringify(name)}`);
    }
  }

  private name(): string {
    const start = this.position;
    if (IDENTIFIER_START.test(this.source.charAt(start))) {
      while (IDENTIFIER_PART.test(this.source.charAt(this.position))) this.position += 1;
    }
    if (start === this.position) throw this.expected("a parameter name");
    return this.source.slice(start, this.position);
  }

  private value(): string {
    const start = this.position;
    const quote = this.source.charAt(start);
    if (quote === "'" || quote === '"') return this.quotedValue(quote);
    while (IDENTIFIER_PART.test(this.source.charAt(this.position))) this.position += 1;
    const next = this.source.charAt(this.position);
    if (start !== this.position && (next === "'" || next === '"')) {
      throw new NumberFormatFault(
        `A quotation mark stands in the middle of a value, at position ${this.position}`,
      );
    }
    if (start === this.position) throw this.expected("a value");
    return this.source.slice(start, this.position);
  }

  private quotedValue(quote: string): string {
    let value = "";
    let from = this.position + 1;
    for (;;) {
      const end = this.source.indexOf(quote, from);
      if (end < 0)
        throw new NumberFormatFault(`The quotation that starts at position ${this.position} has no end`);
      value += this.source.slice(from, end);
      from = end + 2;
      if (this.source.charAt(end + 1) !== quote) {
        this.position = end + 1;
        return value;
      }
      value += quote;
    }
  }

  private skipSpace(): void {
    while (this.position < this.source.length && SPACE.includes(this.source.charAt(this.position)))
      this.position += 1;
  }

  private expected(what: string): NumberFormatFault {
    const found =
      this.position < this.source.length
        ? JSON.stringify(this.source.slice(this.position, this.position + 10))
        : "its end";
    return new NumberFormatFault(
      `The number format should have ${what} at position ${this.position}, but has ${found}`,
    );
  }
}

function invalid(name: string, value: string, reason: string): NumberFormatFault {
  return new NumberFormatFault(
    `The number format parameter ${name} cannot be ${JSON.stringify(value)}: ${reason}`,
  );
}
