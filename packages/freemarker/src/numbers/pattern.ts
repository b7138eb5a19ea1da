import { NumberFormatFault } from "./fault.ts";

/** A part of an affix that is replaced by a symbol of the locale. */
export type AffixSymbol = "currency" | "currency code" | "percent" | "per mille" | "minus";

/** The text before or behind a number: characters, and symbols yet to be replaced. */
export type Affix = readonly (string | { readonly symbol: AffixSymbol })[];

/** What a pattern of Java's DecimalFormat says, but for the locale's symbols. */
export interface Pattern {
  readonly prefix: Affix;
  readonly suffix: Affix;
  /** Undefined where a negative number is the positive form behind a minus sign. */
  readonly negative: { readonly prefix: Affix; readonly suffix: Affix } | undefined;
  readonly minInteger: number;
  readonly minFraction: number;
  readonly maxFraction: number;
  /** Digits between grouping separators; 0 for none. */
  readonly groupingSize: number;
  readonly decimalAlwaysShown: boolean;
  /** The least digits of an exponent; 0 for no exponent. */
  readonly exponentDigits: number;
  /** Most integer digits; only of consequence with an exponent. */
  readonly maxInteger: number;
  /** How many places the decimal point moves: 2 for percent, 3 for per mille. */
  readonly shift: number;
}

/** The pattern without a character: whatever digits there are, grouped by three. */
const EMPTY: Pattern = {
  prefix: [],
  suffix: [],
  negative: undefined,
  minInteger: 0,
  minFraction: 0,
  maxFraction: Number.MAX_SAFE_INTEGER,
  groupingSize: 3,
  decimalAlwaysShown: false,
  exponentDigits: 0,
  maxInteger: Number.MAX_SAFE_INTEGER,
  shift: 0,
};

/** Reads a pattern of Java's DecimalFormat. Throws a NumberFormatFault where it is malformed. */
export function parsePattern(text: string): Pattern {
  if (text === "") return EMPTY;
  const positive = new Subpattern(text, 0, true);
  // A pattern without a ";" is read as its own negative form too, which matters where digits come twice: then the
  // affixes differ, and with them the negative form.
  const negative = positive.end < text.length ? new Subpattern(text, positive.end, false) : undefined;
  const shape = positive.shape();
  negative?.shape();
  if (negative === undefined || sameAffixes(positive, negative)) return { ...shape, negative: undefined };
  return { ...shape, negative: { prefix: negative.prefix, suffix: negative.suffix } };
}

function sameAffixes(one: Subpattern, other: Subpattern): boolean {
  return sameAffix(one.prefix, other.prefix) && sameAffix(one.suffix, other.suffix);
}

function sameAffix(one: Affix, other: Affix): boolean {
  if (one.length !== other.length) return false;
  return one.every((part, index) => {
    const counterpart = other[index];
    if (typeof part === "string" || typeof counterpart === "string") return part === counterpart;
    return part.symbol === counterpart?.symbol;
  });
}

const DIGIT_CHARACTERS = "#0,.";

/** Reads one half of a pattern; of the negative half only the affixes count. */
class Subpattern {
  readonly prefix: (string | { symbol: AffixSymbol })[] = [];
  readonly suffix: (string | { symbol: AffixSymbol })[] = [];
  /** Where the negative half starts: 0, for the whole pattern once more, where there is no ";". */
  end = 0;
  private readonly text: string;
  private readonly positive: boolean;
  private position: number;
  private affix: (string | { symbol: AffixSymbol })[];
  private inQuote = false;
  private shift = 0;
  private leftDigits = 0;
  private zeros = 0;
  private rightDigits = 0;
  private decimalAt = -1;
  private grouping = -1;
  private exponentDigits = -1;

  constructor(text: string, start: number, positive: boolean) {
    this.text = text;
    this.positive = positive;
    this.position = start;
    this.affix = this.prefix;
    let inNumber = false;
    while (this.position < text.length) {
      const char = text.charAt(this.position);
      if (!inNumber) {
        if (!this.inQuote && DIGIT_CHARACTERS.includes(char)) inNumber = true;
        else this.readAffix(char);
      } else if (!(positive ? this.readNumber(char) : this.skipNumber(char))) {
        inNumber = false;
        this.affix = this.suffix;
      }
    }
  }

  /** Takes one character before or behind the digits. */
  private readAffix(char: string): void {
    const doubled = this.text.charAt(this.position + 1) === char;
    this.position += 1;
    if (char === "'") {
      if (doubled) {
        this.affix.push(char);
        this.position += 1;
      } else {
        this.inQuote = !this.inQuote;
      }
      return;
    }
    if (this.inQuote) {
      this.affix.push(char);
      return;
    }
    switch (char) {
      case ";":
        if (this.affix === this.prefix || !this.positive) throw this.fault('";" that is not quoted');
        this.end = this.position;
        this.position = this.text.length;
        return;
      case "¤":
        if (doubled) this.position += 1;
        this.affix.push({ symbol: doubled ? "currency code" : "currency" });
        return;
      case "%":
        this.setShift(2, "percent");
        return;
      case "‰":
        this.setShift(3, "per mille");
        return;
      case "-":
        this.affix.push({ symbol: "minus" });
        return;
      default:
        this.affix.push(char);
    }
  }

  private setShift(shift: number, symbol: AffixSymbol): void {
    if (this.shift !== 0) throw this.fault("more than one percent or per mille character");
    this.shift = shift;
    this.affix.push({ symbol });
  }

  /** Takes one character of the digits, or answers false where they end. */
  private readNumber(char: string): boolean {
    switch (char) {
      case "#":
        if (this.zeros > 0) this.rightDigits += 1;
        else this.leftDigits += 1;
        this.countGrouped();
        break;
      case "0":
        if (this.rightDigits > 0) throw this.fault('"0" behind a "#" that is behind a "0"');
        this.zeros += 1;
        this.countGrouped();
        break;
      case ",":
        this.grouping = 0;
        break;
      case ".":
        if (this.decimalAt >= 0) throw this.fault("more than one decimal separator");
        this.decimalAt = this.leftDigits + this.zeros + this.rightDigits;
        break;
      case "E":
        this.readExponent();
        return false;
      default:
        return false;
    }
    this.position += 1;
    return true;
  }

  private countGrouped(): void {
    if (this.grouping >= 0 && this.decimalAt < 0) this.grouping += 1;
  }

  private readExponent(): void {
    if (this.exponentDigits >= 0) throw this.fault("more than one exponent");
    this.position += 1;
    const start = this.position;
    while (this.text.charAt(this.position) === "0") this.position += 1;
    this.exponentDigits = this.position - start;
    if (this.leftDigits + this.zeros < 1 || this.exponentDigits < 1) throw this.fault("a malformed exponent");
  }

  private skipNumber(char: string): boolean {
    if (char !== "E" && !DIGIT_CHARACTERS.includes(char)) return false;
    this.position += 1;
    return true;
  }

  /** What the digits say. Throws where they are malformed. */
  shape(): Omit<Pattern, "negative"> {
    let { leftDigits, zeros, rightDigits } = this;
    const { decimalAt } = this;
    if (zeros === 0 && leftDigits > 0 && decimalAt >= 0) {
      // Only "#": the one before the decimal point, or else the one behind it, counts as a zero.
      const integerDigits = Math.max(decimalAt, 1);
      rightDigits = leftDigits - integerDigits;
      leftDigits = integerDigits - 1;
      zeros = 1;
    }
    const misplaced = decimalAt >= 0 && (decimalAt < leftDigits || decimalAt > leftDigits + zeros);
    if (misplaced || this.grouping === 0 || this.inQuote)
      throw this.fault("digits or quotes that are out of order");
    const total = leftDigits + zeros + rightDigits;
    if (this.positive && this.decimalAt < 0 && rightDigits > 0) throw this.fault('a "#" behind a "0"');
    const minInteger = (decimalAt < 0 ? total : decimalAt) - leftDigits;
    const exponential = this.exponentDigits >= 0;
    return {
      prefix: this.prefix,
      suffix: this.suffix,
      minInteger,
      minFraction: decimalAt < 0 ? 0 : leftDigits + zeros - decimalAt,
      maxFraction: decimalAt < 0 ? 0 : total - decimalAt,
      groupingSize: Math.max(this.grouping, 0),
      decimalAlwaysShown: decimalAt === 0 || decimalAt === total,
      exponentDigits: exponential ? this.exponentDigits : 0,
      maxInteger: exponential ? leftDigits + minInteger : Number.MAX_SAFE_INTEGER,
      shift: this.shift,
    };
  }

  private fault(what: string): NumberFormatFault {
    return new NumberFormatFault(`The pattern ${JSON.stringify(this.text)} has ${what}`);
  }
}
